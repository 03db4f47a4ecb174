import { OutcropError } from '../../../shared/errors.ts';
import type { ExportReport } from '../../../shared/model/export.ts';
import type { ExportItem } from '../exporters/export-plan.ts';
import { Refusal } from '../exporters/refusal.ts';
import { SafeFolder, type Names } from '../exporters/safe-folder.ts';
import type { ExportFolderOptions } from '../opened.ts';
import { pathBytes } from '../union/path-text.ts';
import { describeVersion } from './describe-version.ts';
import { exportBodies, type ExportParts } from './export-bodies.ts';
import { DAMAGED, planSelection, skip } from './export-selection.ts';
import { symlinkTarget } from './export-tar.ts';

/** Permission bits, without set-id and sticky. */
const PLAIN = 0o777;
const SET_ID = 0o6000;
const SLASH = 0x2f;

/** Writes a selection into a folder, as the person who runs Outcrop: owners and xattrs are kept only by a tar. */
export async function exportFolder(
  parts: ExportParts,
  roots: readonly number[],
  layer: number | undefined,
  { folder, force, devices, setID, signal, onProgress }: ExportFolderOptions,
): Promise<ExportReport> {
  const { stack } = parts;
  const { table } = stack;
  const { items, files, total, skipped } = planSelection(stack, roots, layer);
  let written = 0;
  let bytes = 0;
  const inodes = new Map<number, bigint>();
  const made: ExportItem[] = [];
  const target = await SafeFolder.open(folder, { force });

  const attempt = async (path: number, write: () => Promise<void>): Promise<void> => {
    signal?.throwIfAborted();
    try {
      await write();
      written++;
    } catch (error) {
      if (error instanceof Refusal) skipped.push(skip(stack, path, error.reason, error.message));
      else if (error instanceof OutcropError && error.code === 'layer-damaged')
        skipped.push(skip(stack, path, 'unreadable', DAMAGED));
      else throw error;
    }
  };
  const names = (path: number): Names => split(pathBytes(table, path));
  const facts = (item: ExportItem) => {
    const { mode, mtime } = describeVersion(stack, item.version);
    return { mode: Number.parseInt(mode, 8) & (setID ? PLAIN | SET_ID : PLAIN), mtime };
  };

  try {
    for (const item of items)
      if (item.kind === 'dir')
        await attempt(item.path, async () => {
          await target.makeFolder(names(item.path));
          made.push(item);
        });
    for await (const { item, chunks } of exportBodies(parts, files, signal))
      await attempt(item.path, async () => {
        if (!chunks) throw new Refusal('unreadable', DAMAGED);
        const counted = count(chunks, (more) => {
          bytes += more;
          onProgress?.({ stage: 'exporting', done: bytes, total });
        });
        inodes.set(item.path, await target.writeFile(names(item.path), facts(item), counted));
      });
    for (const item of items) {
      if (item.kind === 'dir' || item.kind === 'file') continue;
      await attempt(item.path, () => writeOther(item));
    }
    // Innermost first: a folder's own time changes when something is made in it.
    for (const item of made.toReversed()) await target.finishFolder(names(item.path), facts(item)).catch(ignoreRefusal);
  } finally {
    await target.close();
  }
  return { written, bytes, skipped };

  async function writeOther({ path, version, kind, target: linked }: ExportItem): Promise<void> {
    if (kind === 'symlink') return target.makeSymlink(names(path), symlinkTarget(stack, version) ?? new Uint8Array(0));
    if (linked === undefined)
      throw new Refusal(
        'device',
        devices ? 'A folder cannot be given devices here; a tar can.' : 'Devices are written only into a tar.',
      );
    const inode = inodes.get(linked);
    if (inode === undefined) throw new Refusal('link-refused', 'The file it links to was not written.');
    return target.makeHardLink(names(path), names(linked), inode);
  }
}

async function* count(chunks: AsyncIterable<Uint8Array>, tell: (bytes: number) => void): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    tell(chunk.length);
  }
}

/** Components of a path whose first byte is a slash. */
function split(path: Uint8Array): Names {
  const names: Buffer[] = [];
  for (let from = 1; from < path.length;) {
    const slash = path.indexOf(SLASH, from);
    const to = slash === -1 ? path.length : slash;
    names.push(Buffer.from(path.subarray(from, to)));
    from = to + 1;
  }
  return names;
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}
