import { useEffect, useRef, useState } from 'react';
import type { SimilarMoves } from '../../../shared/model/compare.ts';
import { useApp } from '../../app-context.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';

/** Looking for text files that moved and were changed. */
export interface SimilarSearch {
  readonly state: { readonly kind: 'unasked' | 'running' } | { readonly kind: 'ready'; readonly found: SimilarMoves };
  readonly find: () => void;
}

/** @param subject of the comparison, for the status bar, where it can be stopped @param onFound rows know more now */
export function useSimilar(compare: string, subject: string, onFound: () => void): SimilarSearch {
  const { activity, connection } = useApp();
  const [state, setState] = useState<SimilarSearch['state']>({ kind: 'unasked' });
  const leave = useRef<AbortController | null>(null);
  useEffect(() => () => leave.current?.abort(), []);

  const find = () => {
    const job = activity.getState().start({ kind: 'comparing', subject });
    leave.current = new AbortController();
    const signal = AbortSignal.any([job.signal, leave.current.signal]);
    const run = async () => {
      for await (const event of await connection.client.compare.similar({ compare }, { signal })) {
        if (event.kind === 'progress') activity.getState().report(job.key, event.progress);
        else setState({ kind: 'ready', found: event.found });
      }
    };
    setState({ kind: 'running' });
    run()
      .then(onFound, (error: unknown) => {
        setState({ kind: 'unasked' });
        if (!signal.aborted) activity.getState().fail(subject, wireErrorOf(error));
      })
      .finally(() => activity.getState().end(job.key));
  };

  return { state, find };
}
