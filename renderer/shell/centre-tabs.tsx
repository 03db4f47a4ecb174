import { Tabs } from '@base-ui/react/tabs';
import { useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { CENTRE_TABS, type CentreTab, type SelectionStore } from '../stores/selection.ts';
import tabs from '../ui/tabs.module.css';
import styles from './centre-tabs.module.css';

interface CentreTabsProps {
  readonly selection: SelectionStore;
  readonly warningCount: number;
  readonly panels: Readonly<Record<CentreTab, ReactNode>>;
}

/** The screens of one image. What was begun on one goes on while another is shown. */
export function CentreTabs({ selection, warningCount, panels }: CentreTabsProps) {
  const { t } = useLingui();
  const tab = useStore(selection, (state) => state.tab);
  const showTab = useStore(selection, (state) => state.showTab);
  // A verify goes on while another tab is shown; before the first visit there is none to keep.
  const [checked, setChecked] = useState(tab === 'integrity');
  const kept = (name: CentreTab) => name === 'files' || (name === 'integrity' && checked);
  const labels: Readonly<Record<CentreTab, string>> = {
    files: t`Files`,
    history: t`History`,
    config: t`Config`,
    integrity: t`Integrity`,
    warnings: t`Warnings`,
  };
  return (
    <Tabs.Root
      className={styles.root}
      value={tab}
      onValueChange={(value: CentreTab) => {
        showTab(value);
        if (value === 'integrity') setChecked(true);
      }}
    >
      <Tabs.List className={tabs.list} aria-label={t`Screens`} activateOnFocus>
        {CENTRE_TABS.map((name) => (
          <Tabs.Tab key={name} value={name} className={tabs.tab}>
            {labels[name]}
            {name === 'warnings' && warningCount > 0 && <span className={styles.count}>{warningCount}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {CENTRE_TABS.map((name) => (
        <Tabs.Panel key={name} value={name} className={tabs.panel} keepMounted={kept(name)} tabIndex={-1}>
          {panels[name]}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}
