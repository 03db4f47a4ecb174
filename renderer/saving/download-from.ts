import type { DataPlane } from '../host/byte-reader.ts';
import { failureOf } from '../host/outcrop-error.ts';
import { download } from '../ui/download.ts';

interface WishedFile {
  readonly fileName: string;
  readonly signal?: AbortSignal;
  /** How the bytes are read, where that is to be watched. */
  readonly read?: (response: Response) => Promise<Blob>;
}

/** Fetches a data URL whole and hands it to the reader's downloads. @throws what the engine answers instead */
export async function downloadFrom(data: DataPlane, url: string, wish: WishedFile): Promise<void> {
  const { fileName, signal, read = (response) => response.blob() } = wish;
  const response = await data.fetch(url, signal && { signal });
  if (!response.ok) throw await failureOf(response);
  download(await read(response), fileName);
}
