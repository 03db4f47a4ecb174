import { describeCapability } from './capability.ts';

const MAX_BYTES = 512;

/**
 * An extended attribute's value for people: capabilities as `getcap` prints them, UTF-8 text as text, else hex.
 * Untrusted text: the caller escapes it.
 * @param value base64
 */
export function xattrText(name: string, value: string): string {
  const bytes = Uint8Array.from(atob(value), (char) => char.charCodeAt(0));
  const capability = name === 'security.capability' ? describeCapability(bytes) : undefined;
  return capability ?? printable(bytes) ?? hex(bytes);
}

/** A zero at the end belongs to C, not to the text. */
function printable(bytes: Uint8Array): string | undefined {
  const body = bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes;
  if (body.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function hex(bytes: Uint8Array): string {
  const digits = Array.from(bytes.subarray(0, MAX_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `0x${digits}${bytes.length > MAX_BYTES ? '…' : ''}`;
}
