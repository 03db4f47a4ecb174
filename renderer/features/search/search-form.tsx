import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type FormEvent, type KeyboardEvent, type RefObject } from 'react';
import type { PatternKind } from '../../../shared/model/pattern.ts';
import type { SearchQuery } from '../../../shared/model/search.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './search-screen.module.css';

/** Names are looked through while typing; contents on Enter. */
const DEBOUNCE_MS = 250;

export type SearchWish = SearchQuery;

interface SearchFormProps {
  readonly box: RefObject<HTMLInputElement | null>;
  /** Null for an empty box. */
  readonly onSearch: (wish: SearchWish | null) => void;
  /** The keyboard wants to go on to the results. */
  readonly onLeave: () => void;
}

export function SearchForm({ box, onSearch, onLeave }: SearchFormProps) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const [where, setWhere] = useState<SearchQuery['in']>('names');
  const [chosenPattern, setPattern] = useState<PatternKind>('text');
  const [matchCase, setMatchCase] = useState(false);
  const [hidden, setHidden] = useState(true);
  // A glob is of names; in contents the same words are looked for as text.
  const pattern = where === 'content' && chosenPattern === 'glob' ? 'text' : chosenPattern;

  function search(): void {
    onSearch(text === '' ? null : { text, in: where, pattern, ignoreCase: !matchCase, hidden });
  }

  // A fresh choice asks again at once where that is cheap.
  useEffect(() => {
    if (where !== 'names') return undefined;
    const timer = setTimeout(search, DEBOUNCE_MS);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- `search` is made of exactly these
  }, [text, where, pattern, matchCase, hidden]);

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
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        <Button type="submit" look="primary" disabled={text === ''}>
          <Trans>Search</Trans>
        </Button>
      </div>
      <div className={styles.line}>
        <span className={styles.choice} role="group" aria-label={t`Search in`}>
          <Button look="plain" aria-pressed={where === 'names'} onClick={() => setWhere('names')}>
            <Trans>Names</Trans>
          </Button>
          <Button look="plain" aria-pressed={where === 'content'} onClick={() => setWhere('content')}>
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
              onClick={() => setPattern(kind)}
            >
              {label}
            </Button>
          ))}
        </span>
        <Button
          look="plain"
          aria-pressed={matchCase}
          title={t`Match capitals exactly`}
          onClick={() => setMatchCase(!matchCase)}
        >
          Aa
        </Button>
        <Button
          look="plain"
          icon="ghost"
          aria-pressed={hidden}
          title={t`Look in hidden versions too: what was deleted or replaced`}
          onClick={() => setHidden(!hidden)}
        >
          <Trans>Hidden too</Trans>
        </Button>
      </div>
    </form>
  );
}
