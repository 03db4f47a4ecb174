import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modeOf, type PictureEntry } from './picture.test-support.ts';

/** Opaque directories and pipes made ahead: one call for many. */
const POOL = 400;

/** A place where the kernel stacks layers: a tmpfs, since it keeps `trusted` attributes. */
export interface OverlayLab {
  readonly root: string;
  /** A char device 0:0, to be hard linked wherever a whiteout belongs. */
  readonly whiteout: string;
  /** @returns an empty directory with `trusted.overlay.opaque=y`, to be renamed into place */
  takeOpaqueDir(): string;
  takeFifo(): string;
  /** Mounts layers read-only. @param lower base first, at least two */
  mount(lower: readonly string[], at: string): void;
  unmount(at: readonly string[]): void;
  close(): void;
}

/** @returns undefined where this process may not mount a tmpfs and an overlay */
export function openOverlayLab(): OverlayLab | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const root = fs.mkdtempSync(join(tmpdir(), 'outcrop-overlay-'));
  try {
    run('mount', '-t', 'tmpfs', 'outcrop-test', root);
  } catch {
    fs.rmdirSync(root);
    return undefined;
  }
  const close = () => {
    run('umount', '-R', '-l', root);
    fs.rmdirSync(root);
  };
  try {
    return { ...prepareLab(root), close };
  } catch {
    close();
    return undefined;
  }
}

function prepareLab(root: string): Omit<OverlayLab, 'close'> {
  const whiteout = join(root, 'whiteout');
  run('mknod', whiteout, 'c', '0', '0');
  const opaqueDirs: string[] = [];
  const fifos: string[] = [];
  let batches = 0;
  return {
    root,
    whiteout,
    takeOpaqueDir() {
      if (opaqueDirs.length === 0) opaqueDirs.push(...makeOpaqueDirs(join(root, `opaque${batches++}`)));
      return opaqueDirs.pop()!;
    },
    takeFifo() {
      if (fifos.length === 0) {
        const base = join(root, `fifo${batches++}-`);
        fifos.push(...Array.from({ length: POOL }, (_, i) => base + i));
        run('mkfifo', ...fifos);
      }
      return fifos.pop()!;
    },
    mount(lower, at) {
      fs.mkdirSync(at);
      run('mount', '-t', 'overlay', 'overlay', '-o', `ro,lowerdir=${lower.toReversed().join(':')}`, at);
    },
    unmount: (at) => (at.length > 0 ? run('umount', ...at) : undefined),
  };
}

/** The kernel writes the attribute itself when a directory is deleted and made again on a writable overlay. */
function makeOpaqueDirs(base: string): string[] {
  const at = (part: string) => join(base, part);
  const names = Array.from({ length: POOL }, (_, i) => `d${i}`);
  for (const dir of ['', 'lower', 'upper', 'work', 'merged']) fs.mkdirSync(at(dir));
  for (const name of names) fs.mkdirSync(at(`lower/${name}`));
  const options = `lowerdir=${at('lower')},upperdir=${at('upper')},workdir=${at('work')}`;
  run('mount', '-t', 'overlay', 'overlay', '-o', options, at('merged'));
  for (const name of names) {
    fs.rmdirSync(at(`merged/${name}`));
    fs.mkdirSync(at(`merged/${name}`));
  }
  run('umount', at('merged'));
  return names.map((name) => at(`upper/${name}`));
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { stdio: 'ignore' });
}

/** One layer as a lower directory of an overlay, by the rules of layer.md; what is below is asked of the kernel. */
export function buildLower(
  lab: OverlayLab,
  dir: string,
  below: string | undefined,
  entries: readonly PictureEntry[],
  realPaths: ReadonlyMap<number, string>,
): void {
  fs.mkdirSync(dir);
  new LowerBuilder(lab, dir, below, realPaths).build(entries);
}

class LowerBuilder {
  readonly #lab: OverlayLab;
  readonly #dir: string;
  readonly #below: string | undefined;
  /** Inode → where it really lies in a lower layer. */
  readonly #realPaths: ReadonlyMap<number, string>;
  /** Path → position of the entry that made it; implied directories have none. */
  readonly #made = new Map<string, number>();
  readonly #dirEntries = new Map<string, PictureEntry>();
  readonly #opaque = new Set<string>();
  /** Directories whose lower version is deleted: they take nothing from it. */
  readonly #reset = new Set<string>();

  constructor(lab: OverlayLab, dir: string, below: string | undefined, realPaths: ReadonlyMap<number, string>) {
    this.#lab = lab;
    this.#dir = dir;
    this.#below = below;
    this.#realPaths = realPaths;
  }

  build(entries: readonly PictureEntry[]): void {
    const waiting: [PictureEntry, number][] = [];
    for (const [i, entry] of entries.entries()) {
      if (entry.type === 'whiteout' || entry.type === 'opaque') continue;
      if (entry.type !== 'hardlink') this.#make(entry, i);
      else if (this.#own(entry.link!) === undefined) waiting.push([entry, i]);
      else if (!this.#own(entry.link!)!.isDirectory()) this.#link(entry, i, join(this.#dir, entry.link!));
    }
    for (const [entry, i] of waiting) this.#linkLate(entry, i);
    this.#hide(entries);
    this.#setDirAttributes('');
  }

  #own(path: string): fs.Stats | undefined {
    return lstatIn(this.#dir, path);
  }

  #lower(path: string): fs.Stats | undefined {
    return this.#below === undefined ? undefined : lstatIn(this.#below, path);
  }

  #clear(path: string): void {
    fs.rmSync(join(this.#dir, path), { recursive: true, force: true });
    for (const other of this.#made.keys())
      if (other === path || other.startsWith(`${path}/`)) {
        this.#made.delete(other);
        this.#dirEntries.delete(other);
      }
  }

  #makeParents(path: string): void {
    for (const above of ancestors(path)) {
      if (this.#own(above)?.isDirectory()) continue;
      this.#clear(above);
      fs.mkdirSync(join(this.#dir, above));
    }
  }

  #make(entry: PictureEntry, position: number): void {
    const at = join(this.#dir, entry.path);
    this.#makeParents(entry.path);
    if (entry.type === 'dir') {
      if (!this.#own(entry.path)?.isDirectory()) {
        this.#clear(entry.path);
        fs.mkdirSync(at);
      }
      this.#dirEntries.set(entry.path, entry);
    } else {
      this.#clear(entry.path);
      if (entry.type === 'file') fs.writeFileSync(at, entry.content ?? '');
      else if (entry.type === 'fifo') fs.renameSync(this.#lab.takeFifo(), at);
      else fs.symlinkSync(entry.link!, at);
      if (entry.type !== 'symlink') setAttributes(at, modeOf(entry), entry.uid, entry.gid, entry.mtime);
    }
    this.#made.set(entry.path, position);
  }

  #link({ path }: PictureEntry, position: number, target: string): void {
    // The target may lie in what makes way for the link.
    const keep = join(this.#lab.root, 'keep');
    fs.linkSync(target, keep);
    this.#makeParents(path);
    this.#clear(path);
    fs.renameSync(keep, join(this.#dir, path));
    // Renaming over another name of the same inode does nothing.
    fs.rmSync(keep, { force: true });
    this.#made.set(path, position);
  }

  #linkLate(entry: PictureEntry, position: number): void {
    const { path } = entry;
    const own = this.#own(entry.link!);
    const target = own ?? this.#lower(entry.link!);
    if (target === undefined || target.isDirectory()) return;
    if (this.#own(path) && (this.#made.get(path) ?? Number.POSITIVE_INFINITY) > position) return;
    if (ancestors(path).some((above) => this.#own(above)?.isDirectory() === false)) return;
    this.#link(entry, position, own ? join(this.#dir, entry.link!) : this.#realPaths.get(target.ino)!);
  }

  #hide(entries: readonly PictureEntry[]): void {
    const whiteouts = entries.filter(({ type }) => type === 'whiteout').map(({ path }) => path);
    const opaques = entries.filter(({ type }) => type === 'opaque').map(({ path }) => path);
    const isGone = (folder: string) =>
      [...ancestors(folder), folder].some((above) => whiteouts.includes(above) && !this.#own(above));
    const isBlocked = (folder: string) =>
      [...ancestors(folder), folder].some((above) => this.#own(above)?.isDirectory() === false);
    // Judged before any is carried out: one marker must not change what another one finds.
    const standing = (folder: string) => !isBlocked(folder) && !isGone(folder);
    const voidWhiteouts = new Set(whiteouts.filter((path) => isBlocked(parentOf(path))));
    const folders = [...whiteouts.map(parentOf), ...opaques].filter(standing);
    const standingOpaques = new Set(opaques.filter(standing));
    for (const folder of folders) this.#makeParents(`${folder}/x`);

    for (const path of [...standingOpaques].toSorted(shallowFirst)) this.#hideBelow(path);
    for (const path of whiteouts.filter((one) => !voidWhiteouts.has(one)).toSorted(shallowFirst)) this.#hidePath(path);
  }

  /** Whether the kernel will look at the lower layers for what lies in a directory of this one. */
  #isMerged(folder: string): boolean {
    const chain = folder === '' ? [''] : ['', ...ancestors(folder), folder];
    return chain.every((at) => !this.#opaque.has(at) && this.#own(at)?.isDirectory() && this.#lower(at)?.isDirectory());
  }

  #hidePath(path: string): void {
    if (!this.#isMerged(parentOf(path))) return;
    const own = this.#own(path);
    if (!own && this.#lower(path)) fs.linkSync(this.#lab.whiteout, join(this.#dir, path));
    if (own?.isDirectory() && this.#lower(path)?.isDirectory()) {
      this.#makeOpaque(path);
      this.#reset.add(path);
    }
  }

  #hideBelow(path: string): void {
    if (!this.#isMerged(path)) return;
    if (path !== '') return this.#makeOpaque(path);
    // The kernel ignores the attribute on the root of a layer.
    for (const name of fs.readdirSync(this.#below!)) this.#hidePath(name);
  }

  #makeOpaque(path: string): void {
    if (this.#opaque.has(path)) return;
    const at = join(this.#dir, path);
    const opaque = this.#lab.takeOpaqueDir();
    for (const name of fs.readdirSync(at)) fs.renameSync(join(at, name), join(opaque, name));
    fs.rmdirSync(at);
    fs.renameSync(opaque, at);
    this.#opaque.add(path);
  }

  /** Of every directory of this layer, once nothing is put into it any more. */
  #setDirAttributes(path: string, isFresh = false): void {
    for (const entry of fs.readdirSync(join(this.#dir, path), { withFileTypes: true })) {
      const child = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory())
        this.#setDirAttributes(child, isFresh || this.#opaque.has(path) || this.#reset.has(path));
    }
    const at = join(this.#dir, path);
    const entry = this.#dirEntries.get(path);
    const lower = isFresh || this.#reset.has(path) ? undefined : this.#lower(path);
    if (entry) setAttributes(at, modeOf(entry), entry.uid, entry.gid, entry.mtime);
    else if (lower?.isDirectory()) setAttributes(at, lower.mode & 0o7777, lower.uid, lower.gid, lower.mtimeMs / 1000);
    else setAttributes(at, 0o755, 0, 0, 0);
  }
}

function setAttributes(at: string, mode: number, uid = 0, gid = 0, mtime = 0): void {
  fs.chownSync(at, uid, gid);
  // After chown, which clears setuid.
  fs.chmodSync(at, mode);
  fs.utimesSync(at, mtime, mtime);
}

/** Never through a symbolic link: a path below one is not there. */
export function lstatIn(root: string, path: string): fs.Stats | undefined {
  const areDirs = ancestors(path).every((above) => fs.lstatSync(join(root, above), QUIET)?.isDirectory());
  return areDirs ? fs.lstatSync(join(root, path), QUIET) : undefined;
}

const QUIET = { throwIfNoEntry: false } as const;

/** `a`, `a/b` of `a/b/c`. */
function ancestors(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function shallowFirst(a: string, b: string): number {
  return depth(a) - depth(b);
}

function depth(path: string): number {
  return path === '' ? 0 : path.split('/').length;
}
