import { Dialog } from '@base-ui/react/dialog';
import { Tabs } from '@base-ui/react/tabs';
import { Trans, useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import { useApp } from '../../app-context.ts';
import { IconButton } from '../../ui/button.tsx';
import dialog from '../../ui/dialog.module.css';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { AppearancePanel } from './appearance-panel.tsx';
import { KeyboardPanel } from './keyboard-panel.tsx';
import { LimitsPanel } from './limits-panel.tsx';
import styles from './settings.module.css';
import { StoragePanel } from './storage-panel.tsx';
import { useHostSettings } from './use-host-settings.ts';

/** Everything that can be set, over whatever is being looked at. */
export function SettingsDialog() {
  const { overlays } = useApp();
  const open = useStore(overlays, (state) => state.shown === 'settings');
  const show = useStore(overlays, (state) => state.show);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && show(null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialog.backdrop} />
        <Dialog.Popup className={`${dialog.popup} ${styles.popup}`}>
          <Sections />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Sections() {
  const { t } = useLingui();
  const host = useHostSettings();
  const sections: readonly (readonly [value: string, icon: IconName, label: string])[] = [
    ['appearance', 'sun', t`Appearance`],
    ['keyboard', 'keyboard', t`Keyboard`],
    ['limits', 'seal', t`Limits`],
    ['storage', 'archive', t`Storage`],
  ];
  return (
    <Tabs.Root className={styles.root} defaultValue="appearance" orientation="vertical">
      <div className={styles.side}>
        <Dialog.Title className={styles.title}>
          <Trans>Settings</Trans>
        </Dialog.Title>
        <Tabs.List className={styles.sections} aria-label={t`Settings`} activateOnFocus>
          {sections.map(([value, icon, label]) => (
            <Tabs.Tab key={value} value={value} className={styles.section}>
              <Icon name={icon} />
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </div>
      <Dialog.Close render={<IconButton icon="close" label={t`Close`} className={styles.close} />} />
      <Tabs.Panel value="appearance" className={styles.panel}>
        <AppearancePanel />
      </Tabs.Panel>
      <Tabs.Panel value="keyboard" className={styles.panel}>
        <KeyboardPanel />
      </Tabs.Panel>
      <Tabs.Panel value="limits" className={styles.panel}>
        <LimitsPanel host={host} />
      </Tabs.Panel>
      <Tabs.Panel value="storage" className={styles.panel}>
        <StoragePanel host={host} />
      </Tabs.Panel>
    </Tabs.Root>
  );
}
