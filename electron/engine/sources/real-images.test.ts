import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeImage } from '../image/describe-image.ts';
import { openSource } from './open-source.ts';

/** Archives made by Docker 20.10 and skopeo 1.9.3; too large to copy, so they are skipped where they are not. */
const IMAGES = new URL('../../../../shared/images/', import.meta.url).pathname;

let cacheDir = '';
beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'outcrop-real-'));
});
afterAll(() => rm(cacheDir, { recursive: true }));

interface TruthLayer {
  /** Hex of the uncompressed tar, by `sha256sum`. */
  readonly sha256: string;
}

describe.skipIf(!existsSync(IMAGES))('images of ../shared/images, which other tools made', () => {
  const FORMS = [
    ['busybox/docker-save.tar.gz', 'docker-archive', 'gzip'],
    ['busybox/oci-gzip.tar', 'oci-archive', 'none'],
    ['busybox/oci-zstd.tar', 'oci-archive', 'none'],
    ['tricky/docker-save.tar.gz', 'docker-archive', 'gzip'],
    ['tricky/oci-gzip.tar', 'oci-archive', 'none'],
    ['tricky/oci-zstd.tar', 'oci-archive', 'none'],
  ] as const;
  test.each(FORMS)('%s has the layers that its truth tells', async (file, kind, compression) => {
    const truth = JSON.parse(
      await readFile(join(IMAGES, file, '../truth/layers.json'), 'utf8'),
    ) as readonly TruthLayer[];
    const source = await openSource(join(IMAGES, file), { cacheDir });
    expect(source).toMatchObject({ kind, compression, warnings: [] });
    expect(source.images).toHaveLength(1);
    const [stored] = source.images;
    const image = stored && describeImage(stored);
    expect(image?.diffIDs).toEqual(truth.map(({ sha256 }) => `sha256:${sha256}`));
    expect(image?.layers.every(({ createdBy, state }) => createdBy !== null && state === 'waiting')).toBe(true);
    expect(
      image?.integrity.filter(({ kind }) => kind === 'config' || kind === 'manifest').map(({ state }) => state),
    ).toEqual(kind === 'docker-archive' ? ['ok'] : ['ok', 'ok']);
  });

  test.each([
    ['multi.oci.tar', ['image', 'image', 'image', 'image']],
    ['multi-attest.oci.tar', ['image', 'image', 'image', 'image', 'attestation']],
    ['zero-layers.oci.tar', ['image']],
  ])('%s', async (file, kinds) => {
    const source = await openSource(join(IMAGES, file), { cacheDir });
    expect(source.images.map(({ kind }) => kind)).toEqual(kinds);
    expect(source.images.every(({ layers }) => layers.every(({ region }) => region !== null))).toBe(true);
  });
});
