import { useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { EntryType } from '../../../shared/model/entry.ts';
import type { ChangeFilter, ModeFilter, ViewWhere } from '../../../shared/model/view.ts';

/** One condition that is in force, and what is left without it. */
export interface WhereChip {
  readonly key: string;
  readonly label: string;
  readonly without: ViewWhere;
}

/** The words of conditions, and the chips of those in force. */
export function useWhereWords() {
  const { t } = useLingui();
  const changes: Readonly<Record<ChangeFilter, string>> = {
    added: t({ message: 'added', context: 'filter' }),
    changed: t({ message: 'changed', context: 'filter' }),
    removed: t({ message: 'removed', context: 'filter' }),
    metadata: t({ message: 'metadata only', context: 'filter' }),
  };
  const modes: Readonly<Record<ModeFilter, string>> = {
    setuid: 'setuid',
    setgid: 'setgid',
    'world-writable': t`world-writable`,
  };
  const types: Readonly<Record<EntryType, string>> = {
    file: t({ message: 'file', context: 'entry type' }),
    dir: t({ message: 'folder', context: 'entry type' }),
    symlink: t({ message: 'symbolic link', context: 'entry type' }),
    char: t({ message: 'character device', context: 'entry type' }),
    block: t({ message: 'block device', context: 'entry type' }),
    fifo: t({ message: 'named pipe', context: 'entry type' }),
  };

  function chips(where: ViewWhere): readonly WhereChip[] {
    const found: WhereChip[] = [];
    const each = <T extends string | number>(
      name: 'changes' | 'types' | 'modes' | 'layers' | 'uids' | 'gids',
      list: readonly T[] | undefined,
      label: (item: T) => string,
    ) => {
      for (const item of list ?? [])
        found.push({ key: `${name} ${item}`, label: label(item), without: toggled(where, name, item) });
    };
    each('changes', where.changes, (change) => changes[change]);
    if (where.hidden !== undefined)
      found.push({
        key: 'hidden',
        label: where.hidden ? t`only hidden` : t`nothing hidden`,
        without: without(where, 'hidden'),
      });
    const { sizeAtLeast, sizeAtMost } = where;
    if (sizeAtLeast !== undefined) {
      const size = formatBytes(sizeAtLeast);
      found.push({ key: 'least', label: t`at least ${size}`, without: without(where, 'sizeAtLeast') });
    }
    if (sizeAtMost !== undefined) {
      const size = formatBytes(sizeAtMost);
      found.push({ key: 'most', label: t`at most ${size}`, without: without(where, 'sizeAtMost') });
    }
    each('types', where.types, (type) => types[type]);
    each('modes', where.modes, (mode) => modes[mode]);
    each('layers', where.layers, (layer) => t`layer ${layer}`);
    each('uids', where.uids, (uid) => t`owner ${uid}`);
    each('gids', where.gids, (gid) => t`group ${gid}`);
    return found;
  }

  return { changes, modes, types, chips };
}

type ListName = 'changes' | 'types' | 'modes' | 'layers' | 'uids' | 'gids';

/** Adds an item to a list of conditions, or takes it out; a list that becomes empty asks for nothing and goes. */
export function toggled(where: ViewWhere, name: ListName, item: string | number): ViewWhere {
  const list: readonly (string | number)[] = where[name] ?? [];
  const next = list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
  return next.length === 0 ? without(where, name) : { ...where, [name]: next };
}

/** Takes one condition away. */
export function without(where: ViewWhere, name: keyof ViewWhere): ViewWhere {
  return Object.fromEntries(Object.entries(where).filter(([key]) => key !== name));
}
