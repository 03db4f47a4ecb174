import type { Context } from './context.ts';

/** An image of this connection with its layers read; waits for that. */
export function loaded({ sources, session }: Context, handle: string, signal: AbortSignal | undefined) {
  return sources.image(handle, session).load(signal ? { signal } : {});
}
