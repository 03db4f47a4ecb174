import { packageText, type FoundPackage } from './found-package.ts';

const TAG = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  size: 1009,
  license: 1014,
  arch: 1022,
  sourceRpm: 1044,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
} as const;
/** Entries of the largest header there is, with room. */
const MAX_ENTRIES = 65_536;
const MAX_FILES = 500_000;

/** One package from an rpm header blob: counts, 16-byte entries {tag, type, offset, count}, data; big-endian. */
export function readRpmHeader(blob: Uint8Array, foundIn: string): FoundPackage | undefined {
  if (blob.length < 8) return undefined;
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const entries = view.getUint32(0);
  const dataLength = view.getUint32(4);
  const start = 8 + 16 * entries;
  if (entries > MAX_ENTRIES || start + dataLength > blob.length) return undefined;
  const find = (wanted: number) => {
    for (let i = 0; i < entries; i++) {
      const at = 8 + 16 * i;
      if (view.getUint32(at) === wanted)
        return { offset: start + view.getUint32(at + 8), count: view.getUint32(at + 12) };
    }
    return undefined;
  };
  const strings = (tag: number): string[] => {
    const entry = find(tag);
    const found: string[] = [];
    if (!entry) return found;
    let at = entry.offset;
    for (let i = 0; i < Math.min(entry.count, MAX_FILES) && at < blob.length; i++) {
      const end = blob.indexOf(0, at);
      const stop = end === -1 ? blob.length : end;
      found.push(Buffer.from(blob.subarray(at, stop)).toString('utf8'));
      at = stop + 1;
    }
    return found;
  };
  const int = (tag: number, index = 0): number | undefined => {
    const entry = find(tag);
    const at = entry ? entry.offset + 4 * index : -1;
    return entry && index < entry.count && at >= 0 && at + 4 <= blob.length ? view.getUint32(at) : undefined;
  };
  const name = packageText(strings(TAG.name)[0]);
  const version = packageText(strings(TAG.version)[0]);
  const release = packageText(strings(TAG.release)[0]);
  if (name === undefined || version === undefined || name === 'gpg-pubkey') return undefined;
  const epoch = int(TAG.epoch);
  const architecture = packageText(strings(TAG.arch)[0]);
  const license = packageText(strings(TAG.license)[0]);
  const source = packageText(strings(TAG.sourceRpm)[0]);
  const size = int(TAG.size);
  const dirs = strings(TAG.dirNames);
  const indexes = find(TAG.dirIndexes);
  const owns = strings(TAG.baseNames).map((base, i) => {
    const at = indexes ? indexes.offset + 4 * i : blob.length;
    const dir = indexes && at + 4 <= blob.length ? (dirs[view.getUint32(at)] ?? '/') : '/';
    return `${dir}${base}`;
  });
  return {
    ecosystem: 'rpm',
    name,
    version: `${epoch ? `${epoch}:` : ''}${version}${release === undefined ? '' : `-${release}`}`,
    ...(architecture !== undefined && { architecture }),
    ...(source !== undefined && { source }),
    ...(license !== undefined && { license }),
    ...(size !== undefined && { size }),
    owns,
    foundIn,
  };
}
