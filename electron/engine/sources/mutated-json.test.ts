import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OutcropError } from '../../../shared/errors.ts';
import { describeImage } from '../image/describe-image.ts';
import { summarizeImage } from '../image/summarize-image.ts';
import { openSource } from './open-source.ts';
import {
  blob,
  bytesOf,
  descriptor,
  LAYOUT,
  OCI_MANIFEST,
  ociManifest,
  sampleImage,
  writeArchive,
} from './sample-image.ts';

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'outcrop-mutated-'));
});
afterAll(() => rm(dir, { recursive: true }));

/** Small, and the same on every machine: a failing seed can be run again. */
function createRandom(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const VALUES: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  '',
  '..',
  '../../etc/passwd',
  [],
  {},
  [null],
  true,
  'sha256:',
  [[[]]],
  { '': {} },
];

/** The value with one thing in it replaced, removed, doubled, or its key spelled in capitals. */
function mutate(value: unknown, random: (below: number) => number): unknown {
  if (typeof value !== 'object' || value === null || random(5) === 0) return VALUES[random(VALUES.length)];
  if (Array.isArray(value)) {
    if (value.length === 0) return [VALUES[random(VALUES.length)]];
    const at = random(value.length);
    if (random(4) === 0) return [...value, value[at]];
    if (random(4) === 0) return value.toSpliced(at, 1);
    return value.with(at, mutate(value[at], random));
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return VALUES[random(VALUES.length)];
  const at = random(entries.length);
  const [key, member] = entries[at] as [string, unknown];
  if (random(5) === 0) return Object.fromEntries(entries.toSpliced(at, 1));
  if (random(5) === 0) return Object.fromEntries(entries.with(at, [key.toUpperCase(), member]));
  return Object.fromEntries(entries.with(at, [key, mutate(member, random)]));
}

/** Text with a few bytes changed: mostly no JSON any more. */
function scratch(value: unknown, random: (below: number) => number): Uint8Array {
  const bytes = Uint8Array.from(bytesOf(value));
  for (let n = random(3); n >= 0; n--) if (bytes.length > 0) bytes[random(bytes.length)] = random(256);
  return bytes;
}

async function mutant(seed: number): Promise<string> {
  const random = createRandom(seed);
  const twist = (value: unknown) => (random(4) === 0 ? scratch(value, random) : mutate(value, random));
  const image = await sampleImage(['one', 'two']);
  const config = random(2) === 0 ? (twist(image.config) ?? null) : image.config;
  const { manifest, blobs } = ociManifest({ ...image, config });
  const changed = random(2) === 0 ? twist(manifest) : manifest;
  const index = { schemaVersion: 2, manifests: [descriptor(OCI_MANIFEST, changed ?? null)] };
  const docker = [{ Config: blob(config).name, RepoTags: ['a:1'], Layers: blobs.slice(2).map(({ name }) => name) }];
  const members = [
    LAYOUT,
    ...blobs,
    blob(changed ?? null),
    { name: 'index.json', body: random(2) === 0 ? twist(index) : index },
    ...(random(2) === 0 ? [{ name: 'manifest.json', body: random(2) === 0 ? twist(docker) : docker }] : []),
  ];
  return writeArchive(
    join(dir, `${seed}.tar`),
    members.map((member) => ({ ...member, body: member.body ?? null })),
  );
}

describe('mutated documents open, or are refused with a code', () => {
  const seeds = Array.from({ length: 10 }, (_, n) => n * 20);
  test.each(seeds)('seeds from %i', async (first) => {
    for (let seed = first; seed < first + 20; seed++) {
      const path = await mutant(seed);
      try {
        const { images } = await openSource(path, { cacheDir: dir });
        for (const stored of images) {
          const description = describeImage(stored);
          expect(description.layers).toHaveLength(stored.layers.length);
          expect(description.chainIDs).toHaveLength(stored.layers.length);
          JSON.stringify([description, summarizeImage('x', stored, description)]);
        }
      } catch (error) {
        if (!(error instanceof OutcropError)) throw new Error(`seed ${seed}`, { cause: error });
        expect(error.message).toContain(path);
      }
    }
  });
});
