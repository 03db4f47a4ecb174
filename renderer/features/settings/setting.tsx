import { useId, type ReactNode } from 'react';
import styles from './settings.module.css';

interface SettingProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** @param labelID element that names the control @param hintID element that explains it */
  readonly children: (labelID: string, hintID: string) => ReactNode;
}

/** One thing that can be set: its name, what it does, and the control. */
export function Setting({ label, hint, children }: SettingProps) {
  const id = useId();
  return (
    <div className={styles.setting}>
      <div className={styles.words}>
        <span id={`${id}-label`} className={styles.label}>
          {label}
        </span>
        {hint !== undefined && (
          <span id={`${id}-hint`} className={styles.hint}>
            {hint}
          </span>
        )}
      </div>
      {children(`${id}-label`, `${id}-hint`)}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly value: T;
  readonly options: readonly (readonly [value: T, label: string])[];
  readonly onChoose: (value: T) => void;
}

/** One of a few, all of them in sight. */
export function Choice<T extends string>({ label, hint, value, options, onChoose }: ChoiceProps<T>) {
  const name = useId();
  return (
    <Setting label={label} hint={hint}>
      {(labelID, hintID) => (
        <div
          role="radiogroup"
          className={styles.choice}
          aria-labelledby={labelID}
          aria-describedby={hint === undefined ? undefined : hintID}
        >
          {options.map(([option, text]) => (
            <label key={option} className={styles.option}>
              <input type="radio" name={name} checked={option === value} onChange={() => onChoose(option)} />
              {text}
            </label>
          ))}
        </div>
      )}
    </Setting>
  );
}
