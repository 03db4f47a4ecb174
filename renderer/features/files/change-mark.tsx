import { useLingui } from '@lingui/react/macro';
import { assertNever } from '../../../shared/assert.ts';
import type { ChangeReason } from '../../../shared/model/entry.ts';
import type { FileRow } from '../../../shared/model/view.ts';
import { useHidingWords } from '../../ui/hiding-words.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import styles from './change-mark.module.css';
import { useRowReasons } from './row-reasons.ts';

const LETTERS = { added: 'A', changed: 'C', removed: 'D' } as const;
const ICONS: Readonly<Record<keyof typeof LETTERS, IconName>> = { added: 'plus', changed: 'pencil', removed: 'minus' };

/** What a layer did to a path: letter, icon and colour, then why. */
export function ChangeMark({ row }: { row: FileRow }) {
  const hidingWord = useHidingWords();
  const { change, hiddenBy } = row;
  if (change !== 'none') return <Change row={row} change={change} />;
  return hiddenBy ? <span className={styles.hidden}>{hidingWord(hiddenBy.how)}</span> : null;
}

function Change({ row, change }: { row: FileRow; change: keyof typeof LETTERS }) {
  const { t } = useLingui();
  const words = useChangeWords();
  const { reasons, undecided } = useRowReasons(row);
  const hidingWord = useHidingWords();
  // What a range removes may have been replaced on the way: the end is that it is gone.
  const how = row.hiddenBy && row.hiddenBy.how !== 'replaced' ? [hidingWord(row.hiddenBy.how)] : [];
  const parts = [...how, ...reasons.map(words.reason), ...(undecided ? [t`content not compared`] : [])];
  return (
    <span
      className={styles.change}
      data-change={change}
      title={[words.change(change), parts.join(' · ')].filter(Boolean).join(': ')}
    >
      <span className={styles.letter}>{LETTERS[change]}</span>
      <Icon name={ICONS[change]} size={12} />
      <span className={styles.reasons}>
        {how.map((word) => (
          <span key={word} className={styles.reason}>
            {word}
          </span>
        ))}
        {reasons.map((reason) => (
          <span key={reason} className={styles.reason} data-reason={reason}>
            {words.reason(reason)}
          </span>
        ))}
        {undecided && <span className={styles.reason}>…</span>}
      </span>
    </span>
  );
}

/** The words for changes, in the language of the window. */
export function useChangeWords() {
  const { t } = useLingui();
  return {
    change: (change: keyof typeof LETTERS): string => {
      switch (change) {
        case 'added':
          return t`Added by this layer`;
        case 'changed':
          return t`Changed by this layer`;
        case 'removed':
          return t`Removed by this layer`;
        default:
          return assertNever(change);
      }
    },
    reason: (reason: ChangeReason): string => {
      switch (reason) {
        case 'type':
          return t({ message: 'type', context: 'change reason' });
        case 'content':
          return t({ message: 'content', context: 'change reason' });
        case 'mode':
          return t({ message: 'mode', context: 'change reason' });
        case 'owner':
          return t({ message: 'owner', context: 'change reason' });
        case 'mtime':
          return t({ message: 'time', context: 'change reason' });
        case 'xattr':
          return t({ message: 'xattr', context: 'change reason' });
        case 'link':
          return t({ message: 'link', context: 'change reason' });
        case 'identical':
          return t({ message: 'rewritten identical', context: 'change reason' });
        default:
          return assertNever(reason);
      }
    },
  };
}
