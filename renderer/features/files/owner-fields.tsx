import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { ViewWhere } from '../../../shared/model/view.ts';
import styles from './filter.module.css';
import { without } from './where-words.ts';

interface OwnerFieldsProps {
  readonly where: ViewWhere;
  readonly onChange: (where: ViewWhere) => void;
}

/** Numbers of users and groups. Any of a list may own the path. */
export function OwnerFields({ where, onChange }: OwnerFieldsProps) {
  const { t } = useLingui();
  const set = (name: 'uids' | 'gids', ids: readonly number[]) =>
    onChange(ids.length === 0 ? without(where, name) : { ...where, [name]: ids });
  return (
    <>
      <NumbersField label={t`user`} numbers={where.uids ?? []} onNumbers={(ids) => set('uids', ids)} />
      <NumbersField label={t`group`} numbers={where.gids ?? []} onNumbers={(ids) => set('gids', ids)} />
    </>
  );
}

interface NumbersFieldProps {
  readonly label: string;
  readonly numbers: readonly number[];
  readonly onNumbers: (numbers: readonly number[]) => void;
}

function NumbersField({ label, numbers, onNumbers }: NumbersFieldProps) {
  const { t } = useLingui();
  const [draft, setDraft] = useState<string | null>(null);
  const invalid = draft !== null && !/^[\d\s,]*$/.test(draft);
  const apply = () => {
    if (draft === null || invalid) return;
    onNumbers([...new Set((draft.match(/\d{1,10}/g) ?? []).map(Number))]);
    setDraft(null);
  };
  return (
    <label className={styles.field}>
      {label}
      <input
        type="text"
        size={9}
        value={draft ?? numbers.join(', ')}
        placeholder="0, 1000"
        spellCheck={false}
        aria-invalid={invalid || undefined}
        title={invalid ? t`Owners are numbers, as the layers hold them: 0, 1000` : undefined}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={apply}
        onKeyDown={(event) => event.key === 'Enter' && apply()}
      />
    </label>
  );
}
