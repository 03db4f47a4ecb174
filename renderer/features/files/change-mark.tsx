import { useLingui } from '@lingui/react/macro';
import { assertNever } from '../../../shared/assert.ts';
import type { ChangeReason } from '../../../shared/model/entry.ts';
import type { FileRow } from '../../../shared/model/view.ts';
import { useHidingWords } from '../../ui/hiding-words.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import styles from './change-mark.module.css';

const LETTERS = { added: 'A', changed: 'C', removed: 'D' } as const;
const ICONS: Readonly<Record<keyof typeof LETTERS, IconName>> = { added: 'plus', changed: 'pencil', removed: 'minus' };

/** What a layer did to a path: letter, icon and colour, then why. */
export function ChangeMark({ row }: { row: FileRow }) {
  const words = useChangeWords();
  const hidingWord = useHidingWords();
  if (row.hiddenBy) return <span className={styles.hidden}>{hidingWord(row.hiddenBy.how)}</span>;
  if (row.change === 'none') return null;
  const reasons = row.reasons.map(words.reason).join(' · ');
  return (
    <span
      className={styles.change}
      data-change={row.change}
      title={[words.change(row.change), reasons].filter(Boolean).join(': ')}
    >
      <span className={styles.letter}>{LETTERS[row.change]}</span>
      <Icon name={ICONS[row.change]} size={12} />
      <span className={styles.reasons}>
        {row.reasons.map((reason) => (
          <span key={reason} className={styles.reason} data-reason={reason}>
            {words.reason(reason)}
          </span>
        ))}
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
          return t({ message: 'rewritten', context: 'change reason' });
        default:
          return assertNever(reason);
      }
    },
  };
}
