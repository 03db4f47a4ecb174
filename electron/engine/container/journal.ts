import { fileChanges } from '../bytes/file-changes.ts';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { OutcropError } from '../../../shared/errors.ts';
import type { ContainerSummary } from '../../../shared/model/container.ts';
import { parseDigest } from '../../../shared/oci/digest.ts';
import { writeHashed } from '../bytes/write-hashed.ts';
import { makeFolder, syncFolder, unfinishedName, writeWhole } from '../bytes/write-whole.ts';
import { withStoreLock } from '../store/lock.ts';
import type { Name } from './name.ts';
import type { Operation } from './operation.ts';
import type { Body } from './tree.ts';

/*
 * A container on disk: `containers/<id>/container.json` says what it stands on, `journal.json` has every edit since and
 * how many of them count, `bodies/<sha256>` the content they wrote. The writable layer is what the edits make of the image;
 * each file is written whole before the one that names it, so a crash loses at most the edit that it met.
 */

const name = z.string().transform((text) => text as Name);
const path = z.array(name);
const body = z.union([
  z.object({ kind: z.literal('image'), layer: z.number(), row: z.number(), size: z.number() }),
  z.object({ kind: z.literal('stored'), sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.number() }),
]);
const metadata = { mode: z.number(), uid: z.number(), gid: z.number(), mtime: z.number() };
const added = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('dir'), path, ...metadata }),
  z.object({ kind: z.literal('file'), path, ...metadata, body }),
  z.object({ kind: z.literal('symlink'), path, ...metadata, target: z.string() }),
]);
const time = z.number();
const operation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('write'), path, body, mode: z.number().exactOptional(), time }),
  z.object({ kind: z.literal('add'), path, entries: z.array(added), time }),
  z.object({ kind: z.literal('remove'), path, time }),
  z.object({ kind: z.literal('rename'), from: path, to: path, time }),
  z.object({ kind: z.literal('mkdir'), path, mode: z.number(), parents: z.boolean(), time }),
  z.object({ kind: z.literal('chmod'), path, mode: z.number(), time }),
  z.object({ kind: z.literal('chown'), path, uid: z.number(), gid: z.number(), time }),
  z.object({ kind: z.literal('symlink'), path, target: z.string(), time }),
  z.object({ kind: z.literal('link'), from: path, to: path, time }),
]);
const JOURNAL = z.object({ version: z.literal(1), done: z.number().int().min(0), operations: z.array(operation) });
const IDENTITY = z.object({
  version: z.literal(1),
  name: z.string(),
  /** Seconds since the epoch. */
  created: z.number(),
  path: z.string(),
  imageID: z.string().nullable(),
  /** How to pick it again among the images of that file: its ID, or its number where it has none. */
  pick: z.string(),
  names: z.array(z.string()),
  volumes: z.array(z.string()),
});

export type ContainerIdentity = z.infer<typeof IDENTITY>;

export interface Journal {
  /** Edits from the first on that count; the others were undone. */
  readonly done: number;
  readonly operations: readonly Operation[];
}

/** The folder of one container. */
export interface ContainerFolder {
  readonly identity: ContainerIdentity;
  /** Runs while no other process changes the container. */
  exclusive<T>(action: () => Promise<T>): Promise<T>;
  readJournal(): Promise<Journal>;
  writeJournal(journal: Journal): Promise<void>;
  /** Tells of every edit, whoever makes it. */
  changes(signal: AbortSignal): AsyncIterable<void>;
  /** Keeps content under its hash. */
  store(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Body>;
  read(sha256: string): AsyncIterable<Uint8Array>;
}

/** Makes the folder. The identity is written last: a folder without one is no container. */
export async function makeContainer(folder: string, identity: ContainerIdentity): Promise<ContainerFolder> {
  await orUnwritable(folder, () => makeFolder(join(folder, 'bodies')));
  await writeJSON(join(folder, 'journal.json'), { version: 1, done: 0, operations: [] });
  await writeJSON(join(folder, 'container.json'), identity);
  return containerFolder(folder, identity);
}

/** @returns undefined where there is no container */
export async function openContainer(folder: string): Promise<ContainerFolder | undefined> {
  const identity = await readJSON(join(folder, 'container.json'), IDENTITY);
  return identity && containerFolder(folder, identity);
}

function containerFolder(folder: string, identity: ContainerIdentity): ContainerFolder {
  const bodies = join(folder, 'bodies');
  return {
    identity,
    exclusive: (action) => withStoreLock(folder, {}, action),
    async readJournal() {
      const journal = await readJSON(join(folder, 'journal.json'), JOURNAL);
      return journal ?? { done: 0, operations: [] };
    },
    writeJournal: ({ done, operations }) => writeJSON(join(folder, 'journal.json'), { version: 1, done, operations }),
    changes: (signal) => fileChanges(join(folder, 'journal.json'), signal),
    store: (chunks) => orUnwritable(bodies, () => storeBody(bodies, chunks)),
    read: (sha256) => createReadStream(join(bodies, sha256)),
  };
}

async function storeBody(bodies: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Body> {
  const temporary = unfinishedName(join(bodies, 'body'));
  try {
    await using handle = await open(temporary, 'wx', 0o600);
    const written = await writeHashed(handle, chunks);
    await handle.sync();
    await rename(temporary, join(bodies, written.sha256));
    await syncFolder(bodies);
    return { kind: 'stored', ...written };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function writeJSON(file: string, value: unknown): Promise<void> {
  return orUnwritable(file, () => writeWhole(file, `${JSON.stringify(value)}\n`));
}

async function orUnwritable<T>(file: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    // What is not the system's refusal comes from whoever gives the content.
    if (error instanceof OutcropError || syscall === undefined) throw error;
    const message = `${file} cannot be written (${code ?? syscall}); check the permissions and the free space of the data folder.`;
    throw new OutcropError('unwritable', message, { file }, error);
  }
}

async function readJSON<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  if (!(await stat(file).catch(() => undefined))) return undefined;
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const message = `${file} is not what Outcrop wrote; delete the container, or put a good copy back.`;
    throw new OutcropError('unreadable', message, { file }, error);
  }
}

/** What lists show of a container. @param total edits, undone ones included */
export function summaryOf(id: string, identity: ContainerIdentity, done: number, total: number): ContainerSummary {
  const { name: given, path: file, imageID, names, created, volumes } = identity;
  return {
    id,
    name: given,
    image: { path: file, id: parseDigest(imageID) ?? null, names },
    created: new Date(created * 1000).toISOString(),
    edits: done,
    undone: total - done,
    volumes,
  };
}
