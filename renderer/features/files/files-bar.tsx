import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useId, type ReactNode, type RefObject } from 'react';
import { useStore } from 'zustand';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { ModeLabel } from '../../ui/mode-label.tsx';
import list from '../../ui/list-screen.module.css';
import { FilterChips } from './filter-chips.tsx';
import { FilterMenu } from './filter-menu.tsx';
import { filterOf } from './filter-spec.ts';
import filters from './filter.module.css';
import { PatternSwitch } from './pattern-switch.tsx';

interface FilesBarProps {
  readonly selection: SelectionStore;
  readonly layers: readonly LayerSummary[];
  /** What is wrong with the pattern that was typed. */
  readonly wrongPattern: string | null;
  /** Null until known. */
  readonly pathCount: number | null;
  readonly busy: boolean;
  readonly filterBox: RefObject<HTMLInputElement | null>;
  readonly onLeaveFilter: () => void;
  readonly onExpandAll: () => void;
  readonly onCollapseAll: () => void;
  /** At the end of the bar. */
  readonly children?: ReactNode;
}

/** What the tree shows, and what narrows it. */
export function FilesBar(props: FilesBarProps) {
  const { selection, layers, wrongPattern, pathCount, busy, filterBox, children, ...on } = props;
  const { t } = useLingui();
  const id = useId();
  const filter = useStore(selection, (state) => state.filter);
  const pattern = useStore(selection, (state) => state.pattern);
  const where = useStore(selection, (state) => state.where);
  const { setFilter, setPattern, setWhere } = selection.getState();
  const showHidden = useStore(selection, (state) => state.showHidden);
  const setShowHidden = useStore(selection, (state) => state.setShowHidden);
  const mode = useStore(selection, (state) => state.mode);
  const setMode = useStore(selection, (state) => state.setMode);
  return (
    <>
      <div className={`${list.bar} ${filters.bar}`} data-mode={mode.kind} role="toolbar" aria-label={t`Files`}>
        <FilterBox
          filter={filter}
          onFilter={setFilter}
          box={filterBox}
          onLeave={on.onLeaveFilter}
          wrong={wrongPattern === null ? undefined : id}
        >
          <PatternSwitch kind={filterOf(filter, pattern).pattern} onChoose={setPattern} />
        </FilterBox>
        <FilterMenu where={where} layers={layers} onChange={setWhere} />
        <Button
          look="plain"
          icon="ghost"
          aria-pressed={showHidden}
          title={t`Show versions that an upper layer deleted or replaced. Their bytes are still in the image.`}
          onClick={() => setShowHidden(!showHidden)}
        >
          <span className={filters.word}>
            <Trans>Show hidden</Trans>
          </span>
        </Button>
        <IconButton icon="expand-all" label={t`Expand all folders`} onClick={on.onExpandAll} />
        <IconButton icon="collapse-all" label={t`Collapse all folders`} onClick={on.onCollapseAll} />
        <ModeLabel mode={mode} onMerged={() => setMode({ kind: 'merged' })} />
        <span className={list.count} role="status" data-busy={busy || undefined}>
          {pathCount !== null && <Plural value={pathCount} one="# path" other="# paths" />}
        </span>
        {children}
      </div>
      {wrongPattern !== null && (
        <p id={id} className={filters.invalid} role="alert">
          {wrongPattern}
        </p>
      )}
      <FilterChips where={where} onChange={setWhere} />
    </>
  );
}
