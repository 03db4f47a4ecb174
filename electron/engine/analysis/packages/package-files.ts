import type { Ecosystem } from '../../../../shared/model/packages.ts';
import { isGemSpec } from './gem.ts';
import { isJavaArchive } from './jar.ts';
import { isNpmManifest } from './npm.ts';
import { isPythonMetadata } from './python.ts';

/** What a file says about packages. */
export interface PackageFile {
  readonly ecosystem: Ecosystem;
  /** `database`: packages; `list`: what one of them owns. */
  readonly role: 'database' | 'list';
  /** Bytes that are read at most; a longer file fails. */
  readonly limit: number;
}

const MiB = 1 << 20;
const database = (ecosystem: Ecosystem, limit: number): PackageFile => ({ ecosystem, role: 'database', limit });
const list = (ecosystem: Ecosystem): PackageFile => ({ ecosystem, role: 'list', limit: 32 * MiB });

const RPM = /^\/(?:var\/lib|usr\/lib\/sysimage|usr\/share)\/rpm\/(?:Packages|Packages\.db|rpmdb\.sqlite)$/;

/** Names of files that are worth building a path for, so that a million others are not. */
export function mayTellPackages(basename: string): boolean {
  return (
    /^(?:status|installed|Packages|Packages\.db|rpmdb\.sqlite|container-manifest-2|package\.json|METADATA|PKG-INFO|RECORD)$/i.test(
      basename,
    ) ||
    /\.(?:list|md5sums|gemspec|egg-info)$/i.test(basename) ||
    isJavaArchive(basename)
  );
}

/** @param path absolute, in the merged tree */
export function packageFileOf(path: string): PackageFile | undefined {
  if (/^\/(?:var|usr)\/lib\/dpkg\/status$/.test(path)) return database('dpkg', 128 * MiB);
  if (/^\/var\/lib\/dpkg\/status\.d\/[^/]+\.md5sums$/.test(path)) return list('dpkg');
  if (/^\/var\/lib\/dpkg\/status\.d\/[^/]+$/.test(path)) return database('dpkg', MiB);
  if (/^\/(?:var|usr)\/lib\/dpkg\/info\/[^/]+\.list$/.test(path)) return list('dpkg');
  if (/^\/(?:usr\/)?lib\/apk\/db\/installed$/.test(path)) return database('apk', 128 * MiB);
  if (RPM.test(path) || path === '/var/lib/rpmmanifest/container-manifest-2') return database('rpm', 512 * MiB);
  if (isNpmManifest(path)) return database('npm', 2 * MiB);
  if (isPythonMetadata(path)) return database('pip', 8 * MiB);
  if (path.endsWith('.dist-info/RECORD')) return list('pip');
  if (isGemSpec(path)) return database('gem', 2 * MiB);
  if (isJavaArchive(path)) return database('jar', 256 * MiB);
  return undefined;
}

/** Whether a name in `status.d` is a package's, though `mayTellPackages` cannot know it. */
export function isStatusFolder(path: string): boolean {
  return path === '/var/lib/dpkg/status.d';
}
