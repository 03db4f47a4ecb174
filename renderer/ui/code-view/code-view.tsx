import { useEffect, useEffectEvent, useRef } from 'react';
import { useLingui } from '@lingui/react/macro';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { showPlace, type TextPlace } from './found-place.ts';
import { knownLanguage, loadLanguage, readOnly } from './read-only.ts';
import { codeTheme } from './theme.ts';
import styles from './code-view.module.css';

export interface CodeViewProps {
  /** May grow at its end: what is shown stays where it is. */
  text: string;
  /** Chooses the language; only the last part of a path. */
  fileName: string;
  label: string;
  wrap: boolean;
  /** A place to mark and bring on the screen; each new object does it again. */
  place?: TextPlace | undefined;
}

/** The editor, and what of the props it shows: every change of it costs a pass over the whole document. */
interface Shown {
  readonly view: EditorView;
  readonly wrapping: Compartment;
  readonly found: Compartment;
  text: string;
  wrap: boolean;
  place: TextPlace | undefined;
}

/**
 * Read-only text with highlighting. It lives in a shadow root: there CodeMirror's styles are adopted sheets, which a
 * strict CSP allows; elsewhere they would be refused.
 */
export function CodeView({ text, fileName, label, wrap, place }: CodeViewProps) {
  const { t } = useLingui();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Shown | null>(null);
  const phrases = {
    Find: t`Find`,
    next: t`next`,
    previous: t`previous`,
    all: t`all`,
    'match case': t`match case`,
    regexp: t`regexp`,
    'by word': t`by word`,
    close: t`close`,
  };
  // The editor is built once per file, with what holds at that moment.
  const initial = useEffectEvent(() => ({ doc: text, wrapped: wrap, words: phrases }));

  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const wrapping = new Compartment();
    const language = new Compartment();
    const found = new Compartment();
    const { doc, wrapped, words } = initial();
    const firstLine = doc.slice(0, 200).split('\n', 1)[0] ?? '';
    const known = knownLanguage(fileName, firstLine);
    const extensions: Extension[] = [
      ...readOnly(label),
      EditorState.phrases.of(words),
      wrapping.of(wrapped ? EditorView.lineWrapping : []),
      language.of(known ?? []),
      found.of([]),
      codeTheme,
    ];
    const view = new EditorView({ state: EditorState.create({ doc, extensions }), parent: root, root });
    editor.current = { view, wrapping, found, text: doc, wrap: wrapped, place: undefined };
    let closed = false;
    const highlight = async () => {
      const support = await loadLanguage(fileName, firstLine);
      if (!closed && support) view.dispatch({ effects: language.reconfigure(support) });
    };
    if (!known) void highlight();
    return () => {
      closed = true;
      view.destroy();
      editor.current = null;
    };
  }, [fileName, label]);

  useEffect(() => {
    const shown = editor.current;
    if (!shown || shown.text === text) return;
    const { view } = shown;
    const from = text.length > shown.text.length && text.startsWith(shown.text) ? view.state.doc.length : 0;
    view.dispatch({ changes: { from, to: view.state.doc.length, insert: from > 0 ? text.slice(from) : text } });
    if (from === 0) view.dispatch({ selection: { anchor: 0 }, scrollIntoView: true });
    shown.text = text;
  }, [text]);

  useEffect(() => {
    const shown = editor.current;
    if (!shown || shown.wrap === wrap) return;
    shown.view.dispatch({ effects: shown.wrapping.reconfigure(wrap ? EditorView.lineWrapping : []) });
    shown.wrap = wrap;
  }, [wrap]);

  useEffect(() => {
    const shown = editor.current;
    if (!shown || shown.place === place) return;
    shown.view.dispatch(showPlace(shown.view.state.doc, shown.found, place));
    shown.place = place;
  }, [place]);

  return <div ref={host} className={styles.host} data-selectable />;
}
