import { EditorView } from '@codemirror/view';

/**
 * How changed lines look; the tokens of the window reach into the shadow root. The tints are faint, so that highlighted
 * words keep their contrast on them; the line below a changed word says the rest.
 */
export const mergeLook = EditorView.theme({
  '&.cm-merge-a .cm-changedLine': {
    backgroundColor: 'color-mix(in srgb, var(--removed) 6%, transparent)',
  },
  '&.cm-merge-b .cm-changedLine': {
    backgroundColor: 'color-mix(in srgb, var(--added) 6%, transparent)',
  },
  '&.cm-merge-a .cm-changedText, &.cm-merge-a .cm-deletedText': {
    background: 'color-mix(in srgb, var(--removed) 5%, transparent)',
    boxShadow: 'inset 0 -2px color-mix(in srgb, var(--removed) 55%, transparent)',
  },
  '&.cm-merge-b .cm-changedText': {
    background: 'color-mix(in srgb, var(--added) 5%, transparent)',
    boxShadow: 'inset 0 -2px color-mix(in srgb, var(--added) 55%, transparent)',
  },
  '&.cm-merge-a .cm-changedLineGutter': { background: 'var(--removed)' },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--added)' },
  '&.cm-merge-b': { borderInlineStart: '1px solid var(--border)' },
  '.cm-mergeSpacer': {
    background: 'repeating-linear-gradient(135deg, transparent 0 5px, var(--border) 5px 6px)',
  },
  '.cm-collapsedLines': {
    padding: '2px 8px',
    background: 'var(--bg-code)',
    color: 'var(--text-muted)',
    fontFamily: 'var(--font-ui)',
  },
  // CodeMirror's own sign is in few fonts.
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"⋯"' },
});
