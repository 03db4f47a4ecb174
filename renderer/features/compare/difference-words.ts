import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { DeltaKey, DifferenceKind, Verdict } from '../../../shared/model/compare.ts';
import type { PackageChange, PackageDatabase } from '../../../shared/model/packages.ts';
import type { IconName } from '../../ui/icon.tsx';

/** How each kind is marked: never by colour alone. */
export const KIND_MARKS: Readonly<Record<DifferenceKind, { readonly letter: string; readonly icon: IconName }>> = {
  added: { letter: 'A', icon: 'plus' },
  removed: { letter: 'D', icon: 'minus' },
  content: { letter: 'C', icon: 'pencil' },
  type: { letter: 'T', icon: 'swap' },
  metadata: { letter: 'M', icon: 'seal' },
  mtimeOnly: { letter: 't', icon: 'clock' },
  identical: { letter: '=', icon: 'check' },
};

/** The words for differences, in the language of the window. */
export function useDifferenceWords() {
  const { t } = useLingui();
  // Each row of the tree asks: three dozen look-ups, once for as long as the row's place is.
  return useMemo(() => {
    const kinds: Readonly<Record<DifferenceKind, string>> = {
      added: t`added`,
      removed: t`removed`,
      content: t({ message: 'content', context: 'difference' }),
      type: t({ message: 'type', context: 'difference' }),
      metadata: t`metadata`,
      mtimeOnly: t`time only`,
      identical: t`identical`,
    };
    const keys: Readonly<Record<DeltaKey, string>> = {
      type: t({ message: 'type', context: 'difference' }),
      content: t({ message: 'content', context: 'difference' }),
      size: t({ message: 'size', context: 'difference' }),
      mode: t({ message: 'mode', context: 'difference' }),
      uid: t({ message: 'owner', context: 'difference' }),
      gid: t({ message: 'group', context: 'difference' }),
      linkTarget: t({ message: 'link target', context: 'difference' }),
      device: t({ message: 'device', context: 'difference' }),
      xattr: t({ message: 'attributes', context: 'difference' }),
      mtime: t({ message: 'time', context: 'difference' }),
    };
    const verdicts: Readonly<Record<Verdict, string>> = {
      'same-manifest': t`The same image: one manifest`,
      'same-image': t`The same image: one config and the same layers`,
      'same-tree': t`The same files, from other layers or another config`,
      different: t`The images differ`,
    };
    const packages: Readonly<Record<PackageChange, string>> = {
      added: t`added`,
      removed: t`removed`,
      upgraded: t`upgraded`,
      downgraded: t`downgraded`,
      changed: t`changed`,
      same: t({ message: 'same', context: 'difference' }),
    };
    const states: Readonly<Record<PackageDatabase['state'], string>> = {
      read: t({ message: 'read', context: 'package database' }),
      'partly-read': t({ message: 'read in part', context: 'package database' }),
      failed: t({ message: 'cannot be read', context: 'package database' }),
      absent: t({ message: 'none', context: 'package database' }),
    };
    return {
      kinds,
      keys,
      verdicts,
      packages,
      states,
      paths: (count: number) => t`${plural(count, { one: '# path', other: '# paths' })}`,
    };
  }, [t]);
}

/** `+1.2 MB`, `−300 B`; empty when nothing changed. The minus is U+2212, as wide as the plus. */
export function signedBytes(delta: number): string {
  if (delta === 0) return '';
  return `${delta > 0 ? '+' : '−'}${formatBytes(Math.abs(delta))}`;
}
