import { OutcropError } from '../../../shared/errors.ts';
import { VIEWING_LIMITS } from '../../../shared/model/viewing-limits.ts';

/** One bound on what an untrusted image may cost. */
export interface Limit {
  readonly value: number;
  readonly unit:
    | 'bytes'
    | 'entries'
    | 'images'
    | 'levels'
    | 'links'
    | 'headers'
    | 'layers'
    | 'names'
    | 'times'
    | 'documents'
    | 'files'
    | 'pixels'
    | 'warnings';
  /** Why there is one, and why this one. */
  readonly reason: string;
  /** The most that `--limit NAME=VALUE` and the settings may set; null for what a column or format can hold. */
  readonly most: number | null;
}

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;
const TiB = 1024 ** 4;

const adjustable = (
  value: number,
  most: number,
  unit: Limit['unit'],
  reason: string,
): Limit & { readonly most: number } => ({
  value,
  unit,
  reason,
  most,
});
const fixed = (value: number, unit: Limit['unit'], reason: string): Limit & { readonly most: null } => ({
  value,
  unit,
  reason,
  most: null,
});

/** Every limit, once. Each is checked before the memory or time is spent, and named in the sentence that refuses. */
export const LIMITS = {
  'layer-entries': adjustable(
    3_000_000,
    100_000_000,
    'entries',
    'the largest real layers have about a million; columns for three take 150 MB',
  ),
  'layer-bytes': adjustable(
    4 * GiB,
    16 * TiB,
    'bytes',
    'uncompressed size of a compressed layer; only past `layer-ratio` as well',
  ),
  'layer-ratio': adjustable(
    1000,
    1_000_000,
    'times',
    'a compressed layer both larger and denser than this is a bomb; zeros in deflate come to 1,030',
  ),
  'unpacked-bytes': adjustable(
    256 * GiB,
    64 * TiB,
    'bytes',
    'uncompressed size of a compressed archive; it is copied to the cache',
  ),
  'manifest-bytes': adjustable(
    4 * MiB,
    64 * MiB,
    'bytes',
    'of a manifest or index: what a registry must take (distribution-spec) and where registries stop',
  ),
  'config-bytes': adjustable(8 * MiB, 64 * MiB, 'bytes', 'of a config; real ones have a few KiB'),
  'archive-json-bytes': adjustable(
    20 * MiB,
    256 * MiB,
    'bytes',
    'of manifest.json and repositories, one row per image; containerd’s importer stops at the same',
  ),
  'total-json-bytes': adjustable(256 * MiB, 2 * GiB, 'bytes', 'of all documents of one source together'),
  images: adjustable(1000, 100_000, 'images', 'listed of one source'),
  'file-bytes': adjustable(
    GiB,
    16 * TiB,
    'bytes',
    'of a sparse file that is read as a whole; only past `file-ratio` as well',
  ),
  'file-ratio': adjustable(
    1000,
    1_000_000_000,
    'times',
    'a sparse file claims up to 8 EiB in one header; real ones are seldom denser than this',
  ),
  'free-bytes': adjustable(256 * MiB, 16 * TiB, 'bytes', 'left free on the disk when an archive is unpacked'),
  'listed-manifests': adjustable(10_000, 1_000_000, 'entries', 'of all indexes that are looked at, nested ones too'),
  'index-depth': adjustable(8, 64, 'levels', 'of indexes within indexes; buildx writes two'),
  'json-depth': adjustable(100, 1000, 'levels', 'of JSON; no image document nests deeper than ten'),
  'image-names': adjustable(1000, 100_000, 'names', 'kept of one image'),
  'layers-per-image': adjustable(4096, 65_535, 'layers', 'listed of one image; Docker stops at 127'),
  'artifact-documents': adjustable(100, 10_000, 'documents', 'of one attestation or artifact that are shown'),
  'artifact-bytes': adjustable(8 * MiB, 64 * MiB, 'bytes', 'of one such document'),
  compressions: adjustable(2, 8, 'times', 'that an archive as a whole may be compressed over'),
  'path-depth': adjustable(1000, 2048, 'levels', 'components of a path; Linux stops at 4,096 bytes, so at 2,048'),
  'layer-name-bytes': adjustable(
    256 * MiB,
    2 * GiB,
    'bytes',
    'of all names and links of a layer, which are kept in memory; a million real ones take 30 MB',
  ),
  'layer-xattr-bytes': adjustable(
    64 * MiB,
    GiB,
    'bytes',
    'of xattrs, sparse maps and raw names kept of a layer; equal xattrs are kept once',
  ),
  'header-bytes': adjustable(
    MiB,
    64 * MiB,
    'bytes',
    'of one extended header (PAX, GNU long name): Go’s maxSpecialFileSize, so engines refuse more',
  ),
  'headers-per-entry': adjustable(
    16,
    1000,
    'headers',
    'extended headers before one entry; real writers use at most three',
  ),
  'sparse-map-bytes': adjustable(4 * MiB, 64 * MiB, 'bytes', 'of an old GNU sparse map: 170,000 regions'),
  'link-hops': adjustable(40, 1000, 'links', 'symbolic links followed in one path: Linux’s own limit'),
  'link-bytes': adjustable(4096, MiB, 'bytes', 'of a path while its links are followed: Linux’s PATH_MAX'),
  'warnings-per-kind': adjustable(50, 10_000, 'warnings', 'kept of one kind and layer; more are counted'),
  warnings: adjustable(1000, 100_000, 'warnings', 'kept of one source; more are counted'),
  'text-bytes': adjustable(
    VIEWING_LIMITS['text-bytes'],
    256 * MiB,
    'bytes',
    'of a file that the window shows as text; what follows shows as hex',
  ),
  'picture-bytes': adjustable(
    VIEWING_LIMITS['picture-bytes'],
    256 * MiB,
    'bytes',
    'of a picture that the window draws',
  ),
  'picture-pixels': adjustable(
    VIEWING_LIMITS['picture-pixels'],
    1_000_000_000,
    'pixels',
    'of a picture that the window draws: each takes four bytes, and a small file may claim thousands of millions',
  ),
  'search-hits': adjustable(100_000, 1_000_000, 'entries', 'kept of one search'),
  'archive-members': adjustable(200_000, 2_000_000, 'entries', 'listed of an archive within an image'),
  'archive-read-bytes': adjustable(
    2 * GiB,
    16 * TiB,
    'bytes',
    'uncompressed bytes read to list a compressed archive within an image',
  ),
  certificates: adjustable(500, 10_000, 'entries', 'of one file that are described; all are counted'),
  'certificate-bytes': adjustable(8 * MiB, 256 * MiB, 'bytes', 'of one file that are looked through for certificates'),
  'package-files': adjustable(200_000, 2_000_000, 'files', 'of one image that are read because they tell of packages'),
  'package-programs': adjustable(
    4000,
    200_000,
    'files',
    'of one image that are looked into for Go’s build information',
  ),
  'package-file-bytes': adjustable(
    512 * MiB,
    2 * GiB,
    'bytes',
    'of one file that tells of packages, which is read whole; most kinds stop lower',
  ),
  'similar-files': adjustable(20_000, 1_000_000, 'files', 'of one side that `compare --similar` looks into'),
  'similar-file-bytes': adjustable(MiB, 64 * MiB, 'bytes', 'of one such file; larger ones are hardly written by hand'),
  'similar-bytes': adjustable(64 * MiB, 4 * GiB, 'bytes', 'of all such files of one side'),
  'name-bytes': fixed(65_535, 'bytes', 'of one path component: lengths are 16 bits; Linux stops at 255'),
  'history-rows': fixed(10_000, 'entries', 'of one config’s history; more than any engine makes layers'),
} as const satisfies Readonly<Record<string, Limit>>;
export type LimitName = keyof typeof LIMITS;

/** The values in force. Plain data: they go to worker threads with each job, and into the keys of what is kept. */
export type Limits = Readonly<Record<LimitName, number>>;

export const DEFAULT_LIMITS: Limits = Object.fromEntries(
  Object.entries(LIMITS).map(([name, { value }]) => [name, value]),
) as Record<LimitName, number>;

/** What may be set of each limit, by name; null for one that is fixed, or no limit. */
const mostOf = (name: string): number | null =>
  Object.hasOwn(LIMITS, name) ? (LIMITS as Readonly<Record<string, Limit>>)[name]!.most : null;

/** Whether a limit may be set to a value: an adjustable one, to a whole number from 1 to its most. */
export function isAllowed(name: string, value: number): name is LimitName {
  const most = mostOf(name);
  return most !== null && Number.isSafeInteger(value) && value >= 1 && value <= most;
}

/**
 * Reads `NAME=VALUE`, as `--limit` takes it.
 * @throws OutcropError `bad-request` on an unknown or fixed name, or a value that is no whole number in its range
 */
export function parseLimits(settings: readonly string[]): Partial<Limits> {
  return Object.fromEntries(settings.map(parseLimit));
}

function parseLimit(text: string): [LimitName, number] {
  const [, name = '', value = ''] = /^([a-z-]+)=(\d{1,16})$/.exec(text) ?? [];
  const number = Number(value);
  if (isAllowed(name, number)) return [name, number];
  const most = mostOf(name);
  const names = Object.keys(LIMITS).filter((known) => mostOf(known) !== null);
  throw new OutcropError(
    'bad-request',
    most === null
      ? `--limit wants NAME=VALUE with a whole number, not “${text}”; NAME is one of ${names.join(', ')}.`
      : `--limit ${name} wants a whole number from 1 to ${most}, not “${value}”.`,
  );
}
