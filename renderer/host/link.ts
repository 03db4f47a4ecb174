import type { ClientContext, ClientLink } from '@orpc/client';

/** What carries a call to the engine: a port or a socket. */
export type Link = ClientLink<ClientContext>;
