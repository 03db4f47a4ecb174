import { pickImage } from '../image/pick-image.ts';
import type { OpenedSource } from '../opened.ts';
import type { Source } from '../sources/source.ts';
import type { Limits } from '../limits/limits.ts';
import type { KeptIndexes } from './kept-indexes.ts';
import type { Pool } from '../work/pool.ts';
import { createOpenedImage } from './opened-image.ts';

export interface OpenedSourceParts {
  /** Unique among the sources of an engine; a part of every handle. */
  readonly id: string;
  readonly source: Source;
  readonly pool: Pool;
  readonly indexes: KeptIndexes;
  readonly cacheDir: string;
  readonly limits?: Limits | undefined;
  readonly onClose: () => void;
}

export function createOpenedSource({
  id,
  source,
  pool,
  indexes,
  cacheDir,
  limits,
  onClose,
}: OpenedSourceParts): OpenedSource {
  const { kind, path, compression, size } = source;
  const summary = { kind, path, compression, size };
  const closing = new AbortController();
  const images = source.images.map((stored, number) => {
    const image = createOpenedImage({
      handle: `${id}.${number}`,
      source: summary,
      stored,
      sourceWarnings: source.warnings,
      pool,
      indexes,
      cacheDir,
      limits,
      closed: closing.signal,
    });
    return Object.assign(image, { problem: stored.problem });
  });
  return {
    summary,
    images,
    warnings: source.warnings,
    pick: (choice) => pickImage(images, choice, path),
    async close() {
      closing.abort();
      onClose();
    },
  };
}
