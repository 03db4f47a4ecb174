import { posix } from 'node:path';
import { decodeText, packageText, type FoundPackage, type ParsedPackages } from './found-package.ts';
import { zipEntries } from './zip-entries.ts';

const MAX_ENTRY = 1 << 20;
const MAX_NESTED = 64 << 20;
const MAX_DEPTH = 2;
const ARCHIVE = /\.(?:jar|war|ear|par|sar|nar|jpi|hpi|kar)$/i;

export function isJavaArchive(path: string): boolean {
  return ARCHIVE.test(path);
}

/** Every `pom.properties` is a package (shaded ones too); an archive without one is told by its manifest or its name. */
export function readJar(bytes: Uint8Array, path: string, depth = 0): ParsedPackages {
  const packages: FoundPackage[] = [];
  let manifest = new Map<string, string>();
  const wanted = (name: string) =>
    name === 'META-INF/MANIFEST.MF' ||
    (name.startsWith('META-INF/') && name.endsWith('/pom.properties')) ||
    (depth < MAX_DEPTH && ARCHIVE.test(name));
  try {
    for (const entry of zipEntries(bytes, wanted, depth < MAX_DEPTH ? MAX_NESTED : MAX_ENTRY)) {
      if (ARCHIVE.test(entry.name)) {
        const nested = readJar(entry.bytes, `${path}!/${entry.name}`, depth + 1).packages;
        packages.push(...nested.map((found) => ({ ...found, owns: [path] })));
      } else if (entry.name.endsWith('pom.properties')) {
        const fields = properties(decodeText(entry.bytes));
        add(packages, fields.get('groupId'), fields.get('artifactId'), fields.get('version'), path);
      } else manifest = manifestFields(decodeText(entry.bytes));
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { packages, problem: `${path} cannot be read: ${error.message}` };
  }
  const file = posix.basename(path).replace(ARCHIVE, '');
  const fits = packages.some(({ name }) => file.startsWith(name.split(':').at(-1) ?? name));
  if (!fits) addByManifest(packages, manifest, file, path);
  return { packages };
}

function addByManifest(packages: FoundPackage[], manifest: ReadonlyMap<string, string>, file: string, path: string) {
  const first = (...names: string[]) => names.map((name) => manifest.get(name)).find((value) => packageText(value));
  const byName = /^(.+?)-(\d.*)$/.exec(file);
  const symbolic = first('Bundle-SymbolicName')
    ?.split(';', 1)[0]
    ?.replace(/\.[^.]*$/, '');
  const group = first('Implementation-Vendor-Id') ?? symbolic;
  const artifact = byName?.[1] ?? first('Implementation-Title', 'Specification-Title', 'Bundle-Name') ?? file;
  const version = byName?.[2] ?? first('Implementation-Version', 'Specification-Version', 'Bundle-Version');
  add(packages, group, artifact, version, path);
}

function add(packages: FoundPackage[], group?: string, artifact?: string, version?: string, path = ''): void {
  const name = packageText(artifact);
  const at = packageText(version);
  if (name === undefined || at === undefined) return;
  const owner = packageText(group);
  packages.push({
    ecosystem: 'jar',
    name: owner === undefined ? name : `${owner}:${name}`,
    version: at,
    owns: [path],
    foundIn: path,
  });
}

function properties(text: string): Map<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      const match = /^\s*([^#!=:\s]+)\s*[=:]\s*(.*)$/.exec(line);
      return match ? [[match[1]!, match[2]!.trim()]] : [];
    }),
  );
}

/** Main section; a line is folded after 72 bytes and goes on behind a space. */
function manifestFields(text: string): Map<string, string> {
  const main = text.replaceAll(/\r\n?/g, '\n').replaceAll('\n ', '').split('\n\n', 1)[0] ?? '';
  return properties(main);
}
