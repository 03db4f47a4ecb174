import { Trans, useLingui } from '@lingui/react/macro';
import type { ViewWhere } from '../../../shared/model/view.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './filter.module.css';
import { useWhereWords } from './where-words.ts';

interface FilterChipsProps {
  readonly where: ViewWhere;
  readonly onChange: (where: ViewWhere) => void;
}

/** The conditions in force; a click takes one away. */
export function FilterChips({ where, onChange }: FilterChipsProps) {
  const { t } = useLingui();
  const chips = useWhereWords().chips(where);
  if (chips.length === 0) return null;
  return (
    <div className={styles.chips} role="group" aria-label={t`Conditions in force`}>
      {chips.map(({ key, label, without }) => (
        <button
          key={key}
          type="button"
          className={styles.chip}
          aria-label={t`Remove condition: ${label}`}
          title={t`Remove condition: ${label}`}
          onClick={() => onChange(without)}
        >
          {label}
          <Icon name="close" size={12} />
        </button>
      ))}
      <Button look="plain" onClick={() => onChange({})}>
        <Trans>Remove all</Trans>
      </Button>
    </div>
  );
}
