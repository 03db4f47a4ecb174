import { constants } from 'node:fs';
import { chmod, link, lstat, open, symlink, unlink, utimes, type FileHandle } from 'node:fs/promises';
import { OutcropError } from '../../../shared/errors.ts';
import { FolderChain } from './folder-chain.ts';
import { Refusal } from './refusal.ts';
import { unsafeName } from './unsafe-name.ts';

const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_DIRECTORY } = constants;

export interface SafeFolderOptions {
  /** What is there may be replaced; a folder never is. */
  readonly force: boolean;
  /** Whose rules names must keep; this system's in earnest. */
  readonly platform?: NodeJS.Platform;
}

export interface WrittenFacts {
  readonly mode: number;
  /** Seconds since the epoch. */
  readonly mtime: number;
}

/** Names below the folder, from the root down; the last is the entry. */
export type Names = readonly Buffer[];

/**
 * A folder that entries of an untrusted image are written into: nothing is ever made outside it, through a link or over
 * something that is there. Each method throws Refusal for what it does not do, OutcropError `unwritable` for a disk that fails.
 */
export class SafeFolder {
  readonly #chain: FolderChain;
  /** Where hard links point to; a chain of its own keeps both ways open. */
  readonly #targets: FolderChain;
  readonly #options: SafeFolderOptions;
  readonly #folder: string;

  private constructor(folder: string, chain: FolderChain, targets: FolderChain, options: SafeFolderOptions) {
    this.#folder = folder;
    this.#chain = chain;
    this.#targets = targets;
    this.#options = options;
  }

  /** @param folder made when missing @throws OutcropError `unwritable` */
  static async open(folder: string, options: SafeFolderOptions): Promise<SafeFolder> {
    return new SafeFolder(folder, await FolderChain.open(folder), await FolderChain.open(folder), options);
  }

  async close(): Promise<void> {
    await this.#chain.close();
    await this.#targets.close();
  }

  /** A folder; one that is there stays. */
  async makeFolder(names: Names): Promise<void> {
    await this.#guarded(async () => {
      this.#check(names);
      await this.#chain.prefix(names);
    });
  }

  /** The attributes of a folder; last, since one without write permission could not be filled. */
  async finishFolder(names: Names, { mode, mtime }: WrittenFacts): Promise<void> {
    await this.#guarded(async () => {
      const path = Buffer.concat([await this.#chain.prefix(names), Buffer.from('.')]);
      if (process.platform === 'win32') return;
      const handle = await open(path, O_RDONLY | O_DIRECTORY);
      try {
        await handle.utimes(mtime, mtime);
        await handle.chmod(mode);
      } finally {
        await handle.close();
      }
    });
  }

  /** @param chunks the content; when it fails nothing is left @returns the file's inode, for hard links to it */
  async writeFile(names: Names, facts: WrittenFacts, chunks: AsyncIterable<Uint8Array>): Promise<bigint> {
    return this.#guarded(async () => {
      const path = await this.#entryPath(names);
      const handle = await this.#create(path, () => open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600));
      try {
        for await (const chunk of chunks) await handle.writeFile(chunk);
        await finishFile(handle, path, facts);
        return (await handle.stat({ bigint: true })).ino;
      } catch (error) {
        await unlink(path).catch(() => {});
        throw error;
      } finally {
        await handle.close();
      }
    });
  }

  async makeSymlink(names: Names, target: Uint8Array): Promise<void> {
    await this.#guarded(async () => {
      const path = await this.#entryPath(names);
      await this.#create(path, () => symlink(Buffer.from(target), path));
    });
  }

  /** @param inode what `writeFile` said of the target: whatever else is there by now is not linked to */
  async makeHardLink(names: Names, target: Names, inode: bigint): Promise<void> {
    await this.#guarded(async () => {
      const path = await this.#entryPath(names);
      const from = Buffer.concat([await this.#targets.prefix(target.slice(0, -1)), target.at(-1)!]);
      await this.#create(path, () => link(from, path));
      const made = await lstat(path, { bigint: true });
      if (made.isFile() && made.ino === inode) return;
      await unlink(path);
      throw new Refusal('link-refused', 'The file it links to is not the one that was written.');
    });
  }

  async #entryPath(names: Names): Promise<Buffer> {
    this.#check(names);
    return Buffer.concat([await this.#chain.prefix(names.slice(0, -1)), names.at(-1)!]);
  }

  #check(names: Names): void {
    for (const name of names) {
      const problem = unsafeName(name, this.#options.platform ?? process.platform);
      if (problem !== undefined) throw new Refusal('unsafe-name', `A name in its path ${problem}.`);
    }
  }

  async #create<T>(path: Buffer, make: () => Promise<T>): Promise<T> {
    try {
      return await make();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (!this.#options.force)
        throw new Refusal('exists', 'Something is there already; use force to replace it.', error);
      if ((await lstat(path)).isDirectory()) throw new Refusal('exists', 'A folder is there, which is never replaced.');
      await unlink(path);
      return make();
    }
  }

  async #guarded<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw this.#explained(error);
    }
  }

  #explained(error: unknown): unknown {
    if (error instanceof Refusal || error instanceof OutcropError) return error;
    const { code } = error as NodeJS.ErrnoException;
    switch (code) {
      case undefined:
        return error;
      case 'EEXIST':
        return new Refusal('exists', 'Something appeared there meanwhile.', error);
      case 'ELOOP':
      case 'ENOTDIR':
        return new Refusal('unsafe-parent', 'A link or a file stands where its folder would be.', error);
      case 'ENAMETOOLONG':
      case 'EILSEQ':
      case 'EINVAL':
        return new Refusal('unsafe-name', 'This system cannot hold its name.', error);
      case 'EPERM':
      case 'EMLINK':
      case 'ENOTSUP':
        return new Refusal('link-refused', `The system refused it (${code}).`, error);
      default: {
        const message = `${this.#folder} cannot be written (${code}); check its permissions and the free space.`;
        return new OutcropError('unwritable', message, { file: this.#folder }, error);
      }
    }
  }
}

async function finishFile(handle: FileHandle, path: Buffer, { mode, mtime }: WrittenFacts): Promise<void> {
  if (process.platform === 'win32') {
    await chmod(path, mode & 0o200 ? 0o666 : 0o444);
    await utimes(path, mtime, mtime);
    return;
  }
  await handle.chmod(mode);
  await handle.utimes(mtime, mtime);
}
