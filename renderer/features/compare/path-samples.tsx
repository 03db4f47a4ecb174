import { Trans, useLingui } from '@lingui/react/macro';
import { formatInstruction } from '../../../shared/format/instruction.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { Comparison, PathComparison } from '../../../shared/model/compare.ts';
import type { PathStory } from '../../../shared/model/entry.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import { CoreSample } from '../../ui/core-sample/core-sample.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import type { ChosenVersions } from './compared-versions.ts';
import styles from './path-difference.module.css';

interface PathSamplesProps {
  readonly found: PathComparison;
  readonly comparison: Comparison;
  readonly chosen: ChosenVersions;
  readonly onChoose: (chosen: ChosenVersions) => void;
}

interface WhoDidItProps {
  readonly story: PathStory;
  readonly layers: readonly LayerSummary[];
  /** Layer of the chosen version; -1 for none. */
  readonly chosen: number;
}

/** The instructions that wrote a version and that hid it; without a chosen one those of the last. */
function WhoDidIt({ story: { versions }, layers, chosen }: WhoDidItProps) {
  const version = versions.find(({ layer }) => layer === chosen) ?? versions.at(-1);
  if (!version) return null;
  return (
    <dl className={styles.who}>
      <dt>
        <Trans>Written by</Trans>
      </dt>
      <Instruction layer={version.layer} layers={layers} />
      {version.hiddenBy && (
        <>
          <dt>
            <Trans>Hidden by</Trans>
          </dt>
          <Instruction layer={version.hiddenBy.layer} layers={layers} />
        </>
      )}
    </dl>
  );
}

function Instruction({ layer, layers }: { layer: number; layers: readonly LayerSummary[] }) {
  const createdBy = layers.find(({ index }) => index === layer)?.createdBy;
  return (
    <dd>
      <LayerChip layer={layer} />
      <code>{createdBy ? safeText(formatInstruction(createdBy)) : ''}</code>
    </dd>
  );
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
                <>
                  <WhoDidIt
                    story={of.story}
                    layers={comparison[side].layers}
                    chosen={chosen[side] ?? of.entry?.layer ?? -1}
                  />
                  <CoreSample
                    story={of.story}
                    layers={comparison[side].layers}
                    chosen={chosen[side] ?? of.entry?.layer ?? -1}
                    onChoose={(layer) => onChoose({ ...chosen, [side]: layer === of.entry?.layer ? null : layer })}
                  />
                </>
              )}
            </section>
          );
        })}
      </div>
    </>
  );
}
