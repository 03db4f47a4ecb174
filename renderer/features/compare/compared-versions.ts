import { useMemo } from 'react';
import { dataURL } from '../../../shared/contract/contract.ts';
import type { PathComparison, PathSide } from '../../../shared/model/compare.ts';
import { createByteReader, type DataPlane } from '../../host/byte-reader.ts';
import type { FileBytes } from '../../ui/content-difference/file-bytes.ts';

/** Layer of the version of each side that the reader chose; null for the one that shows. */
export interface ChosenVersions {
  readonly before: number | null;
  readonly after: number | null;
}

/** One version of a path on one side. */
export interface ComparedVersion extends Pick<PathSide, 'image' | 'pathID' | 'entry'> {
  readonly sha256?: string | undefined;
}

/** What is compared of a path: what shows on either side, where it was before it moved, or what the reader chose. */
export function versionChoices(found: PathComparison, chosen: ChosenVersions) {
  // What was changed when it moved is compared with what it was.
  const partner = found.moved && found.moved.likeness < 100 ? found.moved.side : null;
  const before = versionOf((found.kind === 'added' && partner) || found.before, chosen.before);
  const after = versionOf((found.kind === 'removed' && partner) || found.after, chosen.after);
  const types = [before?.entry?.type, after?.entry?.type];
  return {
    before,
    after,
    hasBytes: types.includes('file'),
    isFolder: types.includes('dir') && !types.includes('file'),
  };
}

function versionOf(side: PathSide | null, layer: number | null): ComparedVersion | null {
  const version = layer === null ? undefined : side?.story.versions.find((one) => one.layer === layer);
  if (!side || !version || layer === side.entry?.layer) return side;
  return { image: side.image, pathID: side.pathID, entry: version };
}

/** @returns the bytes of a regular file; null for anything else. Keeps its identity */
export function useVersionBytes(data: DataPlane, version: ComparedVersion | null): FileBytes | null {
  const entry = version?.entry?.type === 'file' ? version.entry : undefined;
  const url = version && entry ? dataURL.content(version.image, version.pathID, entry.layer) : null;
  const size = entry?.size ?? 0;
  return useMemo(() => (url === null ? null : { read: createByteReader(data, url), size }), [data, url, size]);
}
