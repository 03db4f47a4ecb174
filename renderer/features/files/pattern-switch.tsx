import { useLingui } from '@lingui/react/macro';
import type { PatternKind } from '../../../shared/model/pattern.ts';
import styles from './filter.module.css';

interface PatternSwitchProps {
  /** In force, which what is typed may decide. */
  readonly kind: PatternKind;
  readonly onChoose: (kind: PatternKind) => void;
}

/** Glob and regex as two switches in the filter box; with neither the filter is text. */
export function PatternSwitch({ kind, onChoose }: PatternSwitchProps) {
  const { t } = useLingui();
  const switches = [
    { is: 'glob', sign: '*?', label: t`Glob: * and ? stand for letters of a name, ** for folders` },
    { is: 'regex', sign: '.*', label: t`Regular expression (RE2), also typed as /…/` },
  ] as const;
  return switches.map(({ is, sign, label }) => (
    <button
      key={is}
      type="button"
      className={styles.pattern}
      aria-pressed={kind === is}
      aria-label={label}
      title={label}
      onClick={() => onChoose(kind === is ? 'text' : is)}
    >
      {sign}
    </button>
  ));
}
