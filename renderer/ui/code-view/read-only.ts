import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { findLanguage } from './language.ts';

/**
 * Characters that hide or reorder text; a carriage return is left out, or every line of some files would carry one.
 * CodeMirror's own list but for that.
 */
const SPECIAL =
  // oxlint-disable-next-line no-control-regex -- controls are what it looks for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffc]/gu;

/** What makes an editor a text to read: focusable, searchable, never changed. @param firstLine base 1 */
export function readOnly(label: string, firstLine = 1): Extension[] {
  return [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ tabindex: '0', role: 'textbox', 'aria-readonly': 'true', 'aria-label': label }),
    // CodeMirror would turn CR LF into LF; what is copied must be what the file holds.
    EditorState.lineSeparator.of('\n'),
    lineNumbers({ formatNumber: (line) => String(line + firstLine - 1) }),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSpecialChars({ specialChars: SPECIAL }),
    highlightSelectionMatches(),
    search({ top: true }),
    keymap.of(searchKeymap),
  ];
}

/** The highlighting for a file, when its parser has been loaded before. */
export function knownLanguage(fileName: string, firstLine: string): Extension | undefined {
  return findLanguage(fileName, firstLine)?.support;
}

/** The highlighting for a file by its name and first line; undefined when there is none. */
export async function loadLanguage(fileName: string, firstLine: string): Promise<Extension | undefined> {
  try {
    return await findLanguage(fileName, firstLine)?.load();
  } catch {
    // A parser that does not load leaves the text plain.
    return undefined;
  }
}
