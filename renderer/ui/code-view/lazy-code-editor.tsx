import { createDeferred } from '../deferred.tsx';

/** The editor, loaded when a text is first edited. */
export const { View: LazyCodeEditor } = createDeferred(async () => (await import('./code-editor.tsx')).CodeEditor);
