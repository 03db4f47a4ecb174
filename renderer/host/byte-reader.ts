import type { HostConnection } from './connect.ts';
import { failureOf } from './outcrop-error.ts';

export type DataPlane = HostConnection['data'];

/** Reads parts of one URL by `Range`. Throws what the host refused with. */
export function createByteReader(
  data: DataPlane,
  url: string,
): (start: number, end: number, signal: AbortSignal) => Promise<Uint8Array> {
  return async (start, end, signal) => {
    if (end <= start) return new Uint8Array();
    const response = await data.fetch(url, { headers: { Range: `bytes=${start}-${end - 1}` }, signal });
    if (!response.ok) throw await failureOf(response);
    const bytes = new Uint8Array(await response.arrayBuffer());
    // A host that ignores the range answers 200 with everything.
    return response.status === 206 ? bytes : bytes.subarray(start, end);
  };
}
