import { useEffect, useRef } from 'react';
import { useApp } from './app-context.ts';
import type { Command } from './stores/command-sources.ts';

/** Puts what a screen can do into the command palette while the screen is mounted. */
export function useOfferedCommands(commands: readonly Command[]): void {
  const { commands: sources } = useApp();
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => sources.offer(() => latest.current), [sources]);
}
