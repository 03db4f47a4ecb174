import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { RefObject } from 'react';
import { useStore } from 'zustand';
import type { SelectionStore } from '../../stores/selection.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { ModeLabel } from '../../ui/mode-label.tsx';
import styles from './files-screen.module.css';

interface FilesBarProps {
  readonly selection: SelectionStore;
  /** Null until known. */
  readonly pathCount: number | null;
  readonly busy: boolean;
  readonly filterBox: RefObject<HTMLInputElement | null>;
  readonly onLeaveFilter: () => void;
  readonly onExpandAll: () => void;
  readonly onCollapseAll: () => void;
}

/** What the tree shows, and what narrows it. */
export function FilesBar({ selection, pathCount, busy, filterBox, ...on }: FilesBarProps) {
  const { t } = useLingui();
  const filter = useStore(selection, (state) => state.filter);
  const setFilter = useStore(selection, (state) => state.setFilter);
  const showHidden = useStore(selection, (state) => state.showHidden);
  const setShowHidden = useStore(selection, (state) => state.setShowHidden);
  const mode = useStore(selection, (state) => state.mode);
  const setMode = useStore(selection, (state) => state.setMode);
  return (
    <div className={styles.bar} role="toolbar" aria-label={t`Files`}>
      <FilterBox filter={filter} onFilter={setFilter} box={filterBox} onLeave={on.onLeaveFilter} />
      <Button
        look="plain"
        icon="ghost"
        aria-pressed={showHidden}
        title={t`Show versions that an upper layer deleted or replaced. Their bytes are still in the image.`}
        onClick={() => setShowHidden(!showHidden)}
      >
        <Trans>Show hidden</Trans>
      </Button>
      <IconButton icon="expand-all" label={t`Expand all folders`} onClick={on.onExpandAll} />
      <IconButton icon="collapse-all" label={t`Collapse all folders`} onClick={on.onCollapseAll} />
      <ModeLabel mode={mode} onMerged={() => setMode({ kind: 'merged' })} />
      <span className={styles.count} role="status" data-busy={busy || undefined}>
        {pathCount !== null && <Plural value={pathCount} one="# path" other="# paths" />}
      </span>
    </div>
  );
}
