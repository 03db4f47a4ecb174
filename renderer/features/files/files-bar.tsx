import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';
import { useStore } from 'zustand';
import type { SelectionStore } from '../../stores/selection.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import styles from './files-screen.module.css';

const DEBOUNCE_MS = 160;

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
  const showHidden = useStore(selection, (state) => state.showHidden);
  const setShowHidden = useStore(selection, (state) => state.setShowHidden);
  return (
    <div className={styles.bar} role="toolbar" aria-label={t`Files`}>
      <FilterBox selection={selection} box={filterBox} onLeave={on.onLeaveFilter} />
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
      <ModeLabel selection={selection} />
      <span className={styles.count} role="status" data-busy={busy || undefined}>
        {pathCount !== null && <Plural value={pathCount} one="# path" other="# paths" />}
      </span>
    </div>
  );
}

function ModeLabel({ selection }: { selection: SelectionStore }) {
  const { t } = useLingui();
  const mode = useStore(selection, (state) => state.mode);
  const setMode = useStore(selection, (state) => state.setMode);
  if (mode.kind === 'merged') return null;
  return (
    <span className={styles.mode}>
      {mode.kind === 'layer' ? <Trans>Only layer</Trans> : <Trans>As of layer</Trans>}
      <LayerChip layer={mode.layer} />
      <IconButton icon="close" label={t`Back to the merged tree`} onClick={() => setMode({ kind: 'merged' })} />
    </span>
  );
}

interface FilterBoxProps {
  readonly selection: SelectionStore;
  readonly box: RefObject<HTMLInputElement | null>;
  readonly onLeave: () => void;
}

function FilterBox({ selection, box, onLeave }: FilterBoxProps) {
  const { t } = useLingui();
  const filter = useStore(selection, (state) => state.filter);
  const setFilter = useStore(selection, (state) => state.setFilter);
  // What is typed and not applied yet; null shows the filter in force.
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? filter;

  useEffect(() => {
    if (draft === null) return undefined;
    const timer = setTimeout(() => {
      setFilter(draft);
      setDraft(null);
    }, DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [draft, setFilter]);

  function apply(next: string): void {
    setFilter(next);
    setDraft(null);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      if (text === '') onLeave();
      apply('');
    } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault();
      apply(text);
      onLeave();
    }
  }

  return (
    <div className={styles.filter}>
      <Icon name="search" size={14} />
      <input
        ref={box}
        type="text"
        value={text}
        maxLength={4096}
        spellCheck={false}
        placeholder={t`Filter by path`}
        aria-label={t`Filter by path`}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {text !== '' && (
        <IconButton
          icon="close"
          label={t`Clear filter`}
          onClick={() => {
            apply('');
            box.current?.focus();
          }}
        />
      )}
    </div>
  );
}
