import type { KeyboardEvent } from 'react';
import type { FileRow } from '../../../shared/model/view.ts';
import type { FileActions } from './file-actions.ts';

/** Keys that act on the active row or on those picked. @returns whether the key was one of them */
export function fileKey(
  event: KeyboardEvent<HTMLElement>,
  row: FileRow | undefined,
  rows: readonly FileRow[],
  actions: FileActions,
): boolean {
  const { key, shiftKey, altKey } = event;
  const ctrl = event.ctrlKey || event.metaKey;
  if (key === 'Enter' && !ctrl && !altKey && row?.type === 'symlink') void actions.follow(row);
  else if (key === 'c' && ctrl && !shiftKey && !altKey && rows.length > 0) void actions.copyPaths(rows);
  else if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return openMenu(event.currentTarget);
  else return false;
  return true;
}

/** The menu opens at the active row, as if it had been pressed there: the grid has the focus, not the row. */
function openMenu(grid: HTMLElement): boolean {
  const row = grid.querySelector('[data-active]');
  if (!row) return false;
  const { left, bottom } = row.getBoundingClientRect();
  row.dispatchEvent(
    new MouseEvent('contextmenu', {
      bubbles: true,
      cancelable: true,
      clientX: left + 48,
      clientY: bottom - 4,
      button: 2,
    }),
  );
  return true;
}
