import { constants, existsSync } from 'node:fs';
import { lstat, mkdir, open, realpath, type FileHandle } from 'node:fs/promises';
import { OutcropError } from '../../../shared/errors.ts';
import { Refusal } from './refusal.ts';

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
const SLASH = Buffer.from('/');

interface Link {
  readonly name: Buffer;
  /** What to put before a name in this folder, its slash included. */
  readonly prefix: Buffer;
  /** Held open, so that the prefix means this folder whatever happens to its name. */
  readonly handle: FileHandle | undefined;
}

/**
 * The way from a root folder down to the one that is worked in. On Linux every folder on it is held open and children are
 * named through it (`/proc/self/fd/N/name`, which is `openat`), so that nobody can put a link in its place; elsewhere
 * each component is looked at anew before every use.
 */
export class FolderChain {
  readonly #root: Link;
  readonly #links: Link[] = [];

  private constructor(root: Link) {
    this.#root = root;
  }

  /** @param folder made when missing; links in its own path are followed, as it is the caller's @throws OutcropError `unwritable` */
  static async open(folder: string): Promise<FolderChain> {
    try {
      await mkdir(folder, { recursive: true });
      const real = Buffer.from(await realpath(folder));
      return new FolderChain(await enter(Buffer.concat([real, SLASH]), real));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const message = `${folder} cannot be used as a folder (${code ?? 'unknown reason'}); choose another.`;
      throw new OutcropError('unwritable', message, { file: folder }, error);
    }
  }

  /**
   * What to put before a name in a folder below the root; folders that are missing are made.
   * @param names components from the root down
   * @throws Refusal `unsafe-parent` where something else stands in the way
   */
  async prefix(names: readonly Buffer[]): Promise<Buffer> {
    let kept = 0;
    while (kept < names.length && this.#links[kept]?.name.equals(names[kept]!)) kept++;
    await this.#leave(kept);
    if (this.#root.handle === undefined)
      for (const { prefix } of this.#links) await requireFolder(withoutSlash(prefix));
    for (const name of names.slice(kept)) this.#links.push(await this.#step(name));
    return (this.#links.at(-1) ?? this.#root).prefix;
  }

  async close(): Promise<void> {
    await this.#leave(0);
    await this.#root.handle?.close();
  }

  async #step(name: Buffer): Promise<Link> {
    const path = Buffer.concat([(this.#links.at(-1) ?? this.#root).prefix, name]);
    try {
      await mkdir(path, 0o755).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
      return { ...(await enter(Buffer.concat([path, SLASH]), path)), name };
    } catch (error) {
      throw asRefusal(error);
    }
  }

  async #leave(kept: number): Promise<void> {
    while (this.#links.length > kept) await this.#links.pop()?.handle?.close();
  }
}

async function enter(prefix: Buffer, path: Buffer): Promise<Link> {
  const name = Buffer.alloc(0);
  if (!holdsFolders()) {
    await requireFolder(path);
    return { name, prefix, handle: undefined };
  }
  const handle = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  return { name, prefix: Buffer.from(`/proc/self/fd/${handle.fd}/`), handle };
}

function holdsFolders(): boolean {
  return process.platform === 'linux' && existsSync('/proc/self/fd');
}

async function requireFolder(path: Buffer): Promise<void> {
  const facts = await lstat(path);
  if (!facts.isDirectory())
    throw new Refusal('unsafe-parent', 'Something that is no folder stands where its folder would be.');
}

function asRefusal(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ELOOP':
    case 'ENOTDIR':
      return new Refusal('unsafe-parent', 'A link or a file stands where its folder would be.', error);
    case 'ENAMETOOLONG':
    case 'EILSEQ':
    case 'EINVAL':
      return new Refusal('unsafe-name', 'This system cannot hold the name of its folder.', error);
    default:
      return error;
  }
}

function withoutSlash(prefix: Buffer): Buffer {
  return prefix.subarray(0, -1);
}
