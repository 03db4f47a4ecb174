import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useRef, type KeyboardEvent } from 'react';
import type { FolderListing } from '../../../shared/contract/contract.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './folder-dialog.module.css';

/** A folder with more says so; the path field reaches the rest. */
const MOST_ENTRIES = 2000;
const TYPING_MS = 800;

type FolderEntry = FolderListing['entries'][number];

interface FolderListProps {
  readonly entries: readonly FolderEntry[];
  /** False lists folders only. */
  readonly filesToo: boolean;
  /** Name of the chosen entry. */
  readonly chosen: string | null;
  readonly onChoose: (name: string) => void;
  /** A double click, or Enter. */
  readonly onEnter: (entry: FolderEntry) => void;
  readonly onUp: () => void;
}

/** The entries of one folder, folders first; arrows, Enter, Backspace and type-ahead. */
export function FolderList({ entries, filesToo, chosen, onChoose, onEnter, onUp }: FolderListProps) {
  const { t } = useLingui();
  const id = useId();
  const typing = useRef({ text: '', at: 0 });
  const all = entries
    .filter((entry) => filesToo || entry.kind === 'folder')
    .toSorted((a, b) => Number(b.kind === 'folder') - Number(a.kind === 'folder') || a.name.localeCompare(b.name));
  const shown = all.slice(0, MOST_ENTRIES);
  const at = shown.findIndex((entry) => entry.name === chosen);
  const { length: count } = shown;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const current = shown[at];
    if (event.key === 'Enter' && current) onEnter(current);
    else if (event.key === 'Backspace') onUp();
    else {
      const to = target(event.key, event.timeStamp);
      const entry = to === undefined ? undefined : shown[Math.min(Math.max(to, 0), count - 1)];
      if (!entry) return;
      onChoose(entry.name);
    }
    event.preventDefault();
  }

  function target(key: string, now: number): number | undefined {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: count - 1,
      PageDown: at + 10,
      PageUp: at - 10,
    };
    if (key in moves || !/^.$/u.test(key)) return moves[key];
    const text = (now - typing.current.at < TYPING_MS ? typing.current.text : '') + key.toLowerCase();
    typing.current = { text, at: now };
    const found = shown.findIndex((entry) => entry.name.toLowerCase().startsWith(text));
    return found < 0 ? undefined : found;
  }

  return (
    <div className={styles.list}>
      {count === 0 ? (
        <p className={styles.nothing}>
          {filesToo ? <Trans>This folder is empty.</Trans> : <Trans>No folders in here.</Trans>}
        </p>
      ) : (
        <div
          role="listbox"
          tabIndex={0}
          className={styles.entries}
          aria-label={t`Files and folders`}
          aria-activedescendant={at < 0 ? undefined : `${id}-${at}`}
          onKeyDown={onKeyDown}
        >
          {shown.map((entry, index) => (
            <div
              key={entry.name}
              ref={index === at ? intoView : undefined}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              className={styles.entry}
              onMouseDown={() => onChoose(entry.name)}
              onDoubleClick={() => onEnter(entry)}
            >
              <span className={styles.kind} data-kind={entry.kind}>
                <Icon name={entry.kind === 'folder' ? 'folder' : 'file'} />
              </span>
              <bdi className={styles.name}>{safeText(entry.name)}</bdi>
              <span className={styles.size}>{entry.kind === 'file' && formatBytes(entry.size)}</span>
            </div>
          ))}
        </div>
      )}
      {all.length > count && (
        <p className={styles.nothing}>
          <Trans>Only the first {count} entries are listed; type the path instead.</Trans>
        </p>
      )}
    </div>
  );
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
