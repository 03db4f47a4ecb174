import { Dialog } from '@base-ui/react/dialog';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Icon } from '../../ui/icon.tsx';
import styles from './palette.module.css';

interface QuickPickProps<T> {
  readonly label: string;
  readonly placeholder: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly render: (item: T) => ReactNode;
  readonly onChoose: (item: T) => void;
  /** What Tab completes the text to; without it Tab leaves the box. */
  readonly complete?: (item: T) => string;
  readonly onClose: () => void;
  /** Below the list: why it is empty, or how many there are. */
  readonly status: ReactNode;
}

/** A box to type in over the window, and the list of what it finds (WAI-ARIA combobox with a list box). */
export function QuickPick<T>(props: QuickPickProps<T>) {
  const { label, placeholder, typed, onType, items, keyOf, render, onChoose, complete, onClose, status } = props;
  const id = useId();
  const [walked, setWalked] = useState({ items, at: 0 });
  // Other items: the first is the best again.
  const at = walked.items === items ? walked.at : 0;

  function walk(to: number): void {
    const next = (to + items.length) % Math.max(1, items.length);
    setWalked({ items, at: next });
    document.querySelector(`[id="${id}-${next}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const item = items[at];
    if (event.key === 'ArrowDown') walk(at + 1);
    else if (event.key === 'ArrowUp') walk(at - 1);
    else if (event.key === 'Enter' && item !== undefined) onChoose(item);
    else if (event.key === 'Tab' && !event.shiftKey && complete && item !== undefined) onType(complete(item));
    else return;
    event.preventDefault();
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} aria-label={label}>
          <div className={styles.box}>
            <Icon name="search" />
            <input
              type="text"
              role="combobox"
              value={typed}
              maxLength={4096}
              spellCheck={false}
              autoComplete="off"
              placeholder={placeholder}
              aria-label={label}
              aria-expanded={items.length > 0}
              aria-controls={`${id}-list`}
              aria-autocomplete="list"
              aria-activedescendant={items.length > 0 ? `${id}-${at}` : undefined}
              onChange={(event) => onType(event.target.value)}
              onKeyDown={onKeyDown}
            />
          </div>
          <div id={`${id}-list`} role="listbox" aria-label={label} className={styles.list} hidden={items.length === 0}>
            {items.map((item, index) => (
              <div
                key={keyOf(item)}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === at}
                className={styles.option}
                onPointerMove={() => index !== at && setWalked({ items, at: index })}
                onClick={() => onChoose(item)}
              >
                {render(item)}
              </div>
            ))}
          </div>
          <p className={styles.status} role="status">
            {status}
          </p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
