import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../../app-context.ts';
import { CommandPalette } from './command-palette.tsx';
import { useCommands } from './commands.ts';
import { PathPalette } from './path-palette.tsx';
import { ShortcutsSheet } from './shortcuts-sheet.tsx';
import { useActiveImage } from './use-active-image.ts';
import { windowAction } from './window-keys.ts';

/** The keys of the whole window, and what they lay over it. */
export function CommandCentre({ onOpen }: { onOpen: (folder: boolean) => void }) {
  const { overlays } = useApp();
  const shown = useStore(overlays, (state) => state.shown);
  const show = useStore(overlays, (state) => state.show);
  const active = useActiveImage();
  const commands = useCommands(onOpen);
  const close = () => show(null);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = event.defaultPrevented ? null : windowAction(event, isTyping(event.target));
      if (action === null) return;
      const selection = active?.selection.getState();
      // Without an image there is nothing to find or to go back to.
      if (!selection && action !== 'commands' && action !== 'shortcuts') return;
      event.preventDefault();
      if (action === 'commands' || action === 'paths' || action === 'shortcuts') return show(action);
      show(null);
      if (action === 'search') selection?.askSearch();
      else if (action === 'back') selection?.back();
      else selection?.forward();
    };
    const onMouseUp = (event: MouseEvent) => {
      // The side buttons of a mouse.
      if (event.button !== 3 && event.button !== 4) return;
      event.preventDefault();
      if (event.button === 3) active?.selection.getState().back();
      else active?.selection.getState().forward();
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('mouseup', onMouseUp);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('mouseup', onMouseUp);
    };
  }, [active, show]);

  if (shown === 'commands') return <CommandPalette commands={commands} onClose={close} />;
  if (shown === 'paths' && active) return <PathPalette key={active.image} active={active} onClose={close} />;
  if (shown === 'shortcuts') return <ShortcutsSheet onClose={close} />;
  return null;
}

/** Where a letter is a letter. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
