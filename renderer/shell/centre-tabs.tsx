import { Tabs } from '@base-ui/react/tabs';
import { useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { CENTRE_TABS, type CentreTab, type SelectionStore } from '../stores/selection.ts';
import { useOfferedCommands } from '../use-offered-commands.ts';
import tabs from '../ui/tabs.module.css';
import styles from './centre-tabs.module.css';

/** Screens whose state is dear: they stay when another is in front. */
const KEPT: ReadonlySet<CentreTab> = new Set(['integrity', 'search', 'space', 'hidden', 'packages', 'findings']);

interface CentreTabsProps {
  readonly selection: SelectionStore;
  readonly warningCount: number;
  /** Between the tabs and the screen. */
  readonly bar: ReactNode;
  readonly panels: Readonly<Record<CentreTab, ReactNode>>;
}

/** The screens of one image. What was begun on one goes on while another is shown. */
export function CentreTabs({ selection, warningCount, bar, panels }: CentreTabsProps) {
  const { t } = useLingui();
  const tab = useStore(selection, (state) => state.tab);
  const showTab = useStore(selection, (state) => state.showTab);
  // A verify or a search goes on while another tab is shown; before the first visit there is none to keep.
  const [visited, setVisited] = useState<ReadonlySet<CentreTab>>(new Set([tab]));
  if (!visited.has(tab)) setVisited(new Set([...visited, tab]));
  const kept = (name: CentreTab) => name === 'files' || (KEPT.has(name) && visited.has(name));
  const labels: Readonly<Record<CentreTab, string>> = {
    files: t`Files`,
    space: t`Space`,
    hidden: t`Hidden`,
    search: t`Search`,
    history: t`History`,
    config: t`Config`,
    integrity: t`Integrity`,
    packages: t`Packages`,
    findings: t`Findings`,
    warnings: t`Warnings`,
  };
  useOfferedCommands(
    CENTRE_TABS.map((name) => {
      const label = labels[name];
      return { id: `tab-${name}`, label: t`Show ${label}`, run: () => showTab(name) };
    }),
  );
  return (
    <Tabs.Root className={styles.root} value={tab} onValueChange={(value: CentreTab) => showTab(value)}>
      <Tabs.List className={`${tabs.list} ${styles.list}`} aria-label={t`Screens`} activateOnFocus>
        {CENTRE_TABS.map((name) => (
          <Tabs.Tab key={name} value={name} className={`${tabs.tab} ${styles.tab}`}>
            {labels[name]}
            {name === 'warnings' && warningCount > 0 && <span className={styles.count}>{warningCount}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {bar}
      {CENTRE_TABS.map((name) => (
        <Tabs.Panel key={name} value={name} className={tabs.panel} keepMounted={kept(name)} tabIndex={-1}>
          {panels[name]}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}
