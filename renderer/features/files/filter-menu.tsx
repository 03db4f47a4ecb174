import { Popover } from '@base-ui/react/popover';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { ENTRY_TYPES } from '../../../shared/model/entry.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import { CHANGE_FILTERS, MODE_FILTERS, type ViewWhere } from '../../../shared/model/view.ts';
import { Button } from '../../ui/button.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import menu from '../../ui/menu.module.css';
import styles from './filter.module.css';
import { OwnerFields } from './owner-fields.tsx';
import { SizeFields } from './size-fields.tsx';
import { toggled, useWhereWords, without } from './where-words.ts';

interface FilterMenuProps {
  readonly where: ViewWhere;
  readonly layers: readonly LayerSummary[];
  readonly onChange: (where: ViewWhere) => void;
}

/** Conditions on what is shown, by kind; of one kind any must hold, of several kinds each. */
export function FilterMenu({ where, layers, onChange }: FilterMenuProps) {
  const { t } = useLingui();
  const words = useWhereWords();
  const count = words.chips(where).length;
  const choice = (name: Parameters<typeof toggled>[1], item: string | number, label: ReactNode, title?: string) => {
    const list: readonly (string | number)[] = where[name] ?? [];
    return (
      <button
        key={item}
        type="button"
        className={styles.choice}
        title={title}
        aria-label={title}
        aria-pressed={list.includes(item)}
        onClick={() => onChange(toggled(where, name, item))}
      >
        {label}
      </button>
    );
  };
  return (
    <Popover.Root>
      <Popover.Trigger render={<Button look="plain" icon="funnel" aria-pressed={count > 0} />}>
        <span className={styles.word}>
          <Trans>Filter</Trans>
        </span>
        {count > 0 && <span className={styles.number}>{count}</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={menu.positioner} align="start" sideOffset={4}>
          <Popover.Popup className={`${menu.popup} ${styles.popup}`} aria-label={t`Filter`}>
            <Section title={<Trans>What its layer did</Trans>}>
              {CHANGE_FILTERS.map((change) => choice('changes', change, words.changes[change]))}
            </Section>
            <Section title={<Trans>Hidden versions</Trans>}>
              {([true, false] as const).map((hidden) => (
                <button
                  key={String(hidden)}
                  type="button"
                  className={styles.choice}
                  aria-pressed={where.hidden === hidden}
                  onClick={() => onChange(where.hidden === hidden ? without(where, 'hidden') : { ...where, hidden })}
                >
                  {hidden ? <Trans>only hidden</Trans> : <Trans>nothing hidden</Trans>}
                </button>
              ))}
            </Section>
            <Section title={<Trans>Size of a file</Trans>}>
              <SizeFields where={where} onChange={onChange} />
            </Section>
            <Section title={<Trans>Type</Trans>}>
              {ENTRY_TYPES.map((type) => choice('types', type, words.types[type]))}
            </Section>
            <Section title={<Trans>Mode</Trans>}>
              {MODE_FILTERS.map((mode) => choice('modes', mode, words.modes[mode]))}
            </Section>
            <Section title={<Trans>Owner</Trans>}>
              <OwnerFields where={where} onChange={onChange} />
            </Section>
            {layers.length > 1 && (
              <Section title={<Trans>Layer that provides it</Trans>}>
                {layers.map(({ index: number }) =>
                  choice('layers', number, <LayerChip layer={number} />, t`Layer ${number}`),
                )}
              </Section>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <fieldset className={styles.section}>
      <legend>{title}</legend>
      <div className={styles.choices}>{children}</div>
    </fieldset>
  );
}
