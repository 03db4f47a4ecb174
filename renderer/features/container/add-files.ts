import type { ContainerEdit } from '../../../shared/contract/container.ts';
import type { WireError } from '../../../shared/errors.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import type { ContainerModel } from './container-model.ts';

type Added = Extract<ContainerEdit, { kind: 'add' }>;

/** A file or folder that comes from the reader's disk; `path` without a leading slash. */
export interface Incoming {
  readonly path: string;
  /** Null for a folder. */
  readonly file: File | null;
}

/** Puts files and folders into a folder of a container: each of the topmost ones in one edit. @returns why it was refused */
export async function addFiles(
  model: ContainerModel,
  folder: string,
  incoming: readonly Incoming[],
): Promise<WireError | null> {
  try {
    for (const [top, parts] of Map.groupBy(incoming, ({ path }) => path.split('/')[0] ?? '')) {
      const entries: Added['entries'] = [];
      for (const { path, file } of foldersFirst(parts)) {
        const below = path.slice(top.length + 1);
        if (file === null) entries.push({ kind: 'dir', path: below });
        // One after the other: many uploads at once would only wait for each other.
        // oxlint-disable-next-line no-await-in-loop
        else entries.push({ kind: 'file', path: below, body: await model.keep(file), mtime: seconds(file) });
      }
      const path = `${folder === '/' ? '' : folder}/${top}`;
      // oxlint-disable-next-line no-await-in-loop
      const problem = await model.edit({ kind: 'add', path, entries });
      if (problem) return problem;
    }
    return null;
  } catch (error) {
    return wireErrorOf(error);
  }
}

/** What was dropped, folders with all in them. Call it in the event: the list is empty afterwards. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly Incoming[]> {
  const roots = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found: Incoming[] = [];
  const visit = async (entry: FileSystemEntry): Promise<void> => {
    const path = entry.fullPath.replace(/^\//, '');
    if (entry.isFile) {
      const file = await new Promise<File>((done, failed) => {
        (entry as FileSystemFileEntry).file(done, failed);
      });
      found.push({ path, file });
      return;
    }
    found.push({ path, file: null });
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) {
      // A reader answers by parts, the last of which is empty.
      // oxlint-disable-next-line no-await-in-loop
      const part = await new Promise<FileSystemEntry[]>((done, failed) => {
        reader.readEntries(done, failed);
      });
      if (part.length === 0) return;
      // oxlint-disable-next-line no-await-in-loop
      for (const child of part) await visit(child);
    }
  };
  // oxlint-disable-next-line no-await-in-loop
  for (const root of roots) await visit(root);
  return found;
}

/** What a file input chose; a chosen folder's files carry their path. */
export function chosenFiles(files: FileList): readonly Incoming[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** With the folders that are only implied by the paths, parents before what is in them. */
function foldersFirst(incoming: readonly Incoming[]): readonly Incoming[] {
  const all = new Map<string, Incoming>();
  for (const one of incoming) {
    const parts = one.path.split('/');
    for (let length = 1; length < parts.length; length += 1) {
      const path = parts.slice(0, length).join('/');
      if (!all.has(path)) all.set(path, { path, file: null });
    }
    if (!all.has(one.path)) all.set(one.path, one);
  }
  return [...all.values()];
}

const seconds = (file: File) => Math.max(0, Math.floor(file.lastModified / 1000));
