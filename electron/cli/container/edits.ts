import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { stdin } from 'node:process';
import { OutcropError } from '../../../shared/errors.ts';
import { readAdded } from '../../engine/container/added-entries.ts';
import type { Container } from '../../engine/container/container.ts';
import { nameOfText, nameText, splitPath, type NamePath } from '../../engine/container/name.ts';
import { parsePath } from '../../engine/container/resolve.ts';
import type { Edit } from '../../engine/container/operation.ts';
import { nodeAt } from '../../engine/container/tree.ts';
import type { Options } from '../options.ts';

/** What the operands after CONTAINER are, for a verb that edits. */
export interface EditVerb {
  readonly name: string;
  readonly operands: string;
  readonly count: { readonly min: number; readonly max: number };
  readonly help: string;
  /** Stores content first where the edit has any. */
  readonly edit: (
    container: Container,
    operands: readonly string[],
    options: Options,
  ) => Promise<Edit | readonly Edit[]>;
}

const at = (container: Container, text: string | undefined): NamePath => parsePath(container.tree, text ?? '');

/** `into/` when it is a folder, as mv and cp have it; links to folders count. */
function inside(container: Container, path: NamePath, name: string | undefined): NamePath {
  const isFolder = nodeAt(container.tree, path)?.facts.kind === 'dir';
  return isFolder && name !== undefined ? [...path, ...splitPath(name)] : path;
}

export const EDIT_VERBS: readonly EditVerb[] = [
  {
    name: 'write',
    operands: 'PATH',
    count: { min: 1, max: 1 },
    help: 'replace the content of a file, or make one, with --text, --file or standard input',
    async edit(container, [path], options) {
      const body = await container.store(contentOf(options));
      const mode = modeOf(options.text('mode'));
      return { kind: 'write', path: at(container, path), body, ...(mode !== undefined && { mode }) };
    },
  },
  {
    name: 'add',
    operands: 'SOURCE… PATH',
    count: { min: 2, max: Number.POSITIVE_INFINITY },
    help: 'copy files and folders of this machine in; into PATH when that is a folder',
    async edit(container, operands) {
      const path = at(container, operands.at(-1));
      const edits: Edit[] = [];
      for (const source of operands.slice(0, -1)) {
        const name = nameOfText(basename(source));
        // One after the other: each may be a large folder.
        // oxlint-disable-next-line no-await-in-loop
        const entries = await readAdded(source, (chunks) => container.store(chunks));
        edits.push({ kind: 'add', path: inside(container, path, name), entries });
      }
      return edits;
    },
  },
  {
    name: 'rm',
    operands: 'PATH…',
    count: { min: 1, max: Number.POSITIVE_INFINITY },
    help: 'delete files, and folders with all in them',
    edit: async (container, paths) => paths.map((path): Edit => ({ kind: 'remove', path: at(container, path) })),
  },
  {
    name: 'mv',
    operands: 'FROM TO',
    count: { min: 2, max: 2 },
    help: 'rename; a folder of the image is copied and deleted, as overlayfs makes mv do',
    async edit(container, [from, to]) {
      const source = at(container, from);
      return { kind: 'rename', from: source, to: inside(container, at(container, to), source.at(-1)) };
    },
  },
  {
    name: 'mkdir',
    operands: 'PATH',
    count: { min: 1, max: 1 },
    help: 'make a folder; -p also those above it',
    edit: async (container, [path], options) => ({
      kind: 'mkdir',
      path: at(container, path),
      mode: modeOf(options.text('mode')) ?? 0o755,
      parents: options.flag('parents'),
    }),
  },
  {
    name: 'chmod',
    operands: 'MODE PATH',
    count: { min: 2, max: 2 },
    help: 'set the permission bits, in octal digits',
    edit: async (container, [mode, path]) => ({
      kind: 'chmod',
      path: at(container, path),
      mode: modeOf(mode) ?? 0,
    }),
  },
  {
    name: 'chown',
    operands: 'UID[:GID] PATH',
    count: { min: 2, max: 2 },
    help: 'set the owner, in numbers',
    edit: async (container, [owner, path]) => chown(container, owner ?? '', at(container, path)),
  },
  {
    name: 'ln',
    operands: 'TARGET PATH',
    count: { min: 2, max: 2 },
    help: 'give a file a second name, or with -s make a symbolic link',
    async edit(container, [target = '', path], options) {
      const to = at(container, path);
      if (options.flag('symbolic')) return { kind: 'symlink', path: to, target: nameOfText(target) };
      return { kind: 'link', from: at(container, target), to };
    },
  },
];

function contentOf(options: Options): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  const text = options.text('text');
  const file = options.text('file');
  if (text !== undefined && file !== undefined)
    throw new OutcropError('bad-request', 'Use --text or --file for the content, not both.');
  if (text !== undefined) return [Buffer.from(text)];
  return file === undefined ? stdin : readable(file);
}

async function* readable(file: string): AsyncIterable<Uint8Array> {
  try {
    yield* createReadStream(file);
  } catch (error) {
    const message = `${file} cannot be read (${(error as Error).message}); name another file.`;
    throw new OutcropError('unreadable', message, { file }, error);
  }
}

function modeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[0-7]{1,4}$/.test(text))
    throw new OutcropError('bad-request', `“${text}” is no mode; give up to four octal digits, such as 0644.`);
  return Number.parseInt(text, 8);
}

function chown(container: Container, owner: string, path: NamePath): Edit {
  const [, uid, gid] = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(owner) ?? [];
  if (uid === undefined)
    throw new OutcropError('bad-request', `“${owner}” is no owner; give numbers, such as 1000 or 1000:1000.`);
  const node = nodeAt(container.tree, path);
  const kept = node?.facts.gid ?? 0;
  return { kind: 'chown', path, uid: Number(uid), gid: gid === undefined ? kept : Number(gid) };
}

/** A name for a row of a list. */
export function shownName(path: string, name: string): string {
  return `${path === '/' ? '' : path}/${nameText(name)}`;
}
