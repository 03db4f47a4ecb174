import { use, useEffect, useEffectEvent, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { Button } from '../button.tsx';
import type { TextPlace } from '../code-view/found-place.ts';
import { LazyCodeView } from '../code-view/lazy-code-view.tsx';
import { failureText } from '../failure.tsx';
import type { ReadRange } from '../hex-view/page-cache.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ContentKind } from './choose-view.ts';
import { createPageDecoder, TEXT_PAGE, type TextEncoding } from '../../../shared/format/text-encoding.ts';
import { ViewingLimitsContext } from '../viewing-limits.ts';
import { nameOf } from './path-name.ts';
import styles from './file-content.module.css';

interface TextPagesProps {
  read: ReadRange;
  size: number;
  /** The first page, already read. */
  head: Uint8Array;
  kind: ContentKind;
  path: string;
  /** Whether long lines are wrapped at first. */
  wrapped: boolean;
  /** Where to look: pages are read up to there. */
  place: TextPlace | undefined;
}

/** A file as text, a page at a time; bytes that are no text are decoded as Latin-1. */
export function TextPages({ read, size, head, kind, path, wrapped, place }: TextPagesProps) {
  const { t } = useLingui();
  const { 'text-bytes': most } = use(ViewingLimitsContext);
  const [wrap, setWrap] = useState(wrapped);
  const pages = useTextPages(read, size, head, kind.kind === 'text' ? kind.encoding : 'latin1');
  const { text, done, busy, problem } = pages;
  const missing = place !== undefined && place.offset >= done && done < size;
  const readOn = useEffectEvent((from: number) => {
    if (from === done) void pages.more();
  });
  useEffect(() => {
    if (missing && problem === undefined) readOn(done);
  }, [missing, done, problem]);
  const shown = formatBytes(done);
  const total = formatBytes(size);
  return (
    <div className={styles.text}>
      <div className={styles.code}>
        <LazyCodeView
          text={text}
          fileName={nameOf(path)}
          label={t`Text of ${nameOf(path)}`}
          wrap={wrap}
          place={missing ? undefined : place}
        />
      </div>
      <div className={styles.foot}>
        {problem !== undefined && <span className={styles.problem}>{safeText(problem)}</span>}
        {done < size && (
          <>
            <span>
              <Trans>
                First {shown} of {total}
              </Trans>
            </span>
            {done < most ? (
              <Button onClick={() => void pages.more()} disabled={busy}>
                <Trans>Load more</Trans>
              </Button>
            ) : (
              <span>
                <Trans>The rest can be seen as hex or saved (text-bytes in the settings).</Trans>
              </span>
            )}
          </>
        )}
        <span>{lineEnds(text)}</span>
        <span className={styles.gap} />
        <Button look="plain" aria-pressed={wrap} onClick={() => setWrap(!wrap)}>
          <Trans>Wrap</Trans>
        </Button>
      </div>
    </div>
  );
}

function useTextPages(read: ReadRange, size: number, head: Uint8Array, encoding: TextEncoding) {
  const [pages, setPages] = useState(() => firstPage(head, size, encoding));
  if (pages.head !== head)
    // The rest of the first page has come, unless more was read by then.
    setPages(
      head.length > pages.done || encoding !== pages.encoding ? firstPage(head, size, encoding) : { ...pages, head },
    );
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const more = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const end = Math.min(size, pages.done + TEXT_PAGE);
      const bytes = await read(pages.done, end, new AbortController().signal);
      setPages((now) =>
        now.decode === pages.decode ? { ...now, text: now.text + now.decode(bytes, end === size), done: end } : now,
      );
    } catch (error) {
      setProblem(failureText(error));
    }
    setBusy(false);
  };
  return { text: pages.text, done: pages.done, busy, problem, more };
}

function firstPage(head: Uint8Array, size: number, encoding: TextEncoding) {
  const decode = createPageDecoder(encoding);
  return { head, encoding, decode, text: decode(head, head.length === size), done: head.length };
}

function lineEnds(text: string): string {
  const first = text.indexOf('\n');
  return first > 0 && text[first - 1] === '\r' ? 'CRLF' : '';
}
