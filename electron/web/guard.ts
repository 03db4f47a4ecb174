import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';

/** The sub-protocol that the server answers with; the token travels in a second one, and is never echoed. */
export const PROTOCOL = 'outcrop.1';
const TOKEN_PREFIX = 't.';

/** Names by which this server may be spoken to. */
export interface Authority {
  readonly port: number;
  /** Bound for others than this machine: any IP literal and this machine's name count, too. */
  readonly remote: boolean;
}

/** @returns 256 random bits in 43 characters of base64url */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/** True when `host` is the loopback of this machine, as `--host` may say it. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * Whether a `Host` header names this server. A page whose name an attacker points at 127.0.0.1 (DNS rebinding) sends
 * its own name, and is refused: an IP literal cannot be rebound.
 */
export function isOurHost(header: string | undefined, { port, remote }: Authority): boolean {
  const match = /^(\[[0-9a-fA-F:.]{2,45}\]|[^:[\]]{1,253})(?::(\d{1,5}))?$/.exec(header ?? '');
  if (!match || Number(match[2] ?? 80) !== port) return false;
  const name = (match[1] ?? '').replace(/^\[|\]$/g, '').toLowerCase();
  if (name === '127.0.0.1' || name === '::1' || name === 'localhost') return true;
  return remote && (isIP(name) !== 0 || name === hostname().toLowerCase());
}

/** Whether an `Origin` is our own page. Without one it is no browser's page, and only the token counts. */
export function isOurOrigin(headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers;
  return origin === undefined || origin === `http://${host}`;
}

/** Same time for every wrong token: both sides are hashed first, so lengths do not show either. */
export function isToken(given: string | undefined, token: string): boolean {
  return timingSafeEqual(digest(given ?? ''), digest(token)) && given !== undefined;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The token of `Authorization: Bearer …`. */
export function bearer(headers: IncomingHttpHeaders): string | undefined {
  return /^Bearer ([A-Za-z0-9_-]{1,128})$/.exec(headers.authorization ?? '')?.[1];
}

/** The token among the sub-protocols that a page offers: `outcrop.1, t.TOKEN`. */
export function protocolToken(headers: IncomingHttpHeaders): string | undefined {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  if (!offered.includes(PROTOCOL)) return undefined;
  return offered.find((name) => name.startsWith(TOKEN_PREFIX))?.slice(TOKEN_PREFIX.length);
}
