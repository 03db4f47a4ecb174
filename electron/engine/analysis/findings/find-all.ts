import type { FindingKind } from '../../../../shared/model/findings.ts';
import { ENTRY_FLAG, TYPE_CODES, type RareFields, type TarIndex } from '../../tar/tar-index.ts';
import type { PathTable } from '../../union/path-table.ts';
import { bytesToText, pathText } from '../../union/path-text.ts';
import { oddName } from './odd-names.ts';
import { isPublicFolder, secretRule } from './secret-names.ts';

const [FILE, DIR, SYMLINK, CHAR, BLOCK] = (['file', 'dir', 'symlink', 'char', 'block'] as const).map((type) =>
  TYPE_CODES.indexOf(type),
);
const MODE = { setuid: 0o4000, setgid: 0o2000, sticky: 0o1000, othersWrite: 0o002 } as const;

export interface FoundVersion {
  readonly kind: FindingKind;
  readonly rule: string;
  readonly version: number;
}

/** Which versions a secret-like name stands for, and which rule says so; undefined for anything without bytes. */
export function secretOf(
  table: PathTable,
  indexes: readonly (TarIndex | undefined)[],
  version: number,
): string | undefined {
  if (table.type[version] !== FILE) return undefined;
  const holder = table.inode[version]!;
  const size = indexes[table.layer[holder]!]?.size[table.row[holder]!] ?? 0;
  if (size === 0) return undefined;
  const path = table.versionPath[version]!;
  const rule = secretRule(nameOf(table, path), nameOf(table, table.parent[path]!));
  return rule !== undefined && isPublicFolder(pathText(table, path).path) ? undefined : rule;
}

/** Every version that deserves a look, visible and hidden, in the order of the table. Merged folders are looked at once. */
export function* findAll(table: PathTable, indexes: readonly (TarIndex | undefined)[]): Iterable<FoundVersion> {
  for (let version = 0; version < table.versionCount; version++) {
    const isHidden = table.hiddenBy[version] !== -1;
    // Of the versions that a visible folder is merged from only one gives it its mode.
    if (!isHidden && table.visible[table.versionPath[version]!] !== version) continue;
    const rule = secretOf(table, indexes, version);
    if (rule !== undefined) yield { kind: 'secret-name', rule, version };
    const odd = oddName(nameBytes(table, table.versionPath[version]!));
    if (odd !== undefined) yield { kind: 'odd-name', rule: odd, version };
    for (const kind of modeFindings(table, indexes, version)) yield { kind, rule: kind, version };
  }
}

function modeFindings(
  table: PathTable,
  indexes: readonly (TarIndex | undefined)[],
  version: number,
): readonly FindingKind[] {
  const type = table.type[version];
  const holder = table.inode[version]!;
  const row = table.row[holder]!;
  const index = indexes[table.layer[holder]!];
  const mode = row === -1 ? undefined : index?.mode[row];
  if (mode === undefined || type === SYMLINK) return [];
  const kinds: FindingKind[] = [];
  if (type === FILE && mode & MODE.setuid) kinds.push('setuid');
  if (type === FILE && mode & MODE.setgid) kinds.push('setgid');
  if (type === FILE && index && index.flags[row]! & ENTRY_FLAG.rare && hasCapability(index.rare.get(row)))
    kinds.push('capability');
  if (isWorldWritable(type, mode)) kinds.push('world-writable');
  if (type === CHAR || type === BLOCK) kinds.push('device');
  return kinds;
}

/** Everyone may write to it. A folder with the sticky bit, as `/tmp`, keeps others' files; devices are meant so. */
function isWorldWritable(type: number | undefined, mode: number): boolean {
  if (!(mode & MODE.othersWrite)) return false;
  return type === FILE || (type === DIR && !(mode & MODE.sticky));
}

/** Whether a file is given powers of root without being setuid. */
export function hasCapability(rare: RareFields | undefined): boolean {
  return rare?.xattrs?.has('security.capability') === true;
}

function nameOf(table: PathTable, path: number): string {
  return bytesToText(nameBytes(table, path));
}

function nameBytes({ names, nameOffset, nameLength }: PathTable, path: number): Uint8Array {
  const from = nameOffset[path] ?? 0;
  return names.subarray(from, from + (nameLength[path] ?? 0));
}
