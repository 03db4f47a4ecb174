import { closeSync, openSync, readSync } from 'node:fs';

/*
 * The peer of merging, a program of its own: node nested-map.ts [--no-merge] LAYER.tar…, raw and base first. A map for each
 * folder, an object for each path, which is how one would write it who does not expect a million paths. It keeps what the
 * product keeps: of every path all versions, which is visible, and which layer hides the others. Prints the visible paths.
 */

interface Version {
  readonly layer: number;
  readonly row: number;
  hiddenBy: number;
}

interface Node {
  readonly children: Map<string, Node>;
  readonly versions: Version[];
}

const BLOCK = 512;
const isMerging = process.argv[2] !== '--no-merge';
const files = process.argv.slice(isMerging ? 2 : 3);
const layers = files.map(readNames);
if (isMerging) process.stdout.write(`${countVisible(merge(layers)) - 1}\n`);

/** Names of ustar entries as they stand; folders end in a slash. */
function readNames(file: string): readonly string[] {
  const names: string[] = [];
  const fd = openSync(file, 'r');
  const window = Buffer.alloc(1 << 20);
  let start = 0;
  let length = 0;
  for (let at = 0; ;) {
    if (at < start || at + BLOCK > start + length) {
      start = at;
      length = readSync(fd, window, 0, window.length, at);
    }
    const header = window.subarray(at - start, at - start + BLOCK);
    if (header.length < BLOCK || header[0] === 0) break;
    const prefix = text(header, 345, 155);
    names.push(prefix === '' ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`);
    const size = Number.parseInt(text(header, 124, 12), 8);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  closeSync(fd);
  return names;
}

function text(header: Buffer, at: number, length: number): string {
  const end = header.indexOf(0, at);
  return header.toString('latin1', at, Math.min(end === -1 ? at + length : end, at + length));
}

function merge(all: readonly (readonly string[])[]): Node {
  const root = newNode();
  for (const [layer, names] of all.entries()) {
    for (const [row, name] of names.entries()) {
      const parts = name.split('/').filter(Boolean);
      const last = parts.pop() ?? '';
      let folder = root;
      for (const part of parts) folder = enter(folder, part, layer);
      if (last === '.wh..wh..opq') for (const child of folder.children.values()) hide(child, layer);
      else if (last.startsWith('.wh.')) {
        const hidden = folder.children.get(last.slice(4));
        if (hidden) hide(hidden, layer);
      } else put(folder, last, { layer, row, hiddenBy: -1 }, name.endsWith('/'));
    }
  }
  return root;
}

function newNode(): Node {
  return { children: new Map(), versions: [] };
}

/** A folder that no entry names is there all the same. */
function enter(folder: Node, name: string, layer: number): Node {
  const known = folder.children.get(name);
  if (known) {
    if (isHidden(known)) known.versions.push({ layer, row: -1, hiddenBy: -1 });
    return known;
  }
  const made = newNode();
  made.versions.push({ layer, row: -1, hiddenBy: -1 });
  folder.children.set(name, made);
  return made;
}

function put(folder: Node, name: string, version: Version, isFolder: boolean): void {
  let node = folder.children.get(name);
  if (!node) folder.children.set(name, (node = newNode()));
  // A folder over a folder hides nothing of it.
  if (!isFolder) hide(node, version.layer);
  node.versions.push(version);
}

function hide(node: Node, layer: number): void {
  for (const version of node.versions) if (version.hiddenBy === -1 && version.layer < layer) version.hiddenBy = layer;
  for (const child of node.children.values()) hide(child, layer);
}

function isHidden({ versions }: Node): boolean {
  return versions.every(({ hiddenBy }) => hiddenBy !== -1);
}

function countVisible(node: Node): number {
  let count = node.versions.length === 0 || !isHidden(node) ? 1 : 0;
  for (const child of node.children.values()) count += countVisible(child);
  return count;
}
