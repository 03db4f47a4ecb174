import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { RefObject } from 'react';
import { useStore } from 'zustand';
import { safeText } from '../../../shared/format/safe-text.ts';
import {
  DIFFERENCE_KINDS,
  type ComparisonSummary,
  type DifferenceKind,
  type ReviewProgress,
} from '../../../shared/model/compare.ts';
import type { ViewState } from '../../../shared/model/view.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { ChosenLayer, CompareSelectionStore } from './compare-selection.ts';
import { KIND_MARKS, useDifferenceWords } from './difference-words.ts';
import { IgnoreMenu } from './ignore-menu.tsx';
import { KeysMenu } from './keys-menu.tsx';
import { LayoutSwitch } from './layout-switch.tsx';
import { ReviewSwitch } from './review-button.tsx';
import { SimilarButton } from './similar-button.tsx';
import type { SimilarSearch } from './use-similar.ts';
import tables from '../../ui/content-difference/difference-tables.module.css';
import list from '../../ui/list-screen.module.css';
import styles from './difference-bar.module.css';

interface DifferenceBarProps {
  readonly selection: CompareSelectionStore;
  readonly summary: ComparisonSummary;
  readonly similar: SimilarSearch;
  readonly progress: ReviewProgress;
  /** Null until known. */
  readonly state: ViewState | null;
  readonly busy: boolean;
  readonly filterBox: RefObject<HTMLInputElement | null>;
  readonly onLeaveFilter: () => void;
  readonly onJump: (backward: boolean) => void;
  readonly onExpandAll: () => void;
  readonly onCollapseAll: () => void;
}

/** Shown with a zero as well: that nothing was added is an answer. */
const ALWAYS: readonly DifferenceKind[] = ['added', 'removed', 'content'];

/** Which classes of difference the tree shows, and the way from one to the next. */
export function DifferenceBar({ selection, summary, similar, progress, state, ...props }: DifferenceBarProps) {
  const { busy, filterBox, ...on } = props;
  const { t } = useLingui();
  const { kinds: words, paths } = useDifferenceWords();
  const spec = useStore(selection, (state) => state.spec);
  const { toggleKind, setMovedOnly, setFilter, showLayer, showPackage, showUnowned } = selection.getState();
  const moved = summary.moved + (similar.state.kind === 'ready' ? similar.state.found.pairs : 0);
  const owner = safeText(useStore(selection, (state) => state.packageName));
  return (
    <div className={styles.bars}>
      <div className={`${tables.chips} ${styles.bar}`} role="toolbar" aria-label={t`Classes of difference`}>
        {DIFFERENCE_KINDS.filter((kind) => summary[kind] > 0 || ALWAYS.includes(kind)).map((kind) => (
          <button
            key={kind}
            type="button"
            className={styles.kind}
            data-kind={kind}
            aria-pressed={spec.kinds.includes(kind)}
            title={`${words[kind]}: ${paths(summary[kind])}`}
            aria-label={`${words[kind]}: ${paths(summary[kind])}`}
            onClick={() => toggleKind(kind)}
          >
            <span className={styles.letter} aria-hidden="true">
              {KIND_MARKS[kind].letter}
            </span>
            <span className={styles.word}>{words[kind]}</span>
            <span className={styles.number}>{summary[kind].toLocaleString()}</span>
          </button>
        ))}
        {moved > 0 && (
          <button
            type="button"
            className={styles.kind}
            aria-pressed={spec.movedOnly === true}
            title={t`Only what moved: removed here, added there`}
            onClick={() => setMovedOnly(spec.movedOnly !== true)}
          >
            <Icon name="swap" size={12} />
            <span className={styles.word}>
              <Trans>moved</Trans>
            </span>
            <span className={styles.number}>{moved.toLocaleString()}</span>
          </button>
        )}
        <ReviewSwitch selection={selection} progress={progress} />
      </div>
      <div className={`${tables.chips} ${styles.bar}`} role="toolbar" aria-label={t`Differences`}>
        <LayoutSwitch selection={selection} />
        <FilterBox filter={spec.filter} onFilter={setFilter} box={filterBox} onLeave={on.onLeaveFilter} />
        <IconButton icon="arrow-up" label={t`Previous difference (Shift+F8 or p)`} onClick={() => on.onJump(true)} />
        <IconButton icon="arrow-down" label={t`Next difference (F8 or n)`} onClick={() => on.onJump(false)} />
        <IconButton icon="expand-all" label={t`Expand all folders`} onClick={on.onExpandAll} />
        <IconButton icon="collapse-all" label={t`Collapse all folders`} onClick={on.onCollapseAll} />
        <IgnoreMenu selection={selection} state={state} />
        <KeysMenu selection={selection} summary={summary} />
        {summary.added > 0 && summary.removed > 0 && <SimilarButton moves={similar} />}
        {spec.layer && <LayerFilter layer={spec.layer} onClear={() => showLayer(null)} />}
        {spec.package !== null && (
          <Button look="plain" icon="close" onClick={() => showPackage(null)}>
            <Trans>Only files of {owner}</Trans>
          </Button>
        )}
        {spec.unowned && (
          <Button look="plain" icon="close" onClick={() => showUnowned(false)}>
            <Trans>Only files of no package</Trans>
          </Button>
        )}
        <span className={list.count} role="status" data-busy={busy || undefined}>
          {state !== null && <Plural value={state.pathCount} one="# path" other="# paths" />}
        </span>
      </div>
    </div>
  );
}

function LayerFilter({ layer: { side, index }, onClear }: { layer: ChosenLayer; onClear: () => void }) {
  return (
    <Button look="plain" icon="close" onClick={onClear}>
      {side === 'before' ? <Trans>Only layer {index} before</Trans> : <Trans>Only layer {index} after</Trans>}
    </Button>
  );
}
