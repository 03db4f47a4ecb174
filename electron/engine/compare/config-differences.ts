import type { ConfigDifference } from '../../../shared/model/compare.ts';
import { field, isRecord, type JsonRecord } from '../oci/json.ts';

/** Say when and where an image was built, not what it is; layers and history are compared by themselves. */
const VOLATILE = new Set([
  'created',
  'container',
  'container_config',
  'history',
  'rootfs',
  'config',
  'id',
  'parent',
  'throwaway',
  'layer_id',
  'moby.buildkit.buildinfo.v1',
]);
/** Of `config`: Docker's own record of the build step, and switches of the daemon. */
const VOLATILE_CONFIG = new Set(['image', 'hostname', 'domainname']);
const VOLATILE_ANNOTATIONS = new Set(['org.opencontainers.image.created']);
/** Fields whose parts have names. */
const MAPS = new Set(['labels', 'exposedports', 'volumes']);

/** What Docker's config has and OCI's has no place for: a converter must drop it. */
const DOCKER_ONLY = new Set(['healthcheck', 'onbuild', 'shell', 'macaddress', 'docker_version', 'argsescaped']);

/**
 * Splits off what only a conversion between Docker's config and OCI's took away.
 * @param converted one side is a Docker config and the other an OCI one
 */
export function withoutConversion(differences: readonly ConfigDifference[], converted: boolean) {
  const isLost = ({ field: name, kind }: ConfigDifference) =>
    converted && kind !== 'changed' && DOCKER_ONLY.has(name.toLowerCase());
  return { config: differences.filter((one) => !isLost(one)), lost: differences.filter(isLost) };
}

/** Field by field, the members of `config` first; of variables, labels, ports and volumes one by one. */
export function configDifferences(before: JsonRecord | null, after: JsonRecord | null): ConfigDifference[] {
  return [
    ...fieldDifferences(member(before, 'config'), member(after, 'config'), VOLATILE_CONFIG),
    ...fieldDifferences(before ?? {}, after ?? {}, VOLATILE),
  ];
}

/** Of two manifests. Null, empty and absent are equal. */
export function annotationDifferences(before: JsonRecord | null, after: JsonRecord | null): ConfigDifference[] {
  return parts('annotations', annotations(before), annotations(after));
}

function annotations(manifest: JsonRecord | null): ReadonlyMap<string, unknown> {
  return new Map([...members(field(manifest, 'annotations'))].filter(([key]) => !VOLATILE_ANNOTATIONS.has(key)));
}

function fieldDifferences(before: JsonRecord, after: JsonRecord, skipped: ReadonlySet<string>): ConfigDifference[] {
  const names = new Map<string, string>();
  for (const name of [...Object.keys(before), ...Object.keys(after)]) {
    const key = name.toLowerCase();
    if (!names.has(key)) names.set(key, name);
  }
  return [...names].flatMap(([key, name]) => {
    if (skipped.has(key)) return [];
    const a = field(before, name);
    const b = field(after, name);
    if (key === 'env') return parts(name, variables(a), variables(b));
    if (MAPS.has(key)) return parts(name, members(a), members(b));
    return difference({ field: name }, a, b);
  });
}

function parts(
  name: string,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): ConfigDifference[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((key): ConfigDifference[] => {
    if (before.has(key) && after.has(key)) return difference({ field: name, key }, before.get(key), after.get(key));
    // A port or a volume is there by its name alone: its value is an empty object.
    const kind = after.has(key) ? 'added' : 'removed';
    return [{ field: name, key, kind, before: before.get(key) ?? null, after: after.get(key) ?? null }];
  });
}

function difference(
  name: Pick<ConfigDifference, 'field' | 'key'>,
  before: unknown,
  after: unknown,
): ConfigDifference[] {
  const a = isNothing(before) ? null : before;
  const b = isNothing(after) ? null : after;
  if (canonical(a) === canonical(b)) return [];
  return [{ ...name, kind: a === null ? 'added' : b === null ? 'removed' : 'changed', before: a, after: b }];
}

/** Writers differ in how they leave a field out. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.values(value).every(isNothing);
}

/** JSON with keys in one order and empty members left out. Its depth was bounded when it was parsed. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, inner]) => !isNothing(inner));
  return `{${entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
    .join()}}`;
}

function member(value: JsonRecord | null, name: string): JsonRecord {
  const found = field(value, name);
  return isRecord(found) ? found : {};
}

/** The last assignment of a variable counts. */
function variables(value: unknown): ReadonlyMap<string, unknown> {
  const list = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  return new Map(
    list.map((item) => {
      const equals = item.indexOf('=');
      return equals === -1 ? [item, ''] : [item.slice(0, equals), item.slice(equals + 1)];
    }),
  );
}

function members(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(isRecord(value) ? Object.entries(value) : []);
}
