import { Plural, useLingui } from '@lingui/react/macro';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ContentMatch, SearchHit } from '../../../shared/model/search.ts';
import { LayerChip } from '../../ui/layer-chip.tsx';
import { SafeName } from '../../ui/safe-name.tsx';
import styles from './search-screen.module.css';

/** Where in the chosen file the text stands. */
export function Places({ hit, onShow }: { hit: SearchHit; onShow: (place: ContentMatch) => void }) {
  const { t } = useLingui();
  const { matches = [], matchCount = matches.length } = hit;
  const left = matchCount - matches.length;
  return (
    <section className={styles.places} aria-label={t`Places in the file`}>
      <h2>
        <LayerChip layer={hit.layer} /> <SafeName text={hit.path} />
      </h2>
      <ol>
        {matches.map((place) => {
          const { offset, line, before, match, after } = place;
          return (
            <li key={offset}>
              <button type="button" title={t`Line ${line}, byte ${offset}: show it`} onClick={() => onShow(place)}>
                <span className={styles.number}>{line}</span>
                <code>
                  {safeText(before).trimStart()}
                  <mark>{safeText(match)}</mark>
                  {safeText(after)}
                </code>
              </button>
            </li>
          );
        })}
      </ol>
      {left > 0 && (
        <p>
          <Plural value={left} one="and # more place" other="and # more places" />
        </p>
      )}
    </section>
  );
}
