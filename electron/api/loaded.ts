import type { Context } from './context.ts';

/** An image of this connection with its layers read; waits for that. */
export function loaded({ sources, session }: Context, handle: string, signal: AbortSignal | undefined) {
  return sources.image(handle, session).load(signal ? { signal } : {});
}

/** The same as soon as it can be looked at, which may be before its large layers are read. */
export function shown(
  { sources, session }: Pick<Context, 'sources' | 'session'>,
  handle: string,
  signal?: AbortSignal,
) {
  return sources.image(handle, session).shown(signal ? { signal } : {});
}
