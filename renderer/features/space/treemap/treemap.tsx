import { useLingui } from '@lingui/react/macro';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { formatBytes } from '../../../../shared/format/bytes.ts';
import { safeText } from '../../../../shared/format/safe-text.ts';
import type { SpaceTree } from '../../../../shared/model/space.ts';
import { LayerChip } from '../../../ui/layer-chip.tsx';
import { boxesOf, namesTo, siblingsOf, type Box } from './boxes.ts';
import type { ColorBy } from './draw.ts';
import { boxAt, neighbour, rectOf, type Direction } from './places.ts';
import { TreemapCanvas } from './treemap-canvas.tsx';
import styles from './treemap.module.css';
import { useLayout, type Picture } from './use-layout.ts';

/** More siblings than a person hears to the end; the largest come first. */
const MOST_OPTIONS = 200;
const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

interface TreemapProps {
  /** Of the folder that fills the picture. */
  readonly tree: SpaceTree;
  /** That folder; empty for the root. */
  readonly folder: string;
  readonly colorBy: ColorBy;
  /** True while the next tree is on its way. */
  readonly busy: boolean;
  /** A file or folder was pointed at or walked to. @param names from the picture's folder down to it */
  readonly onSelect: (pathID: number, names: readonly string[], layer: number) => void;
  /** A folder is to fill the picture. @param steps from the picture's folder down to it */
  readonly onZoom: (steps: readonly { readonly pathID: number; readonly name: string }[]) => void;
  readonly onOut: () => void;
}

/**
 * A treemap: areas are bytes. One focusable list box whose options are the boxes of one folder, largest first; arrows go
 * to the box beside, Enter fills the picture with a folder, Backspace goes out again.
 */
export function Treemap({ tree, folder, colorBy, busy, onSelect, onZoom, onOut }: TreemapProps) {
  const { t } = useLingui();
  const id = useId();
  const area = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(area);
  const boxes = useMemo(() => boxesOf(tree), [tree]);
  const picture = useLayout(boxes, width, height);
  const [hovered, setHovered] = useState<{ readonly picture: Picture; readonly index: number } | null>(null);
  const [walked, setWalked] = useState<{ readonly boxes: readonly Box[]; readonly index: number } | null>(null);
  const shown = picture?.boxes ?? boxes;
  // A place belongs to one picture; in the next the largest box is the first again.
  const active = walked?.boxes === shown ? walked.index : 1;
  const siblings = useMemo(() => siblingsOf(shown, active), [shown, active]);
  const pointed = picture && hovered?.picture === picture && hovered.index > 0 ? hovered.index : null;
  const total = shown[0]?.size ?? 0;
  const options = siblings.slice(0, MOST_OPTIONS);
  if (siblings.length > 0 && !options.includes(active)) options.push(active);

  function walkTo(index: number): void {
    setWalked({ boxes: shown, index });
    const box = shown[index];
    if (box?.kind === 'node') onSelect(box.node.pathID, namesTo(shown, index), box.node.layer);
  }

  function zoomTo(index: number): void {
    const steps: { pathID: number; name: string }[] = [];
    for (let at = index; at > 0;) {
      const box = shown[at];
      if (box?.kind !== 'node') break;
      steps.unshift({ pathID: box.node.pathID, name: box.node.name });
      at = box.parent;
    }
    onZoom(steps);
  }

  function open(index: number): void {
    const box = shown[index];
    if (box?.kind === 'rest') return box.parent > 0 ? zoomTo(box.parent) : undefined;
    if (box?.node.type === 'dir') zoomTo(index);
    else walkTo(index);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !picture) return;
    const direction = DIRECTIONS[event.key];
    const to = direction ? neighbour(picture, active, siblings, direction) : undefined;
    if (to !== undefined) walkTo(to);
    else if (event.key === 'Home' && siblings[0] !== undefined) walkTo(siblings[0]);
    else if (event.key === 'End') walkTo(siblings.at(-1) ?? active);
    else if (event.key === 'Enter') open(active);
    else if (event.key === 'Backspace') onOut();
    else if (!direction) return;
    event.preventDefault();
  }

  function pointerAt(event: PointerEvent | React.MouseEvent): number {
    const frame = area.current?.getBoundingClientRect();
    return frame && picture ? boxAt(picture, event.clientX - frame.left, event.clientY - frame.top) : -1;
  }

  return (
    <div
      ref={area}
      role="listbox"
      tabIndex={0}
      className={styles.area}
      data-busy={busy || undefined}
      aria-busy={busy}
      aria-label={folder === '' ? t`Treemap of the root folder` : t`Treemap of ${safeText(folder)}`}
      aria-activedescendant={options.includes(active) ? `${id}-${active}` : undefined}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => picture && setHovered({ picture, index: pointerAt(event) })}
      onPointerLeave={() => setHovered(null)}
      onClick={(event) => {
        const index = pointerAt(event);
        if (index > 0) open(index);
      }}
    >
      {picture && <TreemapCanvas picture={picture} colorBy={colorBy} />}
      {picture && shown.length > 1 && <Frame picture={picture} index={active} look="active" />}
      {picture && pointed !== null && (
        <>
          <Frame picture={picture} index={pointed} look="pointed" />
          <Label picture={picture} index={pointed} total={total} />
        </>
      )}
      <div className="visually-hidden" role="presentation">
        {options.map((index, position) => (
          <Option
            key={index}
            id={`${id}-${index}`}
            box={shown[index]}
            total={total}
            position={position + 1}
            count={siblings.length}
            active={index === active}
          />
        ))}
      </div>
    </div>
  );
}

interface OptionProps {
  readonly id: string;
  readonly box: Box | undefined;
  readonly total: number;
  /** Base 1. */
  readonly position: number;
  readonly count: number;
  readonly active: boolean;
}

function Option({ id, box, total, position, count, active }: OptionProps) {
  const words = useBoxWords();
  return (
    <div id={id} role="option" aria-selected={active} aria-posinset={position} aria-setsize={count}>
      {box && words(box, total)}
    </div>
  );
}

/** One box in words: name, what it is, bytes, share, layer. */
function useBoxWords(): (box: Box, total: number) => string {
  const { t } = useLingui();
  return (box, total) => {
    const bytes = formatBytes(box.size);
    const share = shareOf(box.size, total);
    if (box.kind === 'rest') return t`${box.count} smaller ones, ${bytes}, ${share}`;
    const { type, layer } = box.node;
    const name = safeText(box.node.name);
    return type === 'dir'
      ? t`${name}, folder, ${bytes}, ${share}, layer ${layer}`
      : t`${name}, ${bytes}, ${share}, layer ${layer}`;
  };
}

function shareOf(size: number, total: number): string {
  if (total === 0) return '0 %';
  const percent = (size / total) * 100;
  return `${percent >= 10 ? Math.round(percent) : percent.toFixed(1)} %`;
}

function Frame({ picture, index, look }: { picture: Picture; index: number; look: 'active' | 'pointed' }) {
  const { x, y, width, height } = rectOf(picture, index);
  return (
    <div
      aria-hidden="true"
      className={styles.frame}
      data-look={look}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
    />
  );
}

/** What lies under the pointer; beside the box, never under the pointer itself. */
function Label({ picture, index, total }: { picture: Picture; index: number; total: number }) {
  const { t } = useLingui();
  const box = picture.boxes[index];
  if (!box) return null;
  const { x, y, width, height } = rectOf(picture, index);
  const below = y + height + 60 < picture.height;
  const { count } = box.kind === 'rest' ? box : { count: 0 };
  const left = Math.max(0, Math.min(x, picture.width - 320));
  return (
    <div
      aria-hidden="true"
      className={styles.label}
      style={{
        left,
        ...(below ? { top: y + height + 4 } : { bottom: picture.height - Math.max(y, 56) + 4 }),
        ...(below || y >= 56 ? {} : { bottom: 4, left: Math.max(0, Math.min(x + width / 2, picture.width - 320)) }),
      }}
    >
      <bdi className={styles.path}>
        {box.kind === 'rest' ? t`${count} smaller ones` : safeText(namesTo(picture.boxes, index).join('/'))}
      </bdi>
      <span className={styles.facts}>
        {formatBytes(box.size)} · {shareOf(box.size, total)}
        {box.kind === 'node' && <LayerChip layer={box.node.layer} />}
      </span>
    </div>
  );
}

function useSize(area: React.RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = area.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      // A hidden tab measures nothing; its picture is kept.
      if (width > 0 && height > 0)
        setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [area]);
  return size;
}
