import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { useLingui } from '@lingui/react/macro';
import type { PathStory } from '../../../shared/model/entry.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import { CoreCellRow } from './core-cell-row.tsx';
import { coreCells, hidingLines } from './core-cells.ts';
import { gutterWidth, HidingLines } from './hiding-lines.tsx';
import styles from './core-sample.module.css';

interface CoreSampleProps {
  story: PathStory;
  /** Base first. */
  layers: readonly LayerSummary[];
  /** Layer of the chosen version; -1 for none. */
  chosen: number;
  onChoose: (layer: number) => void;
  /** Wished with Shift: to see that version beside the chosen one. */
  onCompare?: (layer: number) => void;
}

/** A drill through the stack at one path: which layers hold a version, which one shows, what hides the others. */
export function CoreSample({ story, layers, chosen, onChoose, onCompare }: CoreSampleProps) {
  const { t } = useLingui();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const cells = coreCells(story.versions, layers.length);
  const lines = hidingLines(story.versions);
  const largest = Math.max(0, ...layers.map((layer) => layer.blobSize));

  useEffect(() => {
    // In the frame that lays it out anyway.
    const frame = requestAnimationFrame(() =>
      document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: 'nearest' }),
    );
    return () => cancelAnimationFrame(frame);
  }, [id, chosen]);

  const onKeyDown = (event: KeyboardEvent) => {
    const to = chooseByKey(
      event.key,
      story.versions.map((version) => version.layer),
      chosen,
    );
    if (to === undefined) return;
    event.preventDefault();
    onChoose(to);
  };

  return (
    <div
      ref={list}
      className={styles.core}
      style={{ paddingLeft: gutterWidth(lines) }}
      role="listbox"
      tabIndex={0}
      aria-label={t`Core sample: versions of this path, top layer first`}
      aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
      onKeyDown={onKeyDown}
    >
      <HidingLines lines={lines} list={list} />
      {cells.map((cell) => (
        <CoreCellRow
          key={cell.kind === 'gap' ? `gap-${cell.from}` : cell.layer}
          id={cell.kind === 'version' ? `${id}-${cell.layer}` : undefined}
          cell={cell}
          story={story}
          layers={layers}
          largest={largest}
          selected={cell.kind === 'version' && cell.layer === chosen}
          onChoose={(layer, shift) => (shift && onCompare && layer !== chosen ? onCompare(layer) : onChoose(layer))}
        />
      ))}
    </div>
  );
}

/** The layer that a key chooses; up is towards the top of the stack. `layers` ascend. */
function chooseByKey(key: string, layers: readonly number[], chosen: number): number | undefined {
  switch (key) {
    case 'ArrowUp':
      return layers.find((layer) => layer > chosen);
    case 'ArrowDown':
      return layers.findLast((layer) => layer < chosen);
    case 'Home':
      return layers.at(-1);
    case 'End':
      return layers[0];
    default:
      return undefined;
  }
}
