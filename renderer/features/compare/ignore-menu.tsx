import { Menu } from '@base-ui/react/menu';
import { Trans, useLingui } from '@lingui/react/macro';
import { IGNORE_PRESET_NAMES, IGNORE_PRESETS, type IgnorePreset } from '../../../shared/model/ignore-presets.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import menu from '../../ui/menu.module.css';
import styles from './difference-bar.module.css';

interface IgnoreMenuProps {
  readonly ignored: readonly IgnorePreset[];
  /** Paths that are left out only for that reason. */
  readonly count: number;
  readonly onToggle: (preset: IgnorePreset) => void;
}

/** Which noise is left out, with how much that is: nothing is hidden unseen. */
export function IgnoreMenu({ ignored, count, onToggle }: IgnoreMenuProps) {
  const { t } = useLingui();
  const names: Readonly<Record<IgnorePreset, string>> = {
    bytecode: t`Python bytecode`,
    caches: t`Caches and temporary files`,
    logs: t`Logs`,
    databases: t`Package databases`,
    machine: t`What each machine makes anew`,
  };
  return (
    <Menu.Root>
      <Menu.Trigger render={<Button look="plain" icon="funnel" aria-pressed={ignored.length > 0} />}>
        {ignored.length === 0 ? <Trans>Ignore…</Trans> : <Trans>Ignored: {count}</Trans>}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="start" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            {IGNORE_PRESET_NAMES.map((name) => (
              <Menu.CheckboxItem
                key={name}
                className={menu.item}
                checked={ignored.includes(name)}
                title={IGNORE_PRESETS[name].join('\n')}
                onCheckedChange={() => onToggle(name)}
              >
                <span className={styles.check}>
                  <Menu.CheckboxItemIndicator>
                    <Icon name="check" size={14} />
                  </Menu.CheckboxItemIndicator>
                </span>
                {names[name]}
              </Menu.CheckboxItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
