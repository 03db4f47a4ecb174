import { posix } from 'node:path';
import { decodeText, packageText, type FoundPackage } from './found-package.ts';
import { readParagraphs } from './paragraphs.ts';

export function isPythonMetadata(path: string): boolean {
  return (
    /\.(?:dist-info\/METADATA|egg-info\/PKG-INFO|egg-info)$/i.test(path) || /\.egg\/EGG-INFO\/PKG-INFO$/i.test(path)
  );
}

/** Mail headers to the first blank line (core metadata). */
export function readPythonMetadata(bytes: Uint8Array, path: string): FoundPackage | undefined {
  const [fields] = readParagraphs(decodeText(bytes.subarray(0, 64 << 10)));
  const name = packageText(fields?.get('name'));
  const version = packageText(fields?.get('version'));
  if (name === undefined || version === undefined) return undefined;
  const license = packageText(fields?.get('license-expression') ?? fields?.get('license'));
  const folder = /\/(?:METADATA|PKG-INFO)$/i.test(path) ? posix.dirname(path) : undefined;
  return {
    ecosystem: 'pip',
    // PEP 503: one name, however it is written.
    name: name.toLowerCase().replaceAll(/[-_.]+/g, '-'),
    version,
    ...(license !== undefined && { license }),
    ...(folder !== undefined && { folder }),
    foundIn: path,
  };
}

/** `RECORD`: CSV rows of path, hash, size; paths are relative to the folder that holds the `.dist-info`. */
export function readPythonRecord(bytes: Uint8Array, path: string): string[] {
  const site = posix.dirname(posix.dirname(path));
  return decodeText(bytes)
    .split(/\r?\n/)
    .flatMap((line) => {
      const quoted = /^"((?:[^"]|"")*)"/.exec(line)?.[1];
      const name = quoted === undefined ? line.split(',', 1)[0] : quoted.replaceAll('""', '"');
      return name ? [posix.resolve(site, name)] : [];
    });
}
