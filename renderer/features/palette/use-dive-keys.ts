import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../../app-context.ts';
import type { Command } from '../../stores/command-sources.ts';
import { diveAction, divePlaceOf, type DiveAction } from './dive-keys.ts';

const PANES = {
  layers: '[data-place=layers] [role=listbox]',
  tree: '[role=treegrid]',
} as const;

/** Makes dive's keys work while the settings say so. @param general commands besides those that screens offer */
export function useDiveKeys(general: readonly Command[]): void {
  const { settings, commands } = useApp();
  const on = useStore(settings, (state) => state.diveKeys);
  useEffect(() => {
    if (!on) return undefined;
    const run = (action: DiveAction, target: EventTarget | null): boolean => {
      if (action.kind === 'press') {
        const { key, ctrlKey = false } = action;
        target?.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }));
        return true;
      }
      if (action.kind === 'focus') {
        const panes = [...document.querySelectorAll<HTMLElement>(PANES[action.place])];
        const pane = panes.find((element) => element.checkVisibility());
        pane?.focus();
        return pane !== undefined;
      }
      const command = [...commands.all(), ...general].find(({ id }) => id === action.id);
      command?.run();
      return command !== undefined;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      // What is pressed for the user below is meant as it stands.
      if (!event.isTrusted) return;
      const action = diveAction(event, divePlaceOf(event.target));
      if (action === null || !run(action, event.target)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before the window's own keys: dive's mean something else in its two panes.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [on, commands, general]);
}
