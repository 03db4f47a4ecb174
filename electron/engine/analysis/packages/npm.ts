import { isRecord, parseJson } from '../../oci/json.ts';
import { packageText, type FoundPackage } from './found-package.ts';

/** Whether a path is a package's own manifest: one folder below `node_modules`, or two with a scope. */
export function isNpmManifest(path: string): boolean {
  const inside = /^.*\/node_modules\/(.+)\/package\.json$/.exec(path)?.[1];
  return inside !== undefined && (inside.startsWith('@') ? /^@[^/]+\/[^/]+$/ : /^[^/]+$/).test(inside);
}

/** Manifests without a name or a version are parts of packages, not packages. */
export function readNpmManifest(bytes: Uint8Array, path: string): FoundPackage | undefined {
  const json = parseJson(bytes);
  if (json.kind !== 'json' || !isRecord(json.value)) return undefined;
  const name = packageText(json.value['name']);
  const version = packageText(json.value['version']);
  if (name === undefined || version === undefined) return undefined;
  const license = packageText(json.value['license']);
  return {
    ecosystem: 'npm',
    name,
    version,
    ...(license !== undefined && { license }),
    folder: path.slice(0, -'/package.json'.length),
    foundIn: path,
  };
}
