import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { parseByteSize } from '../../../shared/format/byte-size.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { ViewWhere } from '../../../shared/model/view.ts';
import styles from './filter.module.css';
import { without } from './where-words.ts';

interface SizeFieldsProps {
  readonly where: ViewWhere;
  readonly onChange: (where: ViewWhere) => void;
}

/** Bounds of a file's size, typed as people write sizes; common ones are one click. */
export function SizeFields({ where, onChange }: SizeFieldsProps) {
  const { t } = useLingui();
  const set = (name: 'sizeAtLeast' | 'sizeAtMost', bytes: number | undefined) =>
    onChange(bytes === undefined ? without(where, name) : { ...where, [name]: bytes });
  return (
    <>
      <SizeField label={t`at least`} bytes={where.sizeAtLeast} onBytes={(bytes) => set('sizeAtLeast', bytes)} />
      <SizeField label={t`at most`} bytes={where.sizeAtMost} onBytes={(bytes) => set('sizeAtMost', bytes)} />
      {[1e5, 1e6, 1e7, 1e8].map((bytes) => (
        <button
          key={bytes}
          type="button"
          className={styles.choice}
          aria-pressed={where.sizeAtLeast === bytes}
          onClick={() => set('sizeAtLeast', where.sizeAtLeast === bytes ? undefined : bytes)}
        >
          ≥ {formatBytes(bytes)}
        </button>
      ))}
    </>
  );
}

interface SizeFieldProps {
  readonly label: string;
  readonly bytes: number | undefined;
  readonly onBytes: (bytes: number | undefined) => void;
}

function SizeField({ label, bytes, onBytes }: SizeFieldProps) {
  const { t } = useLingui();
  const [draft, setDraft] = useState<string | null>(null);
  const read = parseByteSize(draft ?? '');
  const invalid = draft !== null && draft.trim() !== '' && read === undefined;
  const apply = () => {
    if (draft === null || invalid) return;
    onBytes(read);
    setDraft(null);
  };
  return (
    <label className={styles.field}>
      {label}
      <input
        type="text"
        size={8}
        value={draft ?? (bytes === undefined ? '' : formatBytes(bytes))}
        placeholder="10 MB"
        spellCheck={false}
        aria-invalid={invalid || undefined}
        title={invalid ? t`A size is a number and a unit: 512, 10 kB, 4 MB, 1 GiB` : undefined}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={apply}
        onKeyDown={(event) => event.key === 'Enter' && apply()}
      />
    </label>
  );
}
