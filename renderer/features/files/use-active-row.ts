import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { TreeAction } from './tree-keys.ts';
import type { ActiveRow } from './tree-grid.tsx';
import type { ViewModel, ViewSnapshot } from './view-model.ts';

/** Holding an arrow key passes many rows; only where it rests is asked for. */
const REST_MS = 40;

interface Inputs {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  readonly model: ViewModel;
  readonly snapshot: ViewSnapshot;
  readonly selection: SelectionStore;
}

/** Keeps the active row, the selected path and the view together. */
export function useActiveRow({ client, image, model, snapshot, selection }: Inputs) {
  const [active, setActive] = useState<ActiveRow | null>(null);
  const [reveal, setReveal] = useState(0);
  const pathID = useStore(selection, (state) => state.pathID);
  const path = useStore(selection, (state) => state.path);
  const wanted = useStore(selection, (state) => state.wanted);
  const activeNow = useRef(active);
  activeNow.current = active;

  const activate = useCallback(
    (index: number) => {
      const row = model.rows.row(index);
      setActive({ index, row });
      if (row && row.pathID !== selection.getState().pathID) selection.getState().select(row.pathID, null);
    },
    [model, selection],
  );

  const goToPathID = useCallback(
    async (id: number) => {
      const index = await model.reveal(id);
      setActive(index < 0 ? null : { index, row: model.rows.row(index) });
      setReveal((count) => count + 1);
      return index;
    },
    [model],
  );

  // A key may land on a row that is still being read.
  useEffect(() => {
    const index = activeNow.current?.index;
    if (index === undefined || !model.rows.isFresh(index)) return;
    const row = model.rows.row(index);
    if (!row || row === activeNow.current?.row) return;
    setActive({ index, row });
    if (row.pathID !== selection.getState().pathID && activeNow.current?.row === undefined)
      selection.getState().select(row.pathID, null);
  }, [model, selection, snapshot]);

  // Another mode, filter or order moves the selected path to another row.
  useEffect(() => {
    if (snapshot.spec === null) return;
    const selected = selection.getState().pathID;
    if (selected === null) setActive(null);
    else void goToPathID(selected);
  }, [snapshot.spec, selection, goToPathID]);

  useEffect(() => {
    if (pathID === null || path !== null) return;
    const timer = setTimeout(() => {
      client.image
        .pathOf({ image, pathID })
        .then((text) => selection.getState().pathID === pathID && selection.getState().select(pathID, text))
        .catch(() => {});
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [client, image, selection, pathID, path]);

  const isOpen = snapshot.state !== null;
  useEffect(() => {
    if (wanted === null || !isOpen) return;
    const state = selection.getState();
    state.wentTo();
    void (async () => {
      const id = await client.image.lookup({ image, path: wanted }).catch(() => null);
      if (id === null) return;
      state.select(id, wanted);
      if ((await goToPathID(id)) >= 0) return;
      // Not in this tree: look where everything is.
      state.setFilter('');
      state.setMode({ kind: 'merged' });
      state.setShowHidden(true);
    })();
  }, [client, image, selection, wanted, isOpen, goToPathID]);

  async function goToParent(from: ActiveRow): Promise<void> {
    const depth = (from.row?.depth ?? 1) - 1;
    if (depth < 1) return;
    for (let index = from.index - 1; index >= 0; index -= 1) {
      const row = model.rows.row(index);
      if (!row || !model.rows.isFresh(index)) break;
      if (row.depth === depth) return activate(index);
    }
    // The parent's row is not in the cache: by its name, then.
    const child = from.row && (await client.image.pathOf({ image, pathID: from.row.pathID }));
    const parent = child && (await client.image.lookup({ image, path: child.slice(0, child.lastIndexOf('/')) || '/' }));
    if (typeof parent !== 'number') return;
    selection.getState().select(parent, null);
    await goToPathID(parent);
  }

  async function act(action: Exclude<TreeAction, { kind: 'move' | 'first' | 'last' }>): Promise<void> {
    const current = activeNow.current;
    switch (action.kind) {
      case 'toggle': {
        const row = current && model.rows.row(current.index);
        if (row) await model.toggle(row.pathID, action.expanded);
        return;
      }
      case 'parent':
        if (current) await goToParent(current);
        return;
      case 'expand-all':
        await model.expandAll();
        if (pathID !== null && current) await goToPathID(pathID);
        return;
      case 'type': {
        // The next row, or while a word is being typed the same one again.
        const from = (current?.index ?? 0) - (action.text.length > 1 ? 1 : 0);
        const rowCount = model.snapshot().state?.rowCount ?? 0;
        const index = await model.findName(action.text, from < 0 ? Math.max(0, rowCount - 1) : from);
        if (index >= 0) activate(index);
      }
    }
  }

  async function collapseAll(): Promise<void> {
    await model.collapseAll();
    setActive(null);
    const top = selection.getState().path?.split('/')[1];
    const id = top && (await client.image.lookup({ image, path: `/${top}` }).catch(() => null));
    if (typeof id !== 'number') return;
    selection.getState().select(id, `/${top}`);
    await goToPathID(id);
  }

  return { active, reveal, activate, act, collapseAll };
}
