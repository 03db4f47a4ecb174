import { plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '../../ui/button.tsx';
import styles from './difference-bar.module.css';
import type { SimilarSearch } from './use-similar.ts';

/** Asks for the texts that moved and were changed: it reads what was added and removed, so not unasked. */
export function SimilarButton({ moves: { state, find } }: { moves: SimilarSearch }) {
  const { t } = useLingui();
  if (state.kind === 'ready') {
    const { pairs, skipped } = state.found;
    return (
      <span
        className={styles.found}
        role="status"
        title={
          skipped > 0
            ? t`${plural(skipped, { one: '# file was', other: '# files were' })} too large or too many to look at`
            : undefined
        }
      >
        <Plural value={pairs} _0="no changed text moved" one="# changed text moved" other="# changed texts moved" />
      </span>
    );
  }
  return (
    <Button
      look="plain"
      icon="search"
      disabled={state.kind === 'running'}
      title={t`Reads the text files that were added or removed, and pairs those that are at least half the same`}
      onClick={find}
    >
      {state.kind === 'running' ? <Trans>Looking for changed moves…</Trans> : <Trans>Find changed moves</Trans>}
    </Button>
  );
}
