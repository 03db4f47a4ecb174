import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState, type KeyboardEvent } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { Button, IconButton } from '../button.tsx';
import { failureText } from '../failure.tsx';
import { HexView, type HexPlaceWanted } from '../hex-view/hex-view.tsx';
import { createScrollLink } from '../hex-view/scroll-link.ts';
import { nextRange } from './differing-ranges.ts';
import type { FileBytes, SideLabels } from './file-bytes.ts';
import { Half } from './half.tsx';
import { MAX_RANGES, useByteDifferences, type ByteDifferences } from './use-byte-differences.ts';
import { useStepsFocus } from './use-steps-focus.ts';
import styles from './content-difference.module.css';

interface HexDifferenceProps {
  readonly before: FileBytes;
  readonly after: FileBytes;
  readonly labels: SideLabels;
}

/** Two files as hex, scrolled together, with the bytes marked that differ at the same offset. F8 steps through them. */
export function HexDifference({ before, after, labels }: HexDifferenceProps) {
  const { t } = useLingui();
  const [found, goOn] = useByteDifferences(before, after);
  const [link] = useState(createScrollLink);
  const [at, setAt] = useState(-1);
  const [place, setPlace] = useState<HexPlaceWanted>();
  const { ranges } = found;
  const stack = useStepsFocus(ranges.length > 0);
  const first = ranges[0];
  // The first difference is what the reader came for; it is gone to once, when it is found.
  if (at === -1 && !place && first) {
    setAt(first.start);
    setPlace({ offset: first.start });
  }
  const step = (backward: boolean) => {
    const next = nextRange(ranges, at, backward);
    if (!next) return false;
    setAt(next.start);
    setPlace({ offset: next.start });
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Past the last place the key is not this view's.
    if (event.key !== 'F8' || !step(event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const shown = { marks: ranges, place, link, onCursor: setAt };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of what is inside
    <div ref={stack} className={styles.stack} tabIndex={-1} data-steps onKeyDown={onKeyDown}>
      <div className={styles.halves}>
        <Half label={labels.before} size={before.size}>
          <HexView read={before.read} size={before.size} label={t`Bytes: ${labels.before}`} {...shown} />
        </Half>
        <Half label={labels.after} size={after.size}>
          <HexView read={after.read} size={after.size} label={t`Bytes: ${labels.after}`} {...shown} />
        </Half>
      </div>
      <div className={styles.foot}>
        <IconButton
          icon="arrow-up"
          label={t`Previous difference (Shift+F8)`}
          disabled={!nextRange(ranges, at, true)}
          onClick={() => step(true)}
        />
        <IconButton
          icon="arrow-down"
          label={t`Next difference (F8)`}
          disabled={!nextRange(ranges, at, false)}
          onClick={() => step(false)}
        />
        <span role="status">
          <Count found={found} />
        </span>
        <Extent found={found} />
        {(found.state === 'paused' || found.error !== undefined) && (
          <Button onClick={goOn}>
            <Trans>Compare more</Trans>
          </Button>
        )}
      </div>
    </div>
  );
}

function Count({ found: { ranges, state } }: { found: ByteDifferences }) {
  if (ranges.length === 0)
    return state === 'done' ? <Trans>All bytes are the same.</Trans> : <Trans>No difference so far.</Trans>;
  return <Plural value={ranges.length} one="# place differs" other="# places differ" />;
}

/** Says how far the comparison went, never silently. */
function Extent({ found: { done, size, state, error } }: { found: ByteDifferences }) {
  const part = formatBytes(done);
  const whole = formatBytes(size);
  if (error !== undefined) return <span className={styles.problem}>{safeText(failureText(error))}</span>;
  if (state === 'done')
    return (
      <span>
        <Trans>Bytes are compared at the same offset.</Trans>
      </span>
    );
  if (state === 'full')
    return (
      <span>
        <Trans>
          Comparing stopped at {part} of {whole}: over {MAX_RANGES} places differ.
        </Trans>
      </span>
    );
  return (
    <span>
      <Trans>
        Compared {part} of {whole}.
      </Trans>
    </span>
  );
}
