import { useEffect, useRef, type RefObject } from 'react';

/**
 * Gives the focus of the detail pane around it to the element, once there is something to step through: F8 then goes from
 * place to place. The element needs `data-steps` and a tab index.
 */
export function useStepsFocus(ready: boolean): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const detail = element.current?.closest('[data-detail]');
    if (ready && detail && detail === document.activeElement) element.current?.focus();
  }, [ready]);
  return element;
}
