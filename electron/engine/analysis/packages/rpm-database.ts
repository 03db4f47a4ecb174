import { decodeText, MAX_PACKAGES, packageText, type FoundPackage, type ParsedPackages } from './found-package.ts';
import { berkeleyBlobs } from './rpm-berkeley.ts';
import { readRpmHeader } from './rpm-header.ts';
import { ndbBlobs } from './rpm-ndb.ts';
import { sqliteBlobs } from './sqlite-blobs.ts';

/** An rpm database in any of its three forms, told apart by magic, not by name. */
export function readRpmDatabase(bytes: Uint8Array, foundIn: string): ParsedPackages {
  const packages: FoundPackage[] = [];
  try {
    for (const blob of blobsOf(bytes)) {
      const found = readRpmHeader(blob, foundIn);
      if (found) packages.push(found);
      if (packages.length >= MAX_PACKAGES) return { packages, problem: `${foundIn} lists too many packages.` };
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { packages, problem: `${foundIn} cannot be read to its end: ${error.message}` };
  }
  return { packages };
}

/** @throws RangeError with one sentence where the database is malformed */
function blobsOf(bytes: Uint8Array): Iterable<Uint8Array> {
  if (bytes.length < 32) throw new RangeError('it is too short for an rpm database.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (Buffer.from(bytes.subarray(0, 16)).toString('latin1') === 'SQLite format 3\0')
    return sqliteBlobs(bytes, 'Packages');
  if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'RpmP') return ndbBlobs(view);
  const magic = view.getUint32(12, true);
  if (magic === 0x00061561) return berkeleyBlobs(view, true);
  if (magic === 0x61150600) return berkeleyBlobs(view, false);
  throw new RangeError('it is no rpm database in a form that is known.');
}

/** Mariner's distroless list: name, version-release, install time, build time, vendor, epoch, size, arch … by TAB. */
export function readRpmManifest(bytes: Uint8Array, foundIn: string): ParsedPackages {
  const packages = decodeText(bytes)
    .split('\n')
    .flatMap((line): FoundPackage[] => {
      const [nameText, versionText, , , , epoch, sizeText, arch] = line.split('\t');
      const name = packageText(nameText);
      const version = packageText(versionText);
      if (name === undefined || version === undefined || name === 'gpg-pubkey') return [];
      const architecture = packageText(arch);
      const size = Number(sizeText);
      return [
        {
          ecosystem: 'rpm',
          name,
          version: epoch && /^[1-9]\d*$/.test(epoch) ? `${epoch}:${version}` : version,
          ...(architecture !== undefined && { architecture }),
          ...(Number.isFinite(size) && sizeText && { size }),
          foundIn,
        },
      ];
    });
  return { packages };
}
