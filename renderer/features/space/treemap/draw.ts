import { formatBytes } from '../../../../shared/format/bytes.ts';
import { safeText } from '../../../../shared/format/safe-text.ts';
import { layerColor, LAYER_COLORS } from '../../../ui/layer-chip.tsx';
import type { Box } from './boxes.ts';
import { fileKind, KIND_COLORS } from './file-kind.ts';
import { HEADING, isHeaded } from './layout.ts';
import { rectOf, type Rect } from './places.ts';
import type { Picture } from './use-layout.ts';

export type ColorBy = 'layer' | 'type';

/** Colours and fonts as the theme has them now. */
export interface Ink {
  readonly layers: readonly string[];
  readonly onLayer: string;
  readonly content: string;
  readonly folder: string;
  readonly rest: string;
  readonly text: string;
  readonly muted: string;
  readonly font: string;
}

/** Boxes below this have no pixels worth drawing. */
const MIN_SIDE = 2;
const PAD = 5;
const LINE = 15;
/** Share of the layer's colour in a folder's ground. */
const FOLDER_TINT = 0.22;

/** Reads the tokens that hold for an element. */
export function inkOf(element: Element): Ink {
  const style = getComputedStyle(element);
  // A canvas knows no light-dark(): the colour is asked of a property, which computes it.
  const probe = element.appendChild(document.createElement('span'));
  const token = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const ink: Ink = {
    layers: Array.from({ length: LAYER_COLORS }, (_, index) => token(`--layer-${index}`)),
    onLayer: token('--on-layer'),
    content: token('--bg-content'),
    folder: token('--bg-active'),
    rest: token('--bg-active'),
    text: token('--text'),
    muted: token('--text-muted'),
    font: style.getPropertyValue('--font-ui').trim(),
  };
  probe.remove();
  return ink;
}

/** Draws the whole picture. The context is scaled so that its unit is a CSS pixel. */
export function draw(
  context: CanvasRenderingContext2D,
  picture: Picture,
  ink: Ink,
  colorBy: ColorBy,
  rest: string,
): void {
  context.clearRect(0, 0, picture.width, picture.height);
  context.textBaseline = 'middle';
  for (const [index, box] of picture.boxes.entries()) {
    const rect = rectOf(picture, index);
    if (index === 0 || rect.width < MIN_SIDE || rect.height < MIN_SIDE) continue;
    if (box.kind === 'rest') drawRest(context, rect, ink, `${rest} ${formatBytes(box.size)}`);
    else if (box.open)
      drawFolder(context, rect, ink, box.node.name, box.size, colorOf(picture.boxes, box, ink, colorBy));
    else drawLeaf(context, rect, ink, box.node.name, box.size, colorOf(picture.boxes, box, ink, colorBy));
  }
}

/** Colour of a path; null for what has none in this view, such as a folder by type. */
function colorOf(
  boxes: readonly Box[],
  box: Extract<Box, { kind: 'node' }>,
  ink: Ink,
  colorBy: ColorBy,
): string | null {
  if (colorBy === 'layer') return ink.layers[layerColor(box.node.layer)] ?? null;
  const folder = boxes[box.parent];
  const kind = fileKind(box.node, folder?.kind === 'node' ? folder.node.name : undefined);
  return kind && (ink.layers[KIND_COLORS[kind]] ?? null);
}

function drawLeaf(
  context: CanvasRenderingContext2D,
  rect: Rect,
  ink: Ink,
  name: string,
  size: number,
  color: string | null,
): void {
  context.fillStyle = color ?? ink.folder;
  context.fillRect(rect.x, rect.y, rect.width, rect.height);
  context.fillStyle = color === null ? ink.text : ink.onLayer;
  const lines = rect.height >= 2 * LINE + 4 ? 2 : 1;
  if (rect.height < LINE || rect.width < 30) return;
  const top = rect.y + (lines === 1 && rect.height < LINE + 6 ? rect.height / 2 : LINE / 2 + 3);
  write(context, ink, '600', safeText(name), rect.x + PAD, top, rect.width - 2 * PAD);
  if (lines === 2) write(context, ink, '400', formatBytes(size), rect.x + PAD, top + LINE, rect.width - 2 * PAD);
}

function drawFolder(
  context: CanvasRenderingContext2D,
  rect: Rect,
  ink: Ink,
  name: string,
  size: number,
  color: string | null,
): void {
  context.fillStyle = ink.content;
  context.fillRect(rect.x, rect.y, rect.width, rect.height);
  context.globalAlpha = FOLDER_TINT;
  context.fillStyle = color ?? ink.muted;
  context.fillRect(rect.x, rect.y, rect.width, rect.height);
  context.globalAlpha = 1;
  if (!isHeaded(rect.width, rect.height)) return;
  const middle = rect.y + HEADING / 2;
  const amount = formatBytes(size);
  context.fillStyle = ink.text;
  context.font = `400 11px ${ink.font}`;
  const amountWidth = context.measureText(amount).width;
  const room = rect.width - 2 * PAD;
  const both = room > amountWidth + 60;
  write(context, ink, '600', safeText(name), rect.x + PAD, middle, both ? room - amountWidth - 8 : room);
  if (!both) return;
  write(context, ink, '400', amount, rect.x + rect.width - PAD - amountWidth, middle, amountWidth + 1);
}

function drawRest(context: CanvasRenderingContext2D, rect: Rect, ink: Ink, label: string): void {
  context.fillStyle = ink.rest;
  context.fillRect(rect.x, rect.y, rect.width, rect.height);
  if (rect.height < LINE || rect.width < 30) return;
  context.fillStyle = ink.text;
  write(
    context,
    ink,
    '400',
    label,
    rect.x + PAD,
    rect.y + Math.min(rect.height / 2, LINE / 2 + 3),
    rect.width - 2 * PAD,
  );
}

/** Text that ends in an ellipsis where it does not fit; nothing where not even three letters do. */
function write(
  context: CanvasRenderingContext2D,
  ink: Ink,
  weight: string,
  text: string,
  x: number,
  y: number,
  room: number,
): void {
  context.font = `${weight} 11px ${ink.font}`;
  const fitted = fit(context, text, room);
  if (fitted !== '') context.fillText(fitted, x, y);
}

function fit(context: CanvasRenderingContext2D, text: string, room: number): string {
  // No name is wider than the picture; a hostile one is not measured whole.
  const letters = Array.from(text.slice(0, 400));
  if (context.measureText(letters.join('')).width <= room) return letters.join('');
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (context.measureText(`${letters.slice(0, middle).join('')}…`).width <= room) low = middle;
    else high = middle - 1;
  }
  return low < 3 ? '' : `${letters.slice(0, low).join('')}…`;
}
