import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useSyncExternalStore, type FormEvent, type KeyboardEvent, type RefObject } from 'react';
import type { PatternKind } from '../../../shared/model/pattern.ts';
import type { SearchQuery } from '../../../shared/model/search.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { SearchSession } from './search-session.ts';
import styles from './search-screen.module.css';

/** Names are looked through while typing; contents on Enter. */
const DEBOUNCE_MS = 250;

interface SearchFormProps {
  readonly form: SearchSession['form'];
  /** What was searched for last; null before and after. */
  readonly running: SearchQuery | null;
  readonly box: RefObject<HTMLInputElement | null>;
  /** Null for an empty box. */
  readonly onSearch: (wish: SearchQuery | null) => void;
  /** The keyboard wants to go on to the results. */
  readonly onLeave: () => void;
}

export function SearchForm({ box, form, running, onSearch, onLeave }: SearchFormProps) {
  const { t } = useLingui();
  const { text, in: where, pattern, ignoreCase, hidden } = useSyncExternalStore(form.subscribe, form.current);
  const change = (part: Partial<SearchQuery>) => {
    const next = { ...form.current(), ...part };
    // A glob is of names; in contents the same words are looked for as text.
    form.set(next.in === 'content' && next.pattern === 'glob' ? { ...next, pattern: 'text' } : next);
  };

  function search(): void {
    onSearch(text === '' ? null : form.current());
  }

  // A fresh choice asks again at once where that is cheap.
  useEffect(() => {
    // Coming back to a search is no wish to begin it anew.
    if (where !== 'names' || (running ? sameQuery(form.current(), running) : text === '')) return undefined;
    const timer = setTimeout(search, DEBOUNCE_MS);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- `search` is made of exactly these
  }, [text, where, pattern, ignoreCase, hidden]);

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    search();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    onLeave();
  }

  const patterns: readonly { readonly kind: PatternKind; readonly label: string; readonly tip: string }[] = [
    { kind: 'text', label: t`Text`, tip: t`What is typed, as it stands` },
    { kind: 'glob', label: t`Glob`, tip: t`* and ? stand for letters of a name, ** for folders` },
    { kind: 'regex', label: t`Regex`, tip: t`RE2 syntax: no look-around, and no pattern takes forever` },
  ];
  return (
    <form className={styles.form} role="search" aria-label={t`Search all layers`} onSubmit={onSubmit}>
      <div className={styles.line}>
        <div className={styles.box}>
          <Icon name="search" size={14} />
          <input
            ref={box}
            type="text"
            value={text}
            maxLength={4096}
            spellCheck={false}
            autoComplete="off"
            placeholder={
              where === 'names' ? t`Part of a path, in any layer` : t`Text in a file, in any layer; Enter searches`
            }
            aria-label={t`Search for`}
            onChange={(event) => change({ text: event.target.value })}
            onKeyDown={onKeyDown}
          />
        </div>
        <Button type="submit" look="primary" disabled={text === ''}>
          <Trans>Search</Trans>
        </Button>
      </div>
      <div className={styles.line}>
        <span className={styles.choice} role="group" aria-label={t`Search in`}>
          <Button look="plain" aria-pressed={where === 'names'} onClick={() => change({ in: 'names' })}>
            <Trans>Names</Trans>
          </Button>
          <Button look="plain" aria-pressed={where === 'content'} onClick={() => change({ in: 'content' })}>
            {t({ message: 'Contents', context: 'where to search' })}
          </Button>
        </span>
        <span className={styles.choice} role="group" aria-label={t`Pattern`}>
          {patterns.map(({ kind, label, tip }) => (
            <Button
              key={kind}
              look="plain"
              title={tip}
              aria-pressed={pattern === kind}
              disabled={kind === 'glob' && where === 'content'}
              onClick={() => change({ pattern: kind })}
            >
              {label}
            </Button>
          ))}
        </span>
        <Button
          look="plain"
          aria-pressed={!ignoreCase}
          title={t`Match capitals exactly`}
          onClick={() => change({ ignoreCase: !ignoreCase })}
        >
          Aa
        </Button>
        <Button
          look="plain"
          icon="ghost"
          aria-pressed={hidden}
          title={t`Look in hidden versions too: what was deleted or replaced`}
          onClick={() => change({ hidden: !hidden })}
        >
          <Trans>Hidden too</Trans>
        </Button>
      </div>
    </form>
  );
}

function sameQuery(a: SearchQuery, b: SearchQuery): boolean {
  return (['text', 'in', 'pattern', 'ignoreCase', 'hidden'] as const).every((key) => a[key] === b[key]);
}
