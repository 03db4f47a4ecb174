import { useLingui } from '@lingui/react/macro';
import type { IntegrityState } from '../../../shared/model/integrity.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import styles from './integrity.module.css';

const ICONS: Readonly<Record<IntegrityState, IconName>> = {
  unchecked: 'minus',
  checking: 'clock',
  ok: 'check',
  differs: 'error',
  absent: 'close',
  unverifiable: 'info',
};

/** State of a check as icon, word and colour. */
export function StateMark({ state }: { state: IntegrityState }) {
  const { t } = useLingui();
  const words: Readonly<Record<IntegrityState, { word: string; tip: string }>> = {
    unchecked: { word: t`unchecked`, tip: t`Not hashed yet.` },
    checking: { word: t`checking`, tip: t`Being hashed now.` },
    ok: { word: t`ok`, tip: t`The bytes hash to what is claimed.` },
    differs: { word: t`differs`, tip: t`The bytes hash to something else than what is claimed.` },
    absent: { word: t`absent`, tip: t`The bytes are not in this archive.` },
    unverifiable: { word: t`no claim`, tip: t`Nothing claims a digest that could be compared.` },
  };
  return (
    <span className={styles.mark} data-state={state} title={words[state].tip}>
      <Icon name={ICONS[state]} size={14} />
      {words[state].word}
    </span>
  );
}
