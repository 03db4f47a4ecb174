import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../../app-context.ts';
import { CommandPalette } from './command-palette.tsx';
import { useCommands, type WindowActions } from './commands.ts';
import { PathPalette } from './path-palette.tsx';
import { ShortcutsSheet } from './shortcuts-sheet.tsx';
import { useActiveImage } from './use-active-image.ts';
import { useDiveKeys } from './use-dive-keys.ts';
import { windowAction, type WindowAction } from './window-keys.ts';

/** The keys of the whole window, and what they lay over it. */
export function CommandCentre({ actions }: { actions: WindowActions }) {
  const { overlays, commands: sources } = useApp();
  const shown = useStore(overlays, (state) => state.shown);
  const show = useStore(overlays, (state) => state.show);
  const active = useActiveImage();
  const general = useCommands(actions);
  const isPalette = shown === 'commands';
  // What the screens can do now; it does not change while the palette lies over them.
  const commands = useMemo(() => (isPalette ? [...sources.all(), ...general] : general), [isPalette, sources, general]);
  const close = () => show(null);
  useDiveKeys(general);

  useEffect(() => {
    const run = (action: WindowAction): boolean => {
      if (action === 'commands' || action === 'shortcuts' || action === 'settings') show(action);
      else if (action === 'tab-before' || action === 'tab-after' || action === 'close-tab') {
        const command = general.find(({ id }) => id === action);
        command?.run();
        return command !== undefined;
      } else {
        // Without an image there is nothing to find or to go back to.
        const selection = active?.selection.getState();
        if (!selection) return false;
        show(action === 'paths' ? 'paths' : null);
        if (action === 'search') selection.askSearch();
        else if (action === 'back') selection.back();
        else if (action === 'forward') selection.forward();
      }
      return true;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const action = event.defaultPrevented ? null : windowAction(event, isTyping(event.target));
      if (action !== null && run(action)) event.preventDefault();
    };
    const onMouseUp = (event: MouseEvent) => {
      // The side buttons of a mouse.
      if (event.button !== 3 && event.button !== 4) return;
      event.preventDefault();
      run(event.button === 3 ? 'back' : 'forward');
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('mouseup', onMouseUp);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('mouseup', onMouseUp);
    };
  }, [active, show, general]);

  if (isPalette) return <CommandPalette commands={commands} onClose={close} />;
  if (shown === 'paths' && active) return <PathPalette key={active.image} active={active} onClose={close} />;
  if (shown === 'shortcuts') return <ShortcutsSheet onClose={close} />;
  return null;
}

/** Where a letter is a letter. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
