import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dockerArchive, sha256 } from './image-parts.ts';
import { packMembers, type Member } from './members.ts';
import { CLI, nodeBinary, productEnv, ROOT, type Finished } from './product.ts';

/** A row of fixtures/hostile/cases.json. */
export interface HostileCase {
  readonly id: string;
  readonly kind: 'layer' | 'compression' | 'image' | 'ui';
  readonly title: string;
  readonly must: 'error' | 'skip-with-warning' | 'safe result';
  /** Beside cases.json; undefined for those that only a test at full scale can make. */
  readonly file?: string;
}

const FOLDER = join(ROOT, 'e2e/fixtures/hostile');

export const HOSTILE_CASES = JSON.parse(readFileSync(join(FOLDER, 'cases.json'), 'utf8')) as readonly HostileCase[];

/** @returns the path of an archive that holds the case's file as what it is: a layer, a config, a manifest, an index */
export async function hostileArchive({ id, kind, file = '' }: HostileCase, folder: string): Promise<string> {
  const path = join(folder, `${id}.tar`);
  const bytes = await readFile(join(FOLDER, file));
  await writeFile(path, kind === 'image' ? await imageOf(bytes, file) : await imageWithLayer(bytes));
  return path;
}

/** A `docker save` archive with this layer, as it stands, over nothing. */
export const imageWithLayer = (layer: Buffer): Promise<Buffer> => imageWithLayers([layer]);

/** The same of several layers, base first. */
export async function imageWithLayers(layers: readonly Buffer[]): Promise<Buffer> {
  const config = json({
    os: 'linux',
    architecture: 'amd64',
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${sha256(layer)}`) },
  });
  return packMembers(dockerArchive({ name: 'hostile:1', config, layers: [...layers] }));
}

/** The header of an entry without a body. */
export function header(name: string, type: string, link = ''): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 'latin1');
  for (const [at, text] of [
    [100, '0000644'],
    [108, '0000000'],
    [116, '0000000'],
    [124, '00000000000'],
    [136, '00000000000'],
  ] as const)
    block.write(text, at, 'latin1');
  block.write(`        ${type}${link}`, 148, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  block.write(
    `${block
      .reduce((sum, byte) => sum + byte)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
    'latin1',
  );
  return block;
}

async function imageOf(bytes: Buffer, file: string): Promise<Buffer> {
  if (!file.endsWith('.json')) return bytes;
  const text = bytes.toString('latin1');
  if (text.includes('"manifests"')) return packMembers([LAYOUT, named('index.json', bytes)]);
  if (/"[lL]ayers": ?\[/.test(text) && !text.includes('rootfs')) {
    const digest = `sha256:${sha256(bytes)}`;
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const index = json({ schemaVersion: 2, manifests: [{ mediaType, digest, size: bytes.length }] });
    return packMembers([LAYOUT, named(`blobs/sha256/${sha256(bytes)}`, bytes), named('index.json', index)]);
  }
  return packMembers([named('c.json', bytes), named('manifest.json', json([{ Config: 'c.json', Layers: [] }]))]);
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const named = (name: string, bytes: Buffer): Member => ({ kind: 'file', name, bytes });
const LAYOUT = named('oci-layout', json({ imageLayoutVersion: '1.0.0' }));

export interface Measured extends Finished {
  /** Most memory the process had, in bytes; 0 where the system does not tell (Linux does). */
  readonly peak: number;
  /** Ended by the watchdog: it hung. */
  readonly hung: boolean;
}

/** Long enough for a slow machine; a case takes a tenth of it. */
const HANG_MS = 20_000;

/** Runs the built `outcrop ARGS`, watched: how much memory it took, and whether it came to an end. */
export function measured(args: readonly string[], { home, cwd }: { home: string; cwd: string }): Promise<Measured> {
  const child = spawn(nodeBinary(), [CLI, ...args], { cwd, env: productEnv(home), stdio: ['ignore', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  let peak = 0;
  let hung = false;
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const looking = setInterval(() => (peak = Math.max(peak, peakOf(child.pid))), 15);
  const watchdog = setTimeout(() => (hung = child.kill('SIGKILL')), HANG_MS);
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (status) => {
      clearInterval(looking);
      clearTimeout(watchdog);
      done({ status, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8'), peak, hung });
    });
  });
}

/** The kernel keeps the high-water mark, so that looking now and then misses only the last moment. */
function peakOf(pid: number | undefined): number {
  try {
    const [, kib = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) * 1024;
  } catch {
    return 0;
  }
}
