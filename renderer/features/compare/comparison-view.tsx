import { Tabs } from '@base-ui/react/tabs';
import { Plural, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { safeText } from '../../../shared/format/safe-text.ts';
import { DIFFERENCE_KINDS, type Comparison, type ReviewProgress } from '../../../shared/model/compare.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import { useApp } from '../../app-context.ts';
import { SidePane } from '../../shell/side-pane.tsx';
import type { LayerRange } from '../../stores/session.ts';
import { sourceTitle } from '../../ui/image-words.ts';
import { Notice } from '../../ui/notice.tsx';
import tabs from '../../ui/tabs.module.css';
import { useLoaded } from '../../ui/use-loaded.ts';
import { createCompareSelection, COMPARE_TABS, type CompareScreenTab } from './compare-selection.ts';
import { ConfigDifferences } from './config-differences.tsx';
import { createDifferenceController } from './difference-controller.ts';
import { DifferencesScreen } from './differences-screen.tsx';
import { FilesLayoutButtons, FilesPanes, useFilesLayout } from './files-panes.tsx';
import { HistoryDifferences } from './history-differences.tsx';
import { Ladder } from './ladder.tsx';
import { PackageDifferences } from './package-differences.tsx';
import { PathDifference } from './path-difference.tsx';
import { ReportMenu } from './report-menu.tsx';
import { SizeDifferences } from './size-differences.tsx';
import { platformsDiffer, SummaryStrip } from './summary-strip.tsx';
import { useCompareCommands } from './use-compare-commands.ts';
import { useReview } from './use-review.ts';
import { useSimilar } from './use-similar.ts';
import styles from './compare.module.css';

interface ComparisonViewProps {
  readonly compare: string;
  readonly comparison: Comparison;
  /** As it was when the images were compared. */
  readonly reviewed: ReviewProgress;
  readonly onSwap: () => void;
  readonly onLayers: (side: 'before' | 'after', layers: LayerRange | undefined) => void;
  readonly onOpen: (side: 'before' | 'after') => void;
  readonly onRestart: () => void;
}

/** What a comparison found: the answer in one strip, both stacks, the tree of differences and one path in detail. */
export function ComparisonView({
  compare,
  comparison,
  reviewed,
  onSwap,
  onLayers,
  onOpen,
  onRestart,
}: ComparisonViewProps) {
  const { t } = useLingui();
  const { connection, settings } = useApp();
  const { client, data } = connection;
  const [{ selection, controller }] = useState(() => {
    const chosen = createCompareSelection(settings.getState().differenceLayout);
    const paths = DIFFERENCE_KINDS.reduce((sum, kind) => sum + comparison.summary[kind], 0);
    return { selection: chosen, controller: createDifferenceController(client, { compare, paths }, chosen) };
  });
  const tab = useStore(selection, (state) => state.tab);
  const pathID = useStore(selection, (state) => state.pathID);
  const { showTab, refresh } = selection.getState();
  const fields = comparison.config.length + comparison.annotations.length;
  const layout = useFilesLayout();
  useCompareCommands({ selection, controller, layout, onSwap });
  const titles = [comparison.before, comparison.after].map(({ image, source }) => sourceTitle(image, source));
  const subject = titles.join(' ⇄ ');
  const similar = useSimilar(compare, subject, refresh);
  const review = useReview({ compare, reviewed, subject }, refresh);
  const readPackages = useCallback(
    (signal: AbortSignal) => client.compare.packages({ compare }, { signal }),
    [client, compare],
  );
  const [packages, retryPackages] = useLoaded(readPackages);
  // Rows know their package only from now on.
  useEffect(() => {
    if (packages.kind === 'ready') refresh();
  }, [packages.kind, refresh]);
  const panels: Readonly<Record<CompareScreenTab, ReactNode>> = {
    files: (
      <FilesPanes
        layout={layout}
        tree={
          <DifferencesScreen
            comparison={comparison}
            controller={controller}
            selection={selection}
            similar={similar}
            review={review}
            onRestart={onRestart}
          />
        }
        detail={
          pathID === null && comparison.verdict !== 'different' ? null : (
            <PathDifference
              client={client}
              data={data}
              compare={compare}
              comparison={comparison}
              controller={controller}
              selection={selection}
              review={review}
              packages={packages.kind === 'failed' ? null : (packages.value ?? null)}
              pathID={pathID}
              actions={<FilesLayoutButtons layout={layout} />}
            />
          )
        }
        onJump={(backward) => void controller.jump(backward)}
      />
    ),
    packages: <PackageDifferences packages={packages} onRetry={retryPackages} selection={selection} />,
    sizes: <SizeDifferences {...{ client, compare, comparison, controller, selection }} />,
    config: <ConfigDifferences client={client} comparison={comparison} />,
    history: <HistoryDifferences comparison={comparison} selection={selection} />,
  };
  const labels: Readonly<Record<CompareScreenTab, string>> = {
    files: t`Files`,
    packages: t`Packages`,
    sizes: t`Size`,
    config: t`Config`,
    history: t`History`,
  };
  return (
    <div className={styles.screen}>
      <SummaryStrip
        comparison={comparison}
        packages={packages.kind === 'failed' ? null : (packages.value ?? null)}
        selection={selection}
        onSwap={onSwap}
        onOpen={onOpen}
        actions={<ReportMenu compare={compare} comparison={comparison} />}
      />
      {platformsDiffer(comparison) && (
        <Notice kind="warning">
          {t`The images are for different platforms, so most programs differ whatever was changed.`}
        </Notice>
      )}
      {/* The one on platforms is said above, in the reader's language. */}
      <Warnings warnings={comparison.warnings.filter(({ code }) => code !== 'platforms-differ')} />
      <div className={styles.panes}>
        <SidePane pane="ladder" side="before" label={t`Width of the layers`}>
          <Ladder comparison={comparison} selection={selection} onLayers={onLayers} />
        </SidePane>
        <Tabs.Root className={styles.centre} value={tab} onValueChange={(value: CompareScreenTab) => showTab(value)}>
          <Tabs.List className={tabs.list} aria-label={t`Screens`} activateOnFocus>
            {COMPARE_TABS.map((name) => (
              <Tabs.Tab key={name} value={name} className={tabs.tab}>
                {labels[name]}
                {name === 'config' && fields > 0 && <span className={styles.badge}>{fields}</span>}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {COMPARE_TABS.map((name) => (
            <Tabs.Panel key={name} value={name} className={tabs.panel} keepMounted={name === 'files'} tabIndex={-1}>
              {panels[name]}
            </Tabs.Panel>
          ))}
        </Tabs.Root>
      </div>
    </div>
  );
}

/** More than this is read in each image's own list. */
const MOST_WARNINGS = 2;

function Warnings({ warnings }: { warnings: readonly Warning[] }) {
  const more = warnings.length - MOST_WARNINGS;
  if (warnings.length === 0) return null;
  return (
    <Notice kind="info">
      {warnings.slice(0, MOST_WARNINGS).map((warning) => (
        <p key={warning.code + warning.message}>{safeText(warning.message)}</p>
      ))}
      {more > 0 && (
        <p>
          <Plural value={more} one="And # more warning." other="And # more warnings." />
        </p>
      )}
    </Notice>
  );
}
