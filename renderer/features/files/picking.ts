import type { KeyboardEvent, MouseEvent } from 'react';
import type { FileRow, ViewSpec } from '../../../shared/model/view.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { createRowPicks, type RowPicks } from '../../tree/row-picks.ts';
import type { ViewModel } from '../../tree/view-model.ts';
import type { TreeController } from './tree-controller.ts';

/** Rows read in one call. */
const WINDOW = 500;

/** Picking several files by keyboard and pointer. */
export interface Picking extends RowPicks<FileRow> {
  readonly onKey: (event: KeyboardEvent, page: number) => boolean;
  readonly onPress: (event: MouseEvent, index: number) => boolean;
  /** Lets go of all when the rows change their places. */
  readonly attach: () => () => void;
}

interface Parts {
  readonly client: OutcropClient;
  readonly model: ViewModel<ViewSpec, FileRow>;
  readonly tree: TreeController;
}

export function createPicking({ client, model, tree }: Parts): Picking {
  const active = () => tree.active.current()?.index ?? -1;
  const rowCount = () => model.current().state?.rowCount ?? 0;
  const picks = createRowPicks<FileRow>({
    active,
    rowCount,
    read: (start, end) =>
      model.ask(async (view) => {
        const rows: FileRow[] = [];
        // oxlint-disable-next-line no-await-in-loop -- one window after the other keeps the engine free for others
        for (let at = start; at < end; at += WINDOW)
          rows.push(...(await client.view.rows({ view, start: at, end: Math.min(end, at + WINDOW) })).rows);
        return rows;
      }, []),
  });

  async function extendBy(by: number): Promise<void> {
    const to = Math.min(Math.max(active() + by, 0), rowCount() - 1);
    const extended = picks.extendTo(to);
    tree.activate(to);
    await extended;
  }

  return {
    ...picks,
    onKey(event, page) {
      const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
      if (altKey) return false;
      const by = {
        ArrowDown: 1,
        ArrowUp: -1,
        PageDown: Math.max(1, page - 1),
        PageUp: -Math.max(1, page - 1),
        Home: -rowCount(),
        End: rowCount(),
      }[key];
      if (shiftKey && !ctrlKey && !metaKey && by !== undefined) void extendBy(by);
      else if ((ctrlKey || metaKey) && key === 'a') void picks.all();
      else if ((ctrlKey || metaKey) && key === ' ' && active() >= 0) void picks.toggle(active());
      else if (key === 'Escape' && picks.current().rows.size > 0) picks.clear();
      else {
        if (by !== undefined && !ctrlKey && !metaKey) picks.clear();
        return false;
      }
      return true;
    },
    onPress(event, index) {
      if (event.button === 2 && picks.current().rows.has(index)) return true;
      if (event.button !== 0) {
        picks.clear();
        return false;
      }
      if (event.shiftKey) {
        event.preventDefault();
        const extended = picks.extendTo(index);
        tree.activate(index);
        void extended;
        (event.currentTarget as HTMLElement).focus();
        return true;
      }
      if (event.ctrlKey || event.metaKey) {
        const toggled = picks.toggle(index);
        tree.activate(index);
        void toggled;
        return true;
      }
      picks.clear();
      return false;
    },
    attach() {
      let revision = model.current().state?.revision;
      return model.subscribe(() => {
        const now = model.current().state?.revision;
        if (now === revision) return;
        revision = now;
        picks.clear();
      });
    },
  };
}
