import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { beforeAll, expect, test } from 'vitest';
import { makeSample, writeSample } from './sample-archive.ts';

interface Descriptor {
  readonly digest: string;
  readonly size: number;
}
interface Manifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}
interface Config {
  readonly rootfs: { readonly diff_ids: readonly string[] };
  readonly history: readonly { readonly empty_layer?: boolean }[];
}

let members: Map<string, Buffer>;
let manifests: Manifest[];

beforeAll(async () => {
  members = await untar(await makeSample());
  const index = parse('index.json') as { manifests: Descriptor[] };
  manifests = index.manifests.map(({ digest }) => parse(blob(digest)) as Manifest);
});

test('the sample is the same bytes every time and stays small', async () => {
  const [one, other] = [await makeSample(), await makeSample()];
  expect(one.equals(other)).toBe(true);
  expect(one.length).toBeLessThan(200_000);
});

test('every blob hashes to its name', () => {
  const blobs = [...members].filter(([name]) => name.startsWith('blobs/'));
  expect(blobs.length).toBeGreaterThan(10);
  for (const [name, bytes] of blobs) expect(`blobs/sha256/${sha256(bytes)}`).toBe(name);
});

test('every layer has the diffID that its config says, raw or gzip', () => {
  const forms = new Set<string>();
  for (const { config, layers } of manifests) {
    const { rootfs } = parse(blob(config.digest)) as Config;
    const diffIDs = layers.map(({ digest, size }) => {
      const bytes = member(blob(digest));
      expect(bytes.length).toBe(size);
      forms.add(bytes[0] === 0x1f ? 'gzip' : 'raw');
      return `sha256:${sha256(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes)}`;
    });
    expect(diffIDs).toEqual(rootfs.diff_ids);
  }
  expect([...forms].toSorted()).toEqual(['gzip', 'raw']);
});

test('history has one row with a layer for each layer, and rows without', () => {
  for (const { config, layers } of manifests) {
    const { history } = parse(blob(config.digest)) as Config;
    expect(history.filter((row) => !row.empty_layer)).toHaveLength(layers.length);
    expect(history.some((row) => row.empty_layer)).toBe(true);
  }
});

test('the two images share their two lowest layers and nothing else', () => {
  const [newer = [], older = []] = manifests.map(({ layers }) => layers.map(({ digest }) => digest));
  expect(newer).toHaveLength(7);
  expect(newer.filter((digest) => older.includes(digest))).toEqual(newer.slice(0, 2));
});

test('manifest.json says the same as index.json', () => {
  const docker = parse('manifest.json') as { Config: string; RepoTags: string[]; Layers: string[] }[];
  expect(docker.map(({ RepoTags }) => RepoTags)).toEqual([['demo/web:2'], ['demo/web:1']]);
  expect(docker.map(({ Config, Layers }) => [Config, ...Layers])).toEqual(
    manifests.map(({ config, layers }) => [config, ...layers].map(({ digest }) => blob(digest))),
  );
});

test('the newest image shows every way to hide a version', async () => {
  const names = await Promise.all(
    (manifests[0]?.layers ?? []).map(async ({ digest }) => {
      const bytes = member(blob(digest));
      return [...(await untar(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes)).keys()];
    }),
  );
  expect(names[3]).toContain('root/.aws/credentials');
  expect(names[4]).toEqual(expect.arrayContaining(['root/.wh..aws', 'var/cache/apk/.wh..wh..opq']));
  expect(names[1]).toContain('etc/nginx/nginx.conf');
  expect(names[6]).toEqual(
    expect.arrayContaining(['etc/nginx/nginx.conf', 'srv/app/config', 'etc/motd', 'srv/app/public/.wh..wh..opq']),
  );
});

test.skipIf(spawnSync('skopeo', ['--version']).error)('skopeo reads both images in both forms', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'outcrop-sample-'));
  try {
    const file = join(folder, 'sample.tar');
    await writeSample(file);
    for (const tag of ['1', '2'])
      for (const name of [`docker-archive:${file}:demo/web:${tag}`, `oci-archive:${file}:${tag}`]) {
        const asked = spawnSync('skopeo', ['--insecure-policy', 'inspect', name], { encoding: 'utf8' });
        expect(asked.stderr).toBe('');
        expect(asked.status).toBe(0);
      }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

async function untar(bytes: Buffer): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const tar = extract();
  Readable.from([bytes]).pipe(tar);
  for await (const entry of tar) found.set(entry.header.name.replace(/\/$/, ''), await buffer(entry));
  return found;
}

function member(name: string): Buffer {
  const bytes = members.get(name);
  if (!bytes) throw new Error(`the sample has no ${name}`);
  return bytes;
}

function parse(name: string): unknown {
  return JSON.parse(member(name).toString());
}

function blob(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
