import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import type { LimitRow } from '../../../shared/model/settings.ts';
import { IconButton } from '../../ui/button.tsx';
import { amountText, parseAmount } from './amount.ts';
import { useLimitWords } from './limit-words.ts';
import styles from './settings.module.css';

interface LimitSettingProps {
  readonly row: LimitRow;
  /** Null asks for the default. @returns whether it was taken */
  readonly onChange: (value: number | null) => Promise<boolean>;
}

/** One limit: what it bounds, why, and its value. */
export function LimitSetting({ row, onChange }: LimitSettingProps) {
  const { t } = useLingui();
  const id = useId();
  const { label, reason } = useLimitWords(row);
  // What is typed and not taken yet; null shows the value in force.
  const [draft, setDraft] = useState<string | null>(null);
  const { unit, range, value } = row;
  const inForce = amountText(value, unit);
  const usual = amountText(row.default, unit);
  const wanted = draft === null ? value : parseAmount(draft, unit);
  const wrong = range !== null && (wanted === null || wanted < range.least || wanted > range.most);
  const least = amountText(range?.least ?? 0, unit);
  const most = amountText(range?.most ?? 0, unit);

  async function take(): Promise<void> {
    if (draft === null || wrong || wanted === null) return;
    if (wanted === value || (await onChange(wanted === row.default ? null : wanted))) setDraft(null);
  }

  return (
    <li className={styles.limit}>
      <div className={styles.words}>
        <label className={styles.label} htmlFor={range ? id : undefined}>
          {label} <code>{row.name}</code>
        </label>
        <span id={`${id}-hint`} className={styles.hint}>
          {reason}
        </span>
        {range && (
          <span id={`${id}-range`} className={styles.range} data-wrong={wrong || undefined}>
            {wrong ? (
              <Trans>
                From {least} to {most}, please.
              </Trans>
            ) : row.setBy === 'command-line' ? (
              <Trans>Set by the command line while this Outcrop runs.</Trans>
            ) : (
              <Trans>
                Default {usual}, at most {most}
              </Trans>
            )}
          </span>
        )}
      </div>
      {range ? (
        <span className={styles.value}>
          <input
            id={id}
            type="text"
            inputMode="decimal"
            className={styles.field}
            value={draft ?? inForce}
            disabled={row.setBy === 'command-line'}
            aria-invalid={wrong || undefined}
            aria-describedby={`${id}-hint ${id}-range`}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={() => void take()}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void take();
              else if (event.key === 'Escape' && draft !== null) {
                // Takes back what was typed; a second one closes the settings.
                event.stopPropagation();
                setDraft(null);
              }
            }}
          />
          <IconButton
            icon="refresh"
            label={t`${label}: back to the default, ${usual}`}
            disabled={row.setBy !== 'settings'}
            onClick={() => {
              setDraft(null);
              void onChange(null);
            }}
          />
        </span>
      ) : (
        <span className={styles.fixed}>{inForce}</span>
      )}
    </li>
  );
}
