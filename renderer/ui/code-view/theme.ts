import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Tokens of the window reach into the shadow root, so that both themes need one set of rules. */
const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--bg-content)', color: 'var(--text)', fontSize: 'var(--text-sm)' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '18px', scrollbarColor: 'var(--border-strong) transparent' },
  '.cm-content': { padding: '4px 0', caretColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--bg-pane)', color: 'var(--text-faint)', border: 'none', borderRight: '1px solid var(--border)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '4ch', padding: '0 8px 0 6px' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--bg-hover) 55%, transparent)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '.cm-specialChar': { color: 'var(--danger)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--bg-active)' },
  '.cm-searchMatch': { backgroundColor: 'var(--warn-bg)', outline: '1px solid var(--warn)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--bg-selected)' },
  '.cm-foundPlace': { backgroundColor: 'var(--warn-bg)', outline: '1px solid var(--warn)', color: 'var(--text)' },
  '.cm-panels': { backgroundColor: 'var(--bg-pane)', color: 'var(--text)', borderColor: 'var(--border)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--border)' },
  '.cm-panel.cm-search': { padding: '4px 28px 4px 8px', fontFamily: 'var(--font-ui)' },
  '.cm-textfield': { backgroundColor: 'var(--bg-field)', border: '1px solid var(--border-control)', borderRadius: '4px', fontSize: 'var(--text-sm)' },
  '.cm-button': { backgroundColor: 'var(--bg-raised)', backgroundImage: 'none', border: '1px solid var(--border-strong)', borderRadius: '4px', fontSize: 'var(--text-sm)' },
}); // prettier-ignore

const colours = HighlightStyle.define([
  { tag: [tags.comment, tags.meta], color: 'var(--text-muted)', fontStyle: 'italic' },
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.moduleKeyword], color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--added)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.escape], color: 'var(--changed)' },
  { tag: [tags.propertyName, tags.attributeName, tags.labelName], color: 'var(--water)' },
  { tag: [tags.typeName, tags.className, tags.tagName, tags.heading], color: 'var(--accent)', fontWeight: '600' },
  {
    tag: [tags.definition(tags.variableName), tags.function(tags.variableName)],
    color: 'var(--text)',
    fontWeight: '600',
  },
  { tag: [tags.link, tags.url], color: 'var(--water)' },
  { tag: tags.invalid, color: 'var(--danger)' },
]);

/** How every read-only text of the window looks. */
export const codeTheme: Extension = [look, syntaxHighlighting(colours)];
