import fs, { type PathLike } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/*
 * `kill -9` loses nothing: the kernel writes in the end whatever a process wrote. When the power goes, POSIX promises the
 * bytes of a file once it was fsynced, and names (made, renamed, removed) once their folder was. All else may be there or
 * not, the names of one folder in the order in which they changed.
 */
export const LOSSES = ['kill', 'lost', 'names', 'mixed'] as const;
/**
 * `kill`: nothing. `lost`: all that was not fsynced. `names`: bytes, but the names are there, of an empty file. `mixed`: of
 * each folder the names up to some point, and some of the bytes.
 */
export type Loss = (typeof LOSSES)[number];

interface Change {
  /** Whose fsync makes it last. */
  readonly folder: string;
  readonly undo: () => void;
}

/** What was done to files and would not survive a power cut. To be told of each call, before it but where it says after. */
export interface Unsynced {
  /** @returns to be called after: the file is made or written */
  opening(path: PathLike): () => void;
  renaming(from: PathLike, to: PathLike): void;
  /** Removes it by itself. @returns false when there is nothing to remove */
  removing(path: PathLike): boolean;
  making(path: PathLike): void;
  linking(to: PathLike): void;
  /** After the fsync of a file or a folder. */
  synced(fd: number): void;
  /** Does to the files what the cut does. */
  lose(): void;
}

/** Whoever is watched names files by text. */
function textOf(path: PathLike): string {
  if (typeof path !== 'string') throw new Error('a path that is no text');
  return resolve(path);
}

/** @param graveyard see power-cut.test-support.ts */
export function createUnsynced(graveyard: string, loss: Loss, random: () => number): Unsynced {
  // The real ones: those of the module are about to be replaced.
  const { linkSync, lstatSync, mkdirSync, renameSync, rmSync, statSync, fstatSync, openSync, closeSync } = fs;
  const { ftruncateSync } = fs;
  mkdirSync(graveyard, { recursive: true });
  const changes: Change[] = [];
  /** By inode: an own descriptor of a file whose bytes were not fsynced since they were written. */
  const unsynced = new Map<number, number>();
  let buried = 0;

  const grave = () => join(graveyard, String(++buried));
  const exists = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  const changed = (path: string, undo: () => void) => void changes.push({ folder: dirname(path), undo });
  const made = (path: string) => changed(path, () => rmSync(path, { recursive: true, force: true }));

  return {
    opening(given) {
      const path = textOf(given);
      const isNew = !exists(path);
      return () => {
        if (isNew) made(path);
        const status = statSync(path);
        if (!unsynced.has(status.ino)) unsynced.set(status.ino, openSync(path, 'r+'));
      };
    },
    renaming(from, to) {
      const [source, target] = [textOf(from), textOf(to)];
      let old: string | undefined;
      if (lstatSync(target, { throwIfNoEntry: false })?.isFile()) linkSync(target, (old = grave()));
      changed(target, () => {
        renameSync(target, source);
        if (old !== undefined) renameSync(old, target);
      });
    },
    removing(given) {
      const path = textOf(given);
      if (!exists(path)) return false;
      const place = grave();
      renameSync(path, place);
      changed(path, () => {
        if (!exists(path)) renameSync(place, path);
      });
      return true;
    },
    making(path) {
      for (let at = textOf(path); !exists(at); at = dirname(at)) made(at);
    },
    linking(to) {
      const path = textOf(to);
      if (!exists(path)) made(path);
    },
    synced(fd) {
      const status = fstatSync(fd);
      if (status.isDirectory()) {
        const lasting = new Set(
          changes.filter(({ folder }) => statSync(folder, { throwIfNoEntry: false })?.ino === status.ino),
        );
        changes.splice(0, changes.length, ...changes.filter((change) => !lasting.has(change)));
        return;
      }
      const held = unsynced.get(status.ino);
      if (held !== undefined) closeSync(held);
      unsynced.delete(status.ino);
    },
    lose() {
      for (const fd of unsynced.values()) if (loss !== 'mixed' || random() < 0.5) ftruncateSync(fd, 0);
      const undone: Change[] = [];
      for (const own of Map.groupBy(changes, ({ folder }) => folder).values())
        undone.push(...own.slice(loss === 'names' ? own.length : loss === 'lost' ? 0 : random() * (own.length + 1)));
      for (const { undo } of changes.filter((change) => undone.includes(change)).toReversed()) {
        try {
          undo();
        } catch {
          // A folder on the way to it is lost as well.
        }
      }
    },
  };
}
