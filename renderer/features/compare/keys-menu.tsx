import { Popover } from '@base-ui/react/popover';
import { Trans, useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import { DELTA_KEYS, type ComparisonSummary } from '../../../shared/model/compare.ts';
import { Button } from '../../ui/button.tsx';
import menu from '../../ui/menu.module.css';
import styles from './choice-popup.module.css';
import type { CompareSelectionStore } from './compare-selection.ts';
import { useDifferenceWords } from './difference-words.ts';

interface KeysMenuProps {
  readonly selection: CompareSelectionStore;
  readonly summary: ComparisonSummary;
}

/** Only what differs in some attributes: mode, owner, link target, extended attributes … */
export function KeysMenu({ selection, summary }: KeysMenuProps) {
  const { t } = useLingui();
  const { keys: words } = useDifferenceWords();
  const chosen = useStore(selection, ({ spec }) => spec.keys) ?? [];
  const { toggleKey } = selection.getState();
  const known = DELTA_KEYS.filter((key) => (summary.keys[key] ?? 0) > 0);
  if (known.length === 0) return null;
  return (
    <Popover.Root>
      <Popover.Trigger render={<Button look="plain" icon="seal" aria-pressed={chosen.length > 0} />}>
        {chosen.length === 0 ? <Trans>Attributes…</Trans> : chosen.map((key) => words[key]).join(' · ')}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={menu.positioner} align="start" sideOffset={4}>
          <Popover.Popup className={`${menu.popup} ${styles.popup}`} aria-label={t`Attributes`}>
            <p className={styles.lead}>
              <Trans>Only what differs in one of these:</Trans>
            </p>
            {known.map((key) => (
              <div key={key} className={styles.line}>
                <label className={styles.choice}>
                  <input type="checkbox" checked={chosen.includes(key)} onChange={() => toggleKey(key)} />
                  <span>{words[key]}</span>
                </label>
                <span className={styles.count}>{(summary.keys[key] ?? 0).toLocaleString()}</span>
              </div>
            ))}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
