import { Trans, useLingui } from '@lingui/react/macro';
import { useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { ReviewProgress } from '../../../shared/model/compare.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { CompareSelectionStore } from './compare-selection.ts';
import styles from './difference-bar.module.css';
import type { DifferenceController } from './difference-controller.ts';
import type { Review } from './use-review.ts';

interface ReviewButtonProps {
  readonly pathID: number;
  readonly controller: DifferenceController;
  readonly review: Review;
}

/** Says whether someone has seen to the path that is shown. */
export function ReviewButton({ pathID, controller, review }: ReviewButtonProps) {
  const { t } = useLingui();
  const active = useSyncExternalStore(controller.active.subscribe, controller.active.current);
  const row = active?.row?.pathID === pathID ? active.row : undefined;
  if (!row || (row.kind === 'identical' && !row.counts)) return null;
  const isReviewed = row.reviewed === 'all';
  return (
    <Button
      look="plain"
      icon="check"
      aria-pressed={isReviewed}
      title={t`Marks this as reviewed, with all that differs below it (space bar in the tree)`}
      onClick={() => review.mark(pathID, !isReviewed)}
    >
      <Trans>Reviewed</Trans>
    </Button>
  );
}

interface ReviewSwitchProps {
  readonly selection: CompareSelectionStore;
  readonly progress: ReviewProgress;
}

/** How much was reviewed; pressed, that is left out. Nothing while nothing was. */
export function ReviewSwitch({ selection, progress }: ReviewSwitchProps) {
  const { t } = useLingui();
  const hidden = useStore(selection, ({ spec }) => spec.hideReviewed === true);
  const [done, total] = [progress.done.toLocaleString(), progress.total.toLocaleString()];
  if (progress.done === 0 && !hidden) return null;
  return (
    <button
      type="button"
      className={`${styles.kind} ${styles.last}`}
      aria-pressed={!hidden}
      title={hidden ? t`Show what was reviewed` : t`Hide what was reviewed`}
      aria-label={t`Reviewed ${done} of ${total}`}
      onClick={() => selection.getState().hideReviewed(!hidden)}
    >
      <Icon name="check" size={12} />
      <span className={styles.number}>
        {done} / {total}
      </span>
    </button>
  );
}
