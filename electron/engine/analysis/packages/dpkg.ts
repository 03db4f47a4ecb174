import { decodeText, MAX_PACKAGES, packageText, type FoundPackage, type ParsedPackages } from './found-package.ts';
import { readParagraphs } from './paragraphs.ts';

/**
 * `var/lib/dpkg/status`, or one file of distroless's `status.d`. Only what is installed counts; a removed package whose
 * settings were kept (`deinstall ok config-files`) is not.
 */
export function readDpkgStatus(bytes: Uint8Array, foundIn: string): ParsedPackages {
  const packages: FoundPackage[] = [];
  for (const fields of readParagraphs(decodeText(bytes))) {
    const status = fields.get('status');
    const name = packageText(fields.get('package'));
    const version = packageText(fields.get('version'));
    if (name === undefined || version === undefined) continue;
    if (status !== undefined && !/(?:^|\s)installed$/.test(status)) continue;
    const architecture = packageText(fields.get('architecture'));
    const source = packageText(fields.get('source')?.replace(/\s*\(.*\)$/, ''));
    const kibibytes = /^\d+/.exec(fields.get('installed-size') ?? '')?.[0];
    packages.push({
      ecosystem: 'dpkg',
      name,
      version,
      ...(architecture !== undefined && { architecture }),
      ...(source !== undefined && source !== name && { source }),
      ...(kibibytes !== undefined && { size: Number(kibibytes) * 1024 }),
      foundIn,
    });
    if (packages.length >= MAX_PACKAGES) return { packages, problem: `${foundIn} lists too many packages.` };
  }
  if (packages.length === 0 && bytes.length > 0 && !/^package:/im.test(decodeText(bytes)))
    return { packages, problem: `${foundIn} is no dpkg database.` };
  return { packages };
}

/** `info/<package>[:arch].list`: absolute paths, folders included. */
export function readDpkgList(bytes: Uint8Array): string[] {
  return decodeText(bytes)
    .split('\n')
    .filter((line) => line.startsWith('/') && line !== '/.');
}

/** `<package>.md5sums`: hash, two spaces, path without a leading slash. */
export function readMd5sums(bytes: Uint8Array): string[] {
  return decodeText(bytes)
    .split('\n')
    .flatMap((line) => {
      const path = /^[0-9a-f]{32} [ *](.+)$/.exec(line)?.[1];
      return path === undefined ? [] : [path.startsWith('/') ? path : `/${path.replace(/^\.\//, '')}`];
    });
}
