import type { MergeView } from '@codemirror/merge';
import { EditorView } from '@codemirror/view';

/** The way from one change of a text difference to the next. */
export interface ChunkSteps {
  readonly count: number;
  /** Scrolls to a change, base 0, and puts both cursors there. */
  readonly show: (index: number) => void;
}

/** @returns steps over the changes as the view has them now; it is read-only, so they stay */
export function createChunkSteps({ a, b, chunks }: MergeView): ChunkSteps {
  return {
    count: chunks.length,
    show(index) {
      const chunk = chunks[index];
      if (!chunk) return;
      for (const [editor, from] of [
        [a, chunk.fromA],
        [b, chunk.fromB],
      ] as const) {
        const at = Math.min(from, editor.state.doc.length);
        editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
      }
    },
  };
}
