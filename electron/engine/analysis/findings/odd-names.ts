import { isUtf8 } from 'node:buffer';
import { safeText } from '../../../../shared/format/safe-text.ts';

const SPACE = 0x20;
const DELETE = 0x7f;
/** No script stacks so many on one letter. */
const STACKED_MARKS = /\p{M}{6}/u;
// oxlint-disable-next-line no-control-regex -- that is what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** Why a name is not what it looks like in a listing; undefined for an ordinary one. @param bytes of one name, without slashes */
export function oddName(bytes: Uint8Array): string | undefined {
  if (bytes[0] === SPACE || bytes.at(-1) === SPACE) return 'space-at-end';
  if (bytes.every((byte) => byte >= SPACE && byte < DELETE)) return undefined;
  if (!isUtf8(bytes)) return 'not-utf8';
  const name = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (CONTROL.test(name)) return 'control-characters';
  // Direction overrides and characters of no width.
  if (safeText(name) !== name) return 'invisible-characters';
  return STACKED_MARKS.test(name) ? 'stacked-marks' : undefined;
}
