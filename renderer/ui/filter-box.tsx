import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useLingui } from '@lingui/react/macro';
import { IconButton } from './button.tsx';
import styles from './filter-box.module.css';
import { Icon } from './icon.tsx';

/** Between two keys of one burst. What is shown next is worked out one at a time, the last wish wins: no need to wait longer. */
const DEBOUNCE_MS = 30;
/** A key after so long a pause begins a burst, and what one typed or pasted then is applied at once. */
const PAUSE_MS = 400;

interface FilterBoxProps {
  /** What is in force. */
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly box: RefObject<HTMLInputElement | null>;
  readonly onLeave: () => void;
  /** What is filtered by; paths when left out. */
  readonly label?: string;
  /** ID of the text that says what is wrong with the filter. */
  readonly wrong?: string | undefined;
  /** Beside the text: how it is read. */
  readonly children?: ReactNode;
}

/** A filter; what is typed is applied after a moment, or at once by Enter. */
export function FilterBox({ filter, onFilter, box, onLeave, label, wrong, children }: FilterBoxProps) {
  const { t } = useLingui();
  // What is typed and not applied yet; null shows the filter in force.
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? filter;
  const typedAt = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    if (draft === null) return undefined;
    const timer = setTimeout(() => {
      onFilter(draft);
      setDraft(null);
    }, DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [draft, onFilter]);

  function apply(next: string): void {
    onFilter(next);
    setDraft(null);
  }

  function type(next: string, now: number): void {
    const isBurst = now - typedAt.current < PAUSE_MS;
    typedAt.current = now;
    if (isBurst) setDraft(next);
    else apply(next);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      if (text === '') onLeave();
      apply('');
    } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault();
      apply(text);
      onLeave();
    }
  }

  return (
    <div className={styles.filter} data-wrong={wrong === undefined ? undefined : ''}>
      <Icon name="search" size={14} />
      <input
        ref={box}
        type="text"
        value={text}
        maxLength={4096}
        spellCheck={false}
        placeholder={label ?? t`Filter by path`}
        aria-label={label ?? t`Filter by path`}
        aria-invalid={wrong === undefined ? undefined : true}
        aria-describedby={wrong}
        onChange={(event) => type(event.target.value, event.timeStamp)}
        onKeyDown={onKeyDown}
      />
      {children}
      {text !== '' && (
        <IconButton
          icon="close"
          label={t`Clear filter`}
          onClick={() => {
            apply('');
            box.current?.focus();
          }}
        />
      )}
    </div>
  );
}
