import { useEffect, useRef, useState } from 'react';
import { useLingui } from '@lingui/react/macro';
import { IconButton } from '../../ui/button.tsx';
import { downloadFrom } from '../../saving/download-from.ts';
import { failureText } from '../../ui/failure.tsx';
import type { DataPlane } from '../../host/byte-reader.ts';

/** Saves one version of a file where the reader's downloads go. Pressing again while it reads stops it. */
export function SaveButton({ data, url, fileName }: { data: DataPlane; url: string; fileName: string }) {
  const { t } = useLingui();
  const [state, setState] = useState<{ kind: 'idle' | 'saving' } | { kind: 'failed'; message: string }>({
    kind: 'idle',
  });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const save = async () => {
    if (running.current) {
      running.current.abort();
      return;
    }
    const stop = new AbortController();
    running.current = stop;
    setState({ kind: 'saving' });
    try {
      await downloadFrom(data, url, { fileName, signal: stop.signal });
      setState({ kind: 'idle' });
    } catch (error) {
      setState(stop.signal.aborted ? { kind: 'idle' } : { kind: 'failed', message: failureText(error) });
    }
    running.current = null;
  };

  if (state.kind === 'saving') return <IconButton icon="close" label={t`Stop saving`} onClick={() => void save()} />;
  const label = state.kind === 'failed' ? t`Saving failed: ${state.message}` : t`Save as…`;
  return <IconButton icon={state.kind === 'failed' ? 'error' : 'drop'} label={label} onClick={() => void save()} />;
}
