import { useEffect, useEffectEvent, useRef } from 'react';
import { useLingui } from '@lingui/react/macro';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { showPlace, type TextPlace } from './found-place.ts';
import { loadLanguage, readOnly } from './read-only.ts';
import { codeTheme } from './theme.ts';
import styles from './code-view.module.css';

interface CodeViewProps {
  /** May grow at its end: what is shown stays where it is. */
  text: string;
  /** Chooses the language; only the last part of a path. */
  fileName: string;
  label: string;
  wrap: boolean;
  /** A place to mark and bring on the screen; each new object does it again. */
  place?: TextPlace | undefined;
}

/**
 * Read-only text with highlighting. It lives in a shadow root: there CodeMirror's styles are adopted sheets, which a
 * strict CSP allows; elsewhere they would be refused.
 */
export function CodeView({ text, fileName, label, wrap, place }: CodeViewProps) {
  const { t } = useLingui();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<{ view: EditorView; wrapping: Compartment; found: Compartment } | null>(null);
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
    const extensions: Extension[] = [
      ...readOnly(label),
      EditorState.phrases.of(words),
      wrapping.of(wrapped ? EditorView.lineWrapping : []),
      language.of([]),
      found.of([]),
      codeTheme,
    ];
    const view = new EditorView({ state: EditorState.create({ doc, extensions }), parent: root, root });
    editor.current = { view, wrapping, found };
    let closed = false;
    const highlight = async () => {
      const support = await loadLanguage(fileName, doc.slice(0, 200).split('\n', 1)[0] ?? '');
      if (!closed && support) view.dispatch({ effects: language.reconfigure(support) });
    };
    void highlight();
    return () => {
      closed = true;
      view.destroy();
      editor.current = null;
    };
  }, [fileName, label]);

  useEffect(() => {
    const view = editor.current?.view;
    if (!view) return;
    const { doc } = view.state;
    const shown = doc.toString();
    if (shown === text) return;
    const grown = text.length > shown.length && text.startsWith(shown);
    view.dispatch({
      changes: { from: grown ? doc.length : 0, to: doc.length, insert: grown ? text.slice(shown.length) : text },
    });
    if (!grown) view.dispatch({ selection: { anchor: 0 }, scrollIntoView: true });
  }, [text]);

  useEffect(() => {
    const { view, wrapping } = editor.current ?? {};
    if (view && wrapping) view.dispatch({ effects: wrapping.reconfigure(wrap ? EditorView.lineWrapping : []) });
  }, [wrap]);

  useEffect(() => {
    const { view, found } = editor.current ?? {};
    if (view && found) view.dispatch(showPlace(view.state.doc, found, place));
  }, [place]);

  return <div ref={host} className={styles.host} data-selectable />;
}
