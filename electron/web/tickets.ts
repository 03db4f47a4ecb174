import { createToken } from './guard.ts';

/** Long enough for a browser to start on a slow machine. */
const VALID_MS = 120_000;
const MAX_TICKETS = 16;

/**
 * Stand for the token once. The command line of a browser can be read by every user of the machine, so what stands
 * there must be worth nothing once the browser has used it.
 */
export interface Tickets {
  readonly issue: () => string;
  /** True for a ticket that was issued lately and not used before. */
  readonly redeem: (ticket: string) => boolean;
}

/** @param now milliseconds, of a clock that nobody sets */
export function createTickets(now: () => number = () => performance.now()): Tickets {
  const until = new Map<string, number>();
  return {
    issue() {
      const [oldest] = until.keys();
      if (until.size >= MAX_TICKETS && oldest !== undefined) until.delete(oldest);
      const ticket = createToken();
      until.set(ticket, now() + VALID_MS);
      return ticket;
    },
    redeem(ticket) {
      const valid = (until.get(ticket) ?? 0) > now();
      until.delete(ticket);
      return valid;
    },
  };
}
