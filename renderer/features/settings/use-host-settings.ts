import { useCallback, useState } from 'react';
import type { WireError } from '../../../shared/errors.ts';
import type { HostSettings, SettingsChange } from '../../../shared/model/settings.ts';
import { useApp } from '../../app-context.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import { useLoaded, type Loaded } from '../../ui/use-loaded.ts';

export interface HostSettingsState {
  readonly loaded: Loaded<HostSettings>;
  readonly retry: () => void;
  /** Why the last change was refused; null when it was not. */
  readonly refused: WireError | null;
  /** @returns whether it was taken */
  readonly change: (change: SettingsChange) => Promise<boolean>;
  /** @returns bytes freed; null when it failed */
  readonly clearCaches: () => Promise<number | null>;
}

/** What the engine's side keeps, as it answered last. */
export function useHostSettings(): HostSettingsState {
  const { client } = useApp().connection;
  const load = useCallback((signal: AbortSignal) => client.settings.get(undefined, { signal }), [client]);
  const [loaded, retry] = useLoaded(load);
  const [answered, setAnswered] = useState<HostSettings | null>(null);
  const [refused, setRefused] = useState<WireError | null>(null);

  async function ask<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      const answer = await work();
      setRefused(null);
      return answer;
    } catch (error) {
      setRefused(wireErrorOf(error));
      return null;
    }
  }

  return {
    loaded: answered ? { kind: 'ready', value: answered } : loaded,
    retry,
    refused,
    async change(change) {
      const settings = await ask(() => client.settings.change(change));
      if (settings) setAnswered(settings);
      return settings !== null;
    },
    async clearCaches() {
      const answer = await ask(() => client.settings.clearCaches());
      if (answer) setAnswered(answer.settings);
      return answer?.freed ?? null;
    },
  };
}
