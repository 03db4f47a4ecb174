import type { Compartment, Text, TransactionSpec } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';

/** A place in a text as a search tells it. */
export interface TextPlace {
  /** Bytes into the file. */
  readonly offset: number;
  /** Base 1, counted in line feeds. */
  readonly line: number;
  /** What stands before the match on its line; it may be cut at its start. */
  readonly before: string;
  readonly match: string;
}

const found = Decoration.mark({ class: 'cm-foundPlace' });

/** Marks a place and brings it to the middle of the screen; undefined takes the mark away. */
export function showPlace(doc: Text, mark: Compartment, place: TextPlace | undefined): TransactionSpec {
  if (!place || place.line > doc.lines) return { effects: mark.reconfigure([]) };
  const { from, to } = rangeOf(doc, place);
  const shown = from === to ? [] : EditorView.decorations.of(Decoration.set(found.range(from, to)));
  return {
    selection: { anchor: from },
    effects: [mark.reconfigure(shown), EditorView.scrollIntoView(from, { y: 'center' })],
  };
}

/** Characters of the document; the whole line where the match does not stand as told (bytes that were replaced). */
export function rangeOf(doc: Text, { line, before, match }: TextPlace): { readonly from: number; readonly to: number } {
  const { from, to, text } = doc.line(line);
  const exact = text.indexOf(before + match);
  const at = exact === -1 ? text.indexOf(match) : exact + before.length;
  return at === -1 || match === '' ? { from, to } : { from: from + at, to: from + at + match.length };
}
