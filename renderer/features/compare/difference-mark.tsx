import type { DifferenceKind } from '../../../shared/model/compare.ts';
import { Icon } from '../../ui/icon.tsx';
import { KIND_MARKS, useDifferenceWords } from './difference-words.ts';
import styles from './difference-mark.module.css';

/** Letter, icon and colour of one kind of difference; the tooltip says it in words. */
export function DifferenceMark({ kind }: { kind: DifferenceKind }) {
  const { kinds } = useDifferenceWords();
  const { letter, icon } = KIND_MARKS[kind];
  return (
    <span className={styles.mark} data-kind={kind} title={kinds[kind]}>
      <span className={styles.letter}>{letter}</span>
      <Icon name={icon} size={12} />
    </span>
  );
}
