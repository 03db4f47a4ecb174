import { parseJson, textField } from '../../oci/json.ts';

/** Bytes of a file's end that hold an appended error. */
export const ERROR_TAIL = 4096;

/**
 * What an engine says when saving fails half-way: Docker's API has answered 200 by then and appends
 * `{"message":"…"}` to the tar (moby getImagesGet).
 * @param tail the last ERROR_TAIL bytes of a tar that breaks off
 * @returns the engine's words, without control characters; undefined when there are none
 */
export function appendedError(tail: Uint8Array): string | undefined {
  const start = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength).lastIndexOf('{"message":');
  if (start < 0) return undefined;
  const json = parseJson(tail.subarray(start));
  const message = json.kind === 'json' ? textField(json.value, 'message') : null;
  // oxlint-disable-next-line no-control-regex
  return message?.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, 300);
}
