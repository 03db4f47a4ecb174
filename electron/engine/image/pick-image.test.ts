import { describe, expect, test } from 'vitest';
import { OutcropError } from '../../../shared/errors.ts';
import type { ImageSummary } from '../../../shared/model/image.ts';
import type { Digest } from '../../../shared/oci/digest.ts';
import { parsePlatform } from '../oci/platform.ts';
import { pickImage, type ImageChoice, type Pickable } from './pick-image.ts';

const digest = (start: string) => `sha256:${start.padEnd(64, '0')}` as Digest;

/** `names platform` and what else matters; the ID begins with the letter, the manifest digest with `e` and the letter. */
function image(id: string, names: string, platform: string, more: Partial<ImageSummary> = {}): Pickable {
  return {
    summary: {
      handle: id,
      kind: 'image',
      id: digest(id),
      manifestDigest: digest(`e${id}`),
      names: names.split(' ').filter((name) => name !== ''),
      platform: parsePlatform(platform) ?? null,
      created: null,
      layerCount: 1,
      absentLayers: 0,
      blobSize: 1,
      ...more,
    },
  };
}
const damaged = (pickable: Pickable): Pickable => ({
  ...pickable,
  problem: { code: 'unsafe-path', message: 'Evil, beware.' },
});

const one = [image('a', 'busybox:1', 'linux/amd64')];
const two = [
  image('a', 'busybox:1 docker.io/library/busybox:latest', 'linux/amd64'),
  image('b', 'quay.io/x/y:2', 'linux/amd64'),
];
const multi = [
  image('a', 'm:1', 'linux/amd64'),
  image('b', 'm:1', 'linux/arm64'),
  image('c', 'm:1', 'linux/arm/v7'),
  image('d', 'm:1', '', { kind: 'attestation' }),
];
const oneComplete = [
  image('a', 'm:1', 'linux/amd64', { absentLayers: 1 }),
  image('b', 'm:1', 'linux/arm64'),
  damaged(image('c', 'm:1', 'linux/arm/v7')),
];
const unnamed = [image('a1', '', 'linux/amd64'), image('a2', '', 'linux/amd64')];
const taggedOnly = [image('a', '1', 'linux/amd64'), image('b', '2', 'linux/amd64')];

describe('picks', () => {
  const PICKED: readonly (readonly [string, readonly Pickable[], ImageChoice, string])[] = [
    ['the only image', one, {}, 'a'],
    ['the only image beside an attestation', [multi[3] ?? one[0]!, ...one], {}, 'a'],
    ['by name', two, { image: 'busybox:1' }, 'a'],
    ['by canonical name', two, { image: 'docker.io/library/busybox:1' }, 'a'],
    ['by a bare name, which means latest', two, { image: 'busybox' }, 'a'],
    ['by a bare name without latest, when one tag fits', two, { image: 'quay.io/x/y' }, 'b'],
    ['by number', two, { image: '2' }, 'b'],
    ['by a tag that looks like a number', taggedOnly, { image: '2' }, 'b'],
    ['by image ID', two, { image: digest('b') }, 'b'],
    ['by the first digits of the ID', two, { image: 'b00' }, 'b'],
    ['by the first digits of the ID with its algorithm', two, { image: 'sha256:b00' }, 'b'],
    ['by manifest digest', two, { image: digest('eb') }, 'b'],
    ['by name and manifest digest', two, { image: `quay.io/x/y@${digest('eb')}` }, 'b'],
    ['by platform', multi, { platform: 'linux/arm64' }, 'b'],
    ['by platform without its variant', multi, { platform: 'linux/arm' }, 'c'],
    ['by name and platform', multi, { image: 'm:1', platform: 'linux/amd64' }, 'a'],
    ['the only platform that is all there', oneComplete, {}, 'b'],
    ['an incomplete platform when it is asked for', oneComplete, { platform: 'linux/amd64' }, 'a'],
  ];
  test.each(PICKED)('%s', (_, images, choice, handle) => {
    expect(pickImage(images, choice, '/x.tar').summary.handle).toBe(handle);
  });
});

describe('refuses', () => {
  const REFUSED: readonly (readonly [string, readonly Pickable[], ImageChoice, string, string])[] = [
    [
      'two images without a choice',
      two,
      {},
      'several-images',
      '1 (busybox:1 linux/amd64 a00000000000), 2 (quay.io/x/y:2',
    ],
    ['several platforms', multi, {}, 'several-images', '--platform one of linux/amd64, linux/arm64, linux/arm/v7.'],
    ['digits that two IDs begin with', unnamed, { image: 'a' }, 'several-images', '1 (<unnamed>'],
    ['a name that is not there', two, { image: 'nginx' }, 'no-such-image', 'busybox:1'],
    ['number 0', two, { image: '0' }, 'no-such-image', 'busybox:1'],
    ['a number too high', two, { image: '3' }, 'no-such-image', 'busybox:1'],
    ['nothing at all', [], {}, 'no-such-image', 'no image'],
    ['attestations only', multi.slice(3), {}, 'no-such-image', 'attestations only'],
    ['a platform that is not there', multi, { platform: 'linux/s390x' }, 'no-such-platform', 'linux/arm/v7'],
    ['another platform of the only image', one, { platform: 'windows/amd64' }, 'no-such-platform', 'linux/amd64'],
    ['text that is no platform', multi, { platform: 'arm' }, 'bad-request', 'os/arch'],
    ['an image that cannot be used', oneComplete, { platform: 'linux/arm' }, 'unsafe-path', 'Evil'],
  ];
  test.each(REFUSED)('%s', (_, images, choice, code, says) => {
    const pick = () => pickImage(images, choice, '/x.tar');
    expect(pick).toThrow(OutcropError);
    expect(pick).toThrow(expect.objectContaining({ code }));
    expect(pick).toThrow(says);
  });
});
