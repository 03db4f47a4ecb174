import { Trans, useLingui } from '@lingui/react/macro';
import type { Comparison, PathComparison } from '../../../shared/model/compare.ts';
import { CoreSample } from '../../ui/core-sample/core-sample.tsx';
import type { ChosenVersions } from './compared-versions.ts';
import styles from './path-difference.module.css';

interface PathSamplesProps {
  readonly found: PathComparison;
  readonly comparison: Comparison;
  readonly chosen: ChosenVersions;
  readonly onChoose: (chosen: ChosenVersions) => void;
}

/** The same drill on each side: which layer wrote, replaced or deleted the path. Each chooses the version to compare. */
export function PathSamples({ found, comparison, chosen, onChoose }: PathSamplesProps) {
  const { t } = useLingui();
  const several = [found.before, found.after].some((side) => (side?.story.versions.length ?? 0) > 1);
  return (
    <>
      {several && (
        <p className={styles.hint}>
          <Trans>Content and metadata are those of the versions that are chosen here.</Trans>
        </p>
      )}
      <div className={styles.halves}>
        {(['before', 'after'] as const).map((side) => {
          const of = found[side];
          return (
            <section key={side} className={styles.half} aria-label={side === 'before' ? t`Before` : t`After`}>
              <h3 className={styles.side}>{side === 'before' ? <Trans>Before</Trans> : <Trans>After</Trans>}</h3>
              {of === null ? (
                <p className={styles.absent}>
                  <Trans>No layer of this side ever held it.</Trans>
                </p>
              ) : (
                <CoreSample
                  story={of.story}
                  layers={comparison[side].layers}
                  chosen={chosen[side] ?? of.entry?.layer ?? -1}
                  onChoose={(layer) => onChoose({ ...chosen, [side]: layer === of.entry?.layer ? null : layer })}
                />
              )}
            </section>
          );
        })}
      </div>
    </>
  );
}
