import type { RecentSource } from '../../../shared/contract/contract.ts';
import { familiarName, familiarRepository, parseReference } from '../../../shared/oci/reference.ts';
import { baseName } from '../../ui/image-words.ts';
import type { Opening } from './open-source.ts';

/** One image of the library, stored or in a file that was open. Texts are as they came, not made safe. */
export interface LibraryRow {
  /** Unlike every other's. */
  readonly key: string;
  /** As Docker shows it, without a tag; empty for what has no name. */
  readonly repository: string;
  /** The tag, else the digest, else the name of the file. */
  readonly title: string;
  /** Names, or images of the same file, beside the one in the title. */
  readonly more: readonly string[];
  /** Path of the file; null for a stored image. */
  readonly path: string | null;
  readonly opening: Opening;
  /** Empty when unknown. */
  readonly platform: string;
  /** Null when unknown. */
  readonly size: number | null;
  readonly layers: number | null;
  readonly created: string | null;
}

export interface Repository<Row extends LibraryRow> {
  readonly name: string;
  readonly rows: readonly Row[];
}

/** A file that was open lately, as a row: its first image speaks for it. */
export function rowOfRecent({ path, names, images }: RecentSource): LibraryRow {
  const [first] = images;
  const [name] = names;
  const { repository, title } = name === undefined ? NAMELESS : splitName(name);
  // A tag alone, as OCI archives have it, tells less than the file does.
  const isNamed = repository !== '';
  return {
    key: `file ${path}`,
    repository,
    title: isNamed ? title : baseName(path),
    more: names.slice(isNamed ? 1 : 0).map(shownName),
    path,
    opening: { kind: 'path', path },
    platform: first?.platform ?? '',
    size: first?.size ?? null,
    layers: first?.layers ?? null,
    created: first?.created ?? null,
  };
}

const NAMELESS = { repository: '', title: '' };

/** A name in two: `ubuntu` and `24.04`. A bare word of an OCI archive is a tag without a repository. */
export function splitName(name: string): { readonly repository: string; readonly title: string } {
  const reference = /[/:@]/.test(name) ? parseReference(name) : undefined;
  if (!reference) return { repository: '', title: name };
  return {
    repository: familiarRepository(reference),
    title: reference.digest ?? reference.tag ?? 'latest',
  };
}

/** A name as Docker shows it; as it stands when it is none by the grammar. */
export function shownName(name: string): string {
  const reference = /[/:@]/.test(name) ? parseReference(name) : undefined;
  return reference ? familiarName(reference) : name;
}

/** Rows by repository: in the order of their first rows, what has no name last. */
export function byRepository<Row extends LibraryRow>(rows: readonly Row[]): readonly Repository<Row>[] {
  const named = Map.groupBy(
    rows.filter(({ repository }) => repository !== ''),
    ({ repository }) => repository,
  );
  const nameless = rows.filter(({ repository }) => repository === '');
  const groups = [...named].map(([name, members]) => ({ name, rows: members }));
  return nameless.length === 0 ? groups : [...groups, { name: '', rows: nameless }];
}

/** Rows that hold every word in their names or path, in any case. */
export function filterRows<Row extends LibraryRow>(rows: readonly Row[], typed: string): readonly Row[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ repository, title, more, path, platform }) => {
    const text = [repository, title, ...more, path ?? '', platform].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
