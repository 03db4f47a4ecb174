import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OutcropError } from '../../shared/errors.ts';
import { createEngine } from '../engine/engine.ts';
import { archive, member } from '../engine/tar/scan.test-support.ts';
import { below, must, pick, spoil, type FuzzTarget, type Random } from './target.ts';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

const VALUES: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  2 ** 53 + 2,
  true,
  '',
  '..',
  '../../etc/passwd',
  '\u0000',
  '\u202e',
  'sha256:',
  `sha256:${'0'.repeat(64)}`,
  [],
  {},
  [null],
  [[[[]]]],
  { '': {} },
  'x'.repeat(5000),
  '\ud800',
];
const KEYS = ['__proto__', 'constructor', 'toString', 'Layers', 'LAYERS', 'config', '', 'a\nb'];

/** The value with something in it replaced, removed, doubled, renamed or made deep. */
function mutate(value: unknown, random: Random): unknown {
  if (random() < 0.02) return JSON.parse(`${'['.repeat(90)}${']'.repeat(90)}`) as unknown;
  if (typeof value !== 'object' || value === null || random() < 0.15) return pick(random, VALUES);
  if (Array.isArray(value)) {
    if (value.length === 0) return [pick(random, VALUES)];
    const at = below(random, value.length);
    const roll = random();
    if (roll < 0.2) return [...(value as unknown[]), value[at]];
    return roll < 0.35 ? value.toSpliced(at, 1) : value.with(at, mutate(value[at], random));
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return pick(random, VALUES);
  const at = below(random, entries.length);
  const [key, inner] = entries[at]!;
  const roll = random();
  if (roll < 0.15) return Object.fromEntries(entries.toSpliced(at, 1));
  if (roll < 0.25) return Object.fromEntries(entries.with(at, [pick(random, [...KEYS, key.toUpperCase()]), inner]));
  return Object.fromEntries(entries.with(at, [key, mutate(inner, random)]));
}

function twisted(value: unknown, random: Random): string | Buffer {
  let changed = value;
  for (let times = below(random, 3); times > 0; times--) changed = mutate(changed, random);
  const text = JSON.stringify(changed) ?? 'null';
  if (random() < 0.1) return `\uFEFF${text}`;
  if (random() < 0.1) return text.replace('{', `{"a":1,"a":${'['.repeat(below(random, 200))}`);
  return random() < 0.15 ? spoil(Buffer.from(text), random) : text;
}

function image(random: Random): Uint8Array {
  const layer = archive(member('etc/motd', 'hello'));
  const config = twisted(
    {
      architecture: 'amd64',
      os: 'linux',
      created: '2024-01-01T00:00:00Z',
      config: { Env: ['A=b'], Cmd: ['x'], Labels: { a: 'b' }, ExposedPorts: { '80/tcp': {} } },
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
      history: [{ created_by: 'RUN x' }, { created_by: 'CMD y', empty_layer: true }],
    },
    random,
  );
  const descriptor = (bytes: string | Uint8Array, mediaType: string) => ({
    mediaType,
    digest: `sha256:${sha256(bytes)}`,
    size: bytes.length,
  });
  const manifest = twisted(
    {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: descriptor(config, 'application/vnd.oci.image.config.v1+json'),
      layers: [descriptor(layer, 'application/vnd.oci.image.layer.v1.tar')],
      annotations: { a: 'b' },
    },
    random,
  );
  const index = twisted(
    {
      schemaVersion: 2,
      manifests: [
        {
          ...descriptor(manifest, 'application/vnd.oci.image.manifest.v1+json'),
          platform: { os: 'linux', architecture: 'amd64' },
          annotations: { 'org.opencontainers.image.ref.name': 'a:1' },
        },
      ],
    },
    random,
  );
  const blobs = [layer, config, manifest].map((bytes) => member(`blobs/sha256/${sha256(bytes)}`, bytes));
  const docker = twisted(
    [{ Config: `blobs/sha256/${sha256(config)}`, RepoTags: ['a:1'], Layers: [`blobs/sha256/${sha256(layer)}`] }],
    random,
  );
  return archive(
    ...(random() < 0.9 ? [member('oci-layout', twisted({ imageLayoutVersion: '1.0.0' }, random))] : []),
    ...blobs,
    ...(random() < 0.8 ? [member('index.json', index)] : []),
    ...(random() < 0.5 ? [member('manifest.json', docker)] : []),
  );
}

/** Manifests, indexes and configs: an image opens or is refused with a code, and what is told of it is plain JSON. */
export const documentsTarget: FuzzTarget = {
  name: 'documents',
  start: async (folder) => {
    const engine = createEngine({ dataDir: join(folder, 'data'), threads: 0 });
    const file = join(folder, 'image.tar');
    return {
      async round(random) {
        await writeFile(file, image(random));
        try {
          const source = await engine.open(file);
          for (const opened of source.images) {
            JSON.stringify([opened.summary, opened.config, opened.history, opened.documents, opened.integrity()]);
            // oxlint-disable-next-line no-await-in-loop
            const loaded = await opened.load();
            must(loaded.layers.length === opened.layers.length, 'layers were lost');
            for (const { message } of loaded.warnings) must(/^\S[\s\S]*\.$/.test(message), `no sentence: ${message}`);
          }
          await source.close();
        } catch (error) {
          if (!(error instanceof OutcropError)) throw error;
          must(/^\S[\s\S]*\.$/.test(error.message), `no sentence: ${error.message}`);
        }
        must(!('polluted' in {}) && Object.keys(Object.prototype).length === 0, 'a prototype was changed');
      },
      close: () => engine.close(),
    };
  },
};
