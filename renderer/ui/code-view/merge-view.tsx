import { useEffect, useRef } from 'react';
import { useLingui } from '@lingui/react/macro';
import { MergeView } from '@codemirror/merge';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { createChunkSteps, type ChunkSteps } from './chunk-steps.ts';
import { mergeLook } from './merge-theme.ts';
import { loadLanguage, readOnly } from './read-only.ts';
import { codeTheme } from './theme.ts';
import styles from './code-view.module.css';

export interface TextMergeViewProps {
  readonly before: string;
  readonly after: string;
  /** Chooses the language; only the last part of a path. */
  readonly fileName: string;
  /** Numbers of the first lines, base 1: a text may be part of a larger one. */
  readonly firstLines: { readonly before: number; readonly after: number };
  readonly labels: { readonly before: string; readonly after: string };
  /** Told once the changes are known. Must keep its identity. */
  readonly onSteps: (steps: ChunkSteps) => void;
}

/** Unchanged lines kept in sight on either side of a change; longer stretches are folded. */
const CONTEXT_LINES = 3;
/** Past this many changed characters, or this many milliseconds, lines are matched and their inside is not. */
const DIFF = { scanLimit: 4000, timeout: 400 };

/** Two texts side by side with their changed lines, in a shadow root as `CodeView` is. */
export function TextMergeView({ before, after, fileName, firstLines, labels, onSteps }: TextMergeViewProps) {
  const { t } = useLingui();
  const host = useRef<HTMLDivElement>(null);
  const unchanged = t({ message: '$ unchanged lines', comment: 'the $ becomes the number' });
  const { before: lineBefore, after: lineAfter } = firstLines;
  const { before: labelBefore, after: labelAfter } = labels;

  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const language = new Compartment();
    const side = (doc: string, label: string, firstLine: number) => ({
      doc,
      extensions: [
        ...readOnly(label, firstLine),
        EditorState.phrases.of({ '$ unchanged lines': unchanged }),
        EditorView.lineWrapping,
        language.of([]),
        codeTheme,
        mergeLook,
      ] satisfies Extension[],
    });
    const view = new MergeView({
      a: side(before, labelBefore, lineBefore),
      b: side(after, labelAfter, lineAfter),
      parent: root,
      root,
      gutter: true,
      highlightChanges: true,
      collapseUnchanged: { margin: CONTEXT_LINES, minSize: 6 },
      diffConfig: DIFF,
    });
    view.dom.style.cssText = 'height: 100%; overflow: auto';
    onSteps(createChunkSteps(view));
    let closed = false;
    const highlight = async () => {
      const support = await loadLanguage(fileName, after.slice(0, 200).split('\n', 1)[0] ?? '');
      if (closed || !support) return;
      for (const editor of [view.a, view.b]) editor.dispatch({ effects: language.reconfigure(support) });
    };
    void highlight();
    return () => {
      closed = true;
      view.destroy();
    };
  }, [before, after, fileName, labelBefore, labelAfter, lineBefore, lineAfter, unchanged, onSteps]);

  return <div ref={host} className={styles.host} data-selectable />;
}
