import { Trans, useLingui } from '@lingui/react/macro';
import type { ContentDifference, TextForm } from '../../../shared/model/content-difference.ts';
import styles from './content-difference.module.css';

/** One sentence on how far two files differ, where looking at them says less. */
export function InsideNote({ difference, isText }: { difference: ContentDifference; isText: boolean }) {
  const form = useFormWords();
  const { firstDifference, textBefore, textAfter, textDiffersIn } = difference;
  if (firstDifference === null)
    return (
      <span className={styles.note}>
        <Trans>Both have the same bytes.</Trans>
      </span>
    );
  if (textBefore && textAfter && textDiffersIn && textDiffersIn !== 'content') {
    const [before, after] = [form(textBefore), form(textAfter)];
    return (
      <span className={styles.note} data-strong>
        {textDiffersIn === 'line-ends' ? (
          <Trans>
            Only the line ends differ: {before} → {after}
          </Trans>
        ) : (
          <Trans>
            Only the encoding differs: {before} → {after}
          </Trans>
        )}
      </span>
    );
  }
  if (isText) return null;
  const offset = `${firstDifference.toLocaleString()} (0x${firstDifference.toString(16)})`;
  return (
    <span className={styles.note}>
      <Trans>First difference at byte {offset}</Trans>
    </span>
  );
}

function useFormWords(): (form: TextForm) => string {
  const { t } = useLingui();
  const ends = { lf: 'LF', crlf: 'CRLF', cr: 'CR', mixed: t`mixed line ends`, none: t`no line ends` };
  const names = { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16 LE', 'utf-16be': 'UTF-16 BE', latin1: 'Latin-1' };
  return ({ encoding, bom, lineEnds }) => [names[encoding] + (bom ? ' BOM' : ''), ends[lineEnds]].join(' ');
}
