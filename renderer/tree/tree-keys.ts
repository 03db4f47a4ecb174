/** What a key asks of the tree. */
export type TreeAction =
  | { readonly kind: 'move'; readonly by: number }
  | { readonly kind: 'first' }
  | { readonly kind: 'last' }
  | { readonly kind: 'toggle'; readonly expanded: boolean }
  | { readonly kind: 'parent' }
  | { readonly kind: 'expand-all' }
  | { readonly kind: 'type'; readonly text: string };

export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** What keys and places need to know of any row. */
export interface TreeRow {
  readonly pathID: number;
  /** 1 for the children of the root. */
  readonly depth: number;
  /** Undefined when the row cannot be expanded. */
  readonly expanded?: boolean;
}

/**
 * The keys of a tree grid (WAI-ARIA Authoring Practices, Treegrid), rows only.
 * @param row the active row, undefined when there is none yet
 * @param page rows that fit the screen
 * @param typing true while a type-ahead is under way, when a space is a letter
 * @returns null for a key that is not the tree's
 */
export function treeAction(key: Key, row: TreeRow | undefined, page: number, typing: boolean): TreeAction | null {
  if (key.ctrlKey || key.metaKey || key.altKey) return null;
  switch (key.key) {
    case 'ArrowDown':
      return { kind: 'move', by: 1 };
    case 'ArrowUp':
      return { kind: 'move', by: -1 };
    case 'PageDown':
      return { kind: 'move', by: Math.max(1, page - 1) };
    case 'PageUp':
      return { kind: 'move', by: -Math.max(1, page - 1) };
    case 'Home':
      return { kind: 'first' };
    case 'End':
      return { kind: 'last' };
    case 'ArrowRight':
      if (row?.expanded === undefined) return null;
      return row.expanded ? { kind: 'move', by: 1 } : { kind: 'toggle', expanded: true };
    case 'ArrowLeft':
      return row?.expanded === true ? { kind: 'toggle', expanded: false } : { kind: 'parent' };
    case 'Enter':
      return row?.expanded === undefined ? null : { kind: 'toggle', expanded: !row.expanded };
    case '*':
      return { kind: 'expand-all' };
    case ' ':
      return typing ? { kind: 'type', text: ' ' } : null;
    default:
      return /^.$/u.test(key.key) ? { kind: 'type', text: key.key } : null;
  }
}
