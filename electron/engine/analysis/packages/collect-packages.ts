import { posix } from 'node:path';
import { assertNever } from '../../../../shared/assert.ts';
import { ECOSYSTEMS, type Ecosystem, type PackageDatabase } from '../../../../shared/model/packages.ts';
import { readApkInstalled } from './apk.ts';
import { readDpkgList, readDpkgStatus, readMd5sums } from './dpkg.ts';
import type { FoundPackage, ParsedPackages } from './found-package.ts';
import { readGemSpec } from './gem.ts';
import { readJar } from './jar.ts';
import { readNpmManifest } from './npm.ts';
import { packageFileOf } from './package-files.ts';
import { readPythonMetadata, readPythonRecord } from './python.ts';
import { readRpmDatabase, readRpmManifest } from './rpm-database.ts';

/** Paths of databases that are named; the rest are counted only. */
const MAX_PATHS = 20;

export interface CollectedPackages {
  readonly packages: readonly FoundPackage[];
  /** One of each ecosystem. */
  readonly databases: readonly PackageDatabase[];
}

/** Takes in files one by one, so that their bytes need not stay. */
export interface PackageCollector {
  /** @param bytes undefined when it could not be read; `problem` then says why */
  add(path: string, bytes: Uint8Array | undefined, problem?: string): void;
  /** Packages found otherwise: Go binaries. @param problem why there may be more */
  addFound(ecosystem: Ecosystem, path: string, packages: readonly FoundPackage[], problem?: string): void;
  finish(): CollectedPackages;
}

interface Tally {
  paths: string[];
  count: number;
  failed: number;
  read: number;
  problem?: string;
}

export function createPackageCollector(): PackageCollector {
  const packages: FoundPackage[] = [];
  /** Package, with architecture when the list's name has it → paths. */
  const dpkgLists = new Map<string, readonly string[]>();
  const records = new Map<string, readonly string[]>();
  const tallies = new Map<Ecosystem, Tally>();

  const tally = (ecosystem: Ecosystem): Tally => {
    const known = tallies.get(ecosystem) ?? { paths: [], count: 0, failed: 0, read: 0 };
    tallies.set(ecosystem, known);
    return known;
  };
  const note = (ecosystem: Ecosystem, path: string, parsed: ParsedPackages | undefined, problem?: string) => {
    const entry = tally(ecosystem);
    if (entry.paths.length < MAX_PATHS) entry.paths.push(path);
    const why = problem ?? parsed?.problem;
    if (why !== undefined) entry.problem ??= why;
    if (why !== undefined && (parsed?.packages.length ?? 0) === 0) entry.failed++;
    else entry.read++;
    entry.count += parsed?.packages.length ?? 0;
    for (const found of parsed?.packages ?? []) packages.push(found);
  };

  return {
    add(path, bytes, problem) {
      const file = packageFileOf(path);
      if (!file) return;
      if (file.role === 'list') {
        if (!bytes) return;
        if (file.ecosystem === 'pip') records.set(posix.dirname(path), readPythonRecord(bytes, path));
        else if (path.endsWith('.md5sums')) dpkgLists.set(posix.basename(path, '.md5sums'), readMd5sums(bytes));
        else dpkgLists.set(posix.basename(path, '.list'), readDpkgList(bytes));
        return;
      }
      if (!bytes) note(file.ecosystem, path, undefined, problem ?? `${path} could not be read.`);
      else note(file.ecosystem, path, parsePackages(file.ecosystem, bytes, path));
    },
    addFound: (ecosystem, path, found, problem) => note(ecosystem, path, { packages: found }, problem),
    finish: () => ({
      packages: packages.map((found) => withFiles(found, dpkgLists, records)),
      databases: ECOSYSTEMS.map((ecosystem) => describe(ecosystem, tallies.get(ecosystem))),
    }),
  };
}

/** What one database, manifest or archive says. */
export function parsePackages(ecosystem: Ecosystem, bytes: Uint8Array, path: string): ParsedPackages {
  switch (ecosystem) {
    case 'dpkg':
      return readDpkgStatus(bytes, path);
    case 'apk':
      return readApkInstalled(bytes, path);
    case 'rpm':
      return path.endsWith('container-manifest-2') ? readRpmManifest(bytes, path) : readRpmDatabase(bytes, path);
    case 'npm':
      return one(readNpmManifest(bytes, path));
    case 'pip':
      return one(readPythonMetadata(bytes, path));
    case 'gem':
      return one(readGemSpec(bytes, path));
    case 'jar':
      return readJar(bytes, path);
    case 'go':
      return { packages: [] };
    default:
      return assertNever(ecosystem);
  }
}

function withFiles(
  found: FoundPackage,
  dpkgLists: ReadonlyMap<string, readonly string[]>,
  records: ReadonlyMap<string, readonly string[]>,
): FoundPackage {
  const { ecosystem, name, architecture, foundIn } = found;
  const owns =
    ecosystem === 'dpkg'
      ? (dpkgLists.get(`${name}:${architecture}`) ?? dpkgLists.get(name) ?? dpkgLists.get(posix.basename(foundIn)))
      : ecosystem === 'pip'
        ? records.get(posix.dirname(foundIn))
        : undefined;
  return owns ? { ...found, owns } : found;
}

function describe(ecosystem: Ecosystem, tally: Tally | undefined): PackageDatabase {
  if (!tally) return { ecosystem, state: 'absent', paths: [], count: 0 };
  const { paths, count, failed, read, problem } = tally;
  const state = problem === undefined ? 'read' : read === 0 || (failed > 0 && count === 0) ? 'failed' : 'partly-read';
  return { ecosystem, state, paths, count, ...(problem !== undefined && { problem }) };
}

const one = (found: FoundPackage | undefined) => ({ packages: found ? [found] : [] });
