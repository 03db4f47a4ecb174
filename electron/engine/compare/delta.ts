import type { Delta } from '../../../shared/model/compare.ts';
import type { Entry } from '../../../shared/model/entry.ts';
import { keysOf } from './compare-rows.ts';
import type { KeyBits } from './union-tree.ts';

export interface DeltaSide {
  readonly facts: Omit<Entry, 'path' | 'rawPath'>;
  /** Hex, where the body was hashed. */
  readonly digest: string | undefined;
}

/** Old and new value of every attribute that differs, in the order of DELTA_KEYS. */
export function deltaOf(keys: KeyBits, before: DeltaSide, after: DeltaSide): readonly Delta[] {
  const a = before.facts;
  const b = after.facts;
  return keysOf(keys).flatMap((key): Delta[] => {
    switch (key) {
      case 'content':
        if (before.digest === undefined && after.digest === undefined) return [];
        return [{ key: 'sha256', before: before.digest ?? null, after: after.digest ?? null }];
      case 'linkTarget':
        return [{ key, before: a.linkTarget ?? null, after: b.linkTarget ?? null }];
      case 'device':
        return [{ key, before: device(a), after: device(b) }];
      case 'xattr':
        return xattrs(a.xattrs ?? {}, b.xattrs ?? {});
      default:
        return [{ key, before: a[key], after: b[key] }];
    }
  });
}

function device({ major, minor }: DeltaSide['facts']): string | null {
  return major === undefined && minor === undefined ? null : `${major ?? 0}:${minor ?? 0}`;
}

function xattrs(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): Delta[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => value(before, name) !== value(after, name))
    .map((name) => ({ key: `xattr:${name}`, before: value(before, name), after: value(after, name) }));
}

const value = (from: Readonly<Record<string, string>>, name: string) =>
  Object.hasOwn(from, name) ? (from[name] ?? null) : null;
