import type { ReadRange } from './hex-view/page-cache.ts';

/** The byte side of the host (`dataURL` in the contract): fetch with whatever the host needs to let it in. */
export interface DataPlane {
  fetch(url: string, init?: RequestInit): Promise<Response>;
}

/** Reads of one URL by `Range`; the engine's sentence becomes the error's message. */
export function createByteReader(data: DataPlane, url: string): ReadRange {
  return async (start, end, signal) => {
    if (end <= start) return new Uint8Array();
    const response = await data.fetch(url, { headers: { Range: `bytes=${start}-${end - 1}` }, signal });
    const bytes = await bytesOf(response);
    // A host that ignores the range answers 200 with everything.
    return response.status === 206 ? bytes : bytes.subarray(start, end);
  };
}

/** The body, or an error with the sentence that the host gave. */
export async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.ok) throw new Error(await refusal(response));
  return new Uint8Array(await response.arrayBuffer());
}

/** What a host that refuses says: `{error: WireError}`, else only its status. */
export async function refusal(response: Response): Promise<string> {
  try {
    const body: unknown = await response.json();
    if (typeof body === 'object' && body !== null && 'error' in body) {
      const { error } = body;
      if (typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string')
        return error.message;
    }
  } catch {
    // Not JSON: the status has to do.
  }
  return `HTTP ${response.status}`;
}
