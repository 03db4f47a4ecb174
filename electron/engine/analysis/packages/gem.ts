import { posix } from 'node:path';
import { decodeText, packageText, type FoundPackage } from './found-package.ts';

export function isGemSpec(path: string): boolean {
  return /\/specifications\/(?:.*\/)?[^/]+\.gemspec$/.test(path);
}

/** An installed gem: the `# stub:` line, else the assignments of the specification. Ruby is never run. */
export function readGemSpec(bytes: Uint8Array, path: string): FoundPackage | undefined {
  const text = decodeText(bytes.subarray(0, 256 << 10));
  const stub = /^# stub: (\S+) (\S+) (\S+)/m.exec(text);
  const variable = /Gem::Specification\.new do \|(\w+)\|/.exec(text)?.[1] ?? 's';
  const assigned = (field: string) =>
    new RegExp(`^\\s*${variable}\\.${field}\\s*=\\s*(?:Gem::Version\\.new\\()?["']([^"']+)["']`, 'm').exec(text)?.[1];
  const name = packageText(stub?.[1] ?? assigned('name'));
  const version = packageText(stub?.[2] ?? assigned('version'));
  if (name === undefined || version === undefined) return undefined;
  const home = path.slice(0, path.lastIndexOf('/specifications/'));
  const folder = posix.basename(path, '.gemspec');
  return { ecosystem: 'gem', name, version, folder: `${home}/gems/${folder}`, foundIn: path };
}
