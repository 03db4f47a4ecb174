import { useLingui } from '@lingui/react/macro';
import { useEffect, useEffectEvent, useRef } from 'react';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { loadLanguage } from './read-only.ts';
import { codeTheme } from './theme.ts';
import styles from './code-view.module.css';

export interface CodeEditorProps {
  /** At the start; another file wants another `key`. */
  readonly text: string;
  readonly fileName: string;
  readonly label: string;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
}

/** A text to edit, in a shadow root for the same reason as the code view. Tab leaves it after Escape. */
export function CodeEditor({ text, fileName, label, onChange, onSave }: CodeEditorProps) {
  const { t } = useLingui();
  const host = useRef<HTMLDivElement>(null);
  const phrases = { Find: t`Find`, next: t`next`, previous: t`previous`, all: t`all`, close: t`close` };
  const initial = useEffectEvent(() => ({ doc: text, words: phrases }));
  const changed = useEffectEvent(onChange);
  const save = useEffectEvent(onSave);

  useEffect(() => {
    const element = host.current;
    if (!element) return undefined;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const language = new Compartment();
    const { doc, words } = initial();
    const separator = /(^|[^\r])\n/.test(doc) || !doc.includes('\r\n') ? '\n' : '\r\n';
    const saveKey = {
      key: 'Mod-s',
      preventDefault: true,
      run: () => {
        save();
        return true;
      },
    };
    const view = new EditorView({
      parent: root,
      root,
      state: EditorState.create({
        doc,
        extensions: [
          // What is not touched keeps its line ends.
          EditorState.lineSeparator.of(separator),
          EditorState.phrases.of(words),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          lineNumbers(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          search({ top: true }),
          keymap.of([saveKey, indentWithTab, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.updateListener.of(({ docChanged, state }) => docChanged && changed(state.sliceDoc())),
          language.of([]),
          codeTheme,
        ],
      }),
    });
    let closed = false;
    const highlight = async () => {
      const support = await loadLanguage(fileName, doc.slice(0, 200).split('\n', 1)[0] ?? '');
      if (!closed && support) view.dispatch({ effects: language.reconfigure(support) });
    };
    void highlight();
    view.focus();
    return () => {
      closed = true;
      view.destroy();
    };
  }, [fileName, label]);

  return <div ref={host} className={styles.host} data-selectable />;
}
