import { decodeText, MAX_PACKAGES, packageText, type FoundPackage, type ParsedPackages } from './found-package.ts';

/** `lib/apk/db/installed`: paragraphs of `X:value`; `F` names a folder, `R` a file in the last folder. */
export function readApkInstalled(bytes: Uint8Array, foundIn: string): ParsedPackages {
  const packages: FoundPackage[] = [];
  let fields = new Map<string, string>();
  let owns: string[] = [];
  let folder = '';
  const end = () => {
    const name = packageText(fields.get('P'));
    const version = packageText(fields.get('V'));
    if (name !== undefined && version !== undefined) {
      const size = Number(fields.get('I'));
      const architecture = packageText(fields.get('A'));
      const source = packageText(fields.get('o'));
      const license = packageText(fields.get('L'));
      packages.push({
        ecosystem: 'apk',
        name,
        version,
        ...(architecture !== undefined && { architecture }),
        ...(source !== undefined && source !== name && { source }),
        ...(license !== undefined && { license }),
        ...(fields.has('I') && Number.isFinite(size) && { size }),
        owns,
        foundIn,
      });
    }
    fields = new Map();
    owns = [];
    folder = '';
  };
  for (const line of decodeText(bytes).split('\n')) {
    if (packages.length >= MAX_PACKAGES) return { packages, problem: `${foundIn} lists too many packages.` };
    if (line === '') end();
    else if (line[1] !== ':') continue;
    else if (line[0] === 'F') folder = line.slice(2);
    else if (line[0] === 'R') owns.push(folder === '' ? `/${line.slice(2)}` : `/${folder}/${line.slice(2)}`);
    else if (!fields.has(line[0]!)) fields.set(line[0]!, line.slice(2));
  }
  end();
  if (packages.length === 0 && bytes.length > 0) return { packages, problem: `${foundIn} is no apk database.` };
  return { packages };
}
