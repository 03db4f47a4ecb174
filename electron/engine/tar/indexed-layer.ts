import type { Digest, DiffID } from '../../../shared/oci/digest.ts';
import type { Compression } from '../../../shared/model/layer.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import type { Region } from '../bytes/region.ts';
import type { RestartPoints } from '../compression/restart-points.ts';
import type { HashedBodies } from './hashed-bodies.ts';
import type { TarIndex } from './tar-index.ts';
import type { ZtocSpans } from './ztoc.ts';

/** Everything one pass over a layer finds out. Plain data over shared memory: a worker posts it as it is. */
export interface IndexedLayer {
  readonly region: Region;
  readonly compression: Compression;
  readonly index: TarIndex;
  /** Bytes of the whole uncompressed stream, what follows the end blocks included. */
  readonly tarSize: number;
  /** Of the stored bytes. Undefined when this pass did not read them all (raw layers: bodies are skipped). */
  readonly digest?: Digest;
  /** Of the whole uncompressed stream; undefined as above. */
  readonly diffID?: DiffID;
  /** Where a read may start without inflating what precedes it. */
  readonly restart: RestartPoints;
  /**
   * Set when the layer was not read but taken from its table of contents: row → sha256 of its body as claimed. What is
   * read of such a layer is to be checked, and `restart`, `tarSize` and `bodyOffset` are no facts about its tar.
   */
  readonly claimed?: ReadonlyMap<number, string>;
  /** The same of a SOCI table, which has digests of pieces of the stored layer and none of bodies. */
  readonly spans?: ZtocSpans;
  /** Of all its files, where a compressed layer was read with `withBodies`. */
  readonly bodies?: HashedBodies;
  /** Odd entries, differences between readers, limits hit. `layer` is not set here. */
  readonly warnings: readonly Warning[];
  /** One sentence when reading had to stop early; the rows before it are kept. */
  readonly damage?: string;
}
