import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState, useSyncExternalStore, type KeyboardEvent, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../../app-context.ts';
import { SidePane } from '../../shell/side-pane.tsx';
import { IconButton } from '../../ui/button.tsx';
import styles from './files-panes.module.css';

/** From this width on a difference has room beside the tree. */
const WIDE = '(min-width: 1600px)';
/** The active row of a tree where Enter opens and closes nothing. */
const ACTIVE_FILE = '[role=row][data-active]:not([aria-expanded])';

/** How the tree and the difference of one path share the room. */
export interface FilesLayout {
  readonly beside: boolean;
  readonly setBeside: (beside: boolean) => void;
  /** The difference fills the room. */
  readonly alone: boolean;
  readonly setAlone: (alone: boolean) => void;
}

/** Beside each other where the reader chose so, or chose nothing and the window is wide; kept between starts. */
export function useFilesLayout(): FilesLayout {
  const { settings } = useApp();
  const [alone, setAlone] = useState(false);
  const place = useStore(settings, (state) => state.differencePlace);
  const wide = useSyncExternalStore(onWidth, () => matchMedia(WIDE).matches);
  return {
    beside: place === 'auto' ? wide : place === 'beside',
    setBeside: (beside) => settings.getState().change({ differencePlace: beside ? 'beside' : 'below' }),
    alone,
    setAlone,
  };
}

/** The two switches of a layout. */
export function FilesLayoutButtons({ layout }: { layout: FilesLayout }) {
  const { t } = useLingui();
  const { alone, beside, setAlone, setBeside } = layout;
  return (
    <>
      <IconButton
        icon={beside ? 'dock-below' : 'dock-beside'}
        label={beside ? t`Show the difference below the tree` : t`Show the difference beside the tree`}
        disabled={alone}
        onClick={() => setBeside(!beside)}
      />
      <IconButton
        icon={alone ? 'collapse' : 'expand'}
        label={alone ? t`Show the tree again (Escape)` : t`Show the difference alone`}
        aria-pressed={alone}
        onClick={() => setAlone(!alone)}
      />
    </>
  );
}

interface FilesPanesProps {
  readonly layout: FilesLayout;
  readonly tree: ReactNode;
  /** Null where nothing differs. */
  readonly detail: ReactNode | null;
  readonly onJump: (backward: boolean) => void;
}

/** The tree of differences and one path of it: below each other, beside each other, or the path alone. */
export function FilesPanes({ layout: { alone, beside, setAlone }, tree, detail, onJump }: FilesPanesProps) {
  const { t } = useLingui();
  const area = useRef<HTMLDivElement>(null);
  const find = (what: string) => area.current?.querySelector<HTMLElement>(what);
  const place = `${alone} ${beside}`;
  const lastPlace = useRef(place);
  useEffect(() => {
    if (lastPlace.current === place) return;
    lastPlace.current = place;
    // The pane was made anew in another place, and what had the focus is gone.
    if (document.activeElement === document.body) area.current?.querySelector<HTMLElement>('[data-detail]')?.focus();
  }, [place]);
  const focusDetail = () => (find('[data-detail] [data-steps]') ?? find('[data-detail]'))?.focus();

  /** Before the tree, to which the letters n and p are the beginning of a name. */
  function onTreeKey(event: KeyboardEvent): void {
    const grid = event.target instanceof Element && event.target.closest('[role=treegrid]');
    if (!grid || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'n' || event.key === 'p') onJump(event.key === 'p');
    else if (event.key === 'Enter' && grid.querySelector(ACTIVE_FILE)) focusDetail();
    else return;
    take(event);
  }

  /** After the difference, in which F8 steps from place to place as long as there is another. */
  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isIn = event.target instanceof Element && event.target.closest('[data-detail]') !== null;
    if (event.key === 'F8') {
      onJump(event.shiftKey);
      // What has the focus goes with the path; the view of the next one takes it from here.
      if (isIn) find('[data-detail]')?.focus();
    } else if (isIn && event.key === 'Escape') {
      setAlone(false);
      // Hidden until the next frame, and what is hidden takes no focus.
      requestAnimationFrame(() => find('[role=treegrid]')?.focus());
    } else return;
    take(event);
  }

  const shown = (
    <div className={styles.detail} data-detail tabIndex={-1}>
      {detail}
    </div>
  );
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of what is inside
    <div
      ref={area}
      className={styles.panes}
      data-beside={beside || undefined}
      onKeyDownCapture={onTreeKey}
      onKeyDown={onKeyDown}
    >
      <div className={styles.tree} hidden={alone && detail !== null}>
        {tree}
      </div>
      {detail !== null &&
        (alone ? (
          <div className={styles.alone}>{shown}</div>
        ) : (
          <SidePane
            key={beside ? 'beside' : 'below'}
            pane={beside ? 'differenceBeside' : 'difference'}
            side="after"
            across={beside ? 'columns' : 'rows'}
            label={beside ? t`Width of the file difference` : t`Height of the file difference`}
          >
            {shown}
          </SidePane>
        ))}
    </div>
  );
}

function take(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

function onWidth(told: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener('change', told);
  return () => query.removeEventListener('change', told);
}
