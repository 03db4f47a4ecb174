import { useEffect, useState, type ComponentType } from 'react';

export interface Deferred<Props extends object> {
  /** Draws nothing until the code has come. */
  readonly View: ComponentType<Props>;
  /** Loads the code while nothing else is to do, so that the first view need not wait for it. */
  readonly preload: () => void;
}

/**
 * A component whose code loads when it is first drawn. Not React's `lazy`: after its fallback that keeps the screen
 * empty for 300 ms, however soon the code is there.
 */
export function createDeferred<Props extends object>(load: () => Promise<ComponentType<Props>>): Deferred<Props> {
  let loaded: ComponentType<Props> | undefined;
  const get = async () => (loaded ??= await load());

  function View(props: Props) {
    const [Loaded, setLoaded] = useState(() => loaded);
    useEffect(() => {
      if (Loaded) return undefined;
      let gone = false;
      get().then(
        (component) => gone || setLoaded(() => component),
        // To the nearest error boundary, as anything that fails while it is drawn.
        (error: unknown) =>
          gone ||
          setLoaded(() => {
            throw error;
          }),
      );
      return () => {
        gone = true;
      };
    }, [Loaded]);
    return Loaded ? <Loaded {...props} /> : null;
  }

  return {
    View,
    // What does not load now is asked for again when it is drawn.
    preload: () => void requestIdleCallback(() => void get().catch(() => {}), { timeout: 5000 }),
  };
}
