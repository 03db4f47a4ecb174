import { Trans, useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import { safeText } from '../../shared/format/safe-text.ts';
import { useApp } from '../app-context.ts';
import type { CentreTab, SelectionStore } from '../stores/selection.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { LayerChip } from '../ui/layer-chip.tsx';
import { SafeName } from '../ui/safe-name.tsx';
import styles from './location-bar.module.css';

/** Screens that are about one path at a time. */
const OF_PATHS: ReadonlySet<CentreTab> = new Set(['files', 'space', 'hidden', 'search', 'packages', 'findings']);

/** Back, forward, and the folders of the selected path. */
export function LocationBar({ selection }: { selection: SelectionStore }) {
  const { t } = useLingui();
  const { overlays } = useApp();
  const tab = useStore(selection, (state) => state.tab);
  const trail = useStore(selection, (state) => state.trail);
  const settled = useStore(selection, (state) => state.settled);
  const version = useStore(selection, (state) => state.version);
  const { back, forward, goTo } = selection.getState();
  if (!OF_PATHS.has(tab)) return null;
  const names = settled?.path.split('/').filter((name) => name !== '') ?? [];
  return (
    <div className={styles.bar} role="group" aria-label={t`Location`}>
      <IconButton icon="arrow-left" label={t`Back (Alt+Left)`} disabled={trail.at <= 0} onClick={back} />
      <IconButton
        icon="arrow-right"
        label={t`Forward (Alt+Right)`}
        disabled={trail.at >= trail.places.length - 1}
        onClick={forward}
      />
      <nav className={styles.crumbs} aria-label={t`Path`}>
        {settled === null && (
          <span className={styles.none}>
            <Trans>No path is selected</Trans>
          </span>
        )}
        {names.map((name, index) => {
          const path = `/${names.slice(0, index + 1).join('/')}`;
          return (
            <span key={path} className={styles.crumb}>
              <Icon name="chevron-right" size={12} />
              <button
                type="button"
                title={safeText(path)}
                aria-current={index === names.length - 1 ? 'location' : undefined}
                onClick={() => goTo(path)}
              >
                <SafeName text={name} />
              </button>
            </span>
          );
        })}
        {version !== null && settled && <LayerChip layer={version} title={t`As in layer ${version}`} />}
      </nav>
      <IconButton icon="search" label={t`Go to path (Ctrl+P)`} onClick={() => overlays.getState().show('paths')} />
    </div>
  );
}
