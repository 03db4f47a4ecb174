import { DEFAULT_LIMITS } from '../limits/limits.ts';
import { parseDiffID, type DiffID } from '../../../shared/oci/digest.ts';
import type { Platform } from '../../../shared/model/image.ts';
import { arrayField, field, isRecord, textField } from './json.ts';
import { MAX_LAYERS } from './manifest.ts';
import { platformOf } from './platform.ts';

/** Rows kept of a config's history. */
const MAX_HISTORY = DEFAULT_LIMITS['history-rows'];

/** One row of `history` (image-spec config.md). */
export interface ConfigHistory {
  readonly createdBy: string;
  readonly created: string | null;
  readonly author: string | null;
  readonly comment: string | null;
  readonly emptyLayer: boolean;
}

/** What Outcrop itself needs of an image's config; everything else is shown as it stands. */
export interface ImageConfig {
  readonly platform: Platform | null;
  /** RFC 3339, as it stands. */
  readonly created: string | null;
  /** `rootfs.diff_ids`, base first. Null where the text is no digest. */
  readonly diffIDs: readonly (DiffID | null)[];
  readonly history: readonly ConfigHistory[];
}

/** Never fails: what is null or of a wrong type counts as absent (Windows writes `rootfS`, BuildKit `null`s). */
export function parseImageConfig(value: unknown): ImageConfig {
  return {
    platform: platformOf(value),
    created: textField(value, 'created'),
    diffIDs: arrayField(field(value, 'rootfs'), 'diff_ids')
      .slice(0, MAX_LAYERS)
      .map((diffID) => parseDiffID(diffID) ?? null),
    history: arrayField(value, 'history').slice(0, MAX_HISTORY).map(parseHistory),
  };
}

function parseHistory(value: unknown): ConfigHistory {
  return {
    createdBy: textField(value, 'created_by') ?? '',
    created: textField(value, 'created'),
    author: textField(value, 'author'),
    comment: textField(value, 'comment'),
    emptyLayer: field(value, 'empty_layer') === true,
  };
}

/** A row for a layer of Docker before 1.10, from its own `json`. */
export function parseLegacyHistory(value: unknown): ConfigHistory {
  const command = arrayField(field(value, 'container_config'), 'Cmd').filter((word) => typeof word === 'string');
  return {
    createdBy: command.join(' '),
    created: textField(value, 'created'),
    author: textField(value, 'author'),
    comment: textField(value, 'comment'),
    emptyLayer: false,
  };
}

/** Fields that image-spec config.md defines, as `name of the object.name of the field`, and the type each must have. */
const FIELDS: readonly (readonly [string, string, 'text' | 'list' | 'object'])[] = [
  ['', 'created', 'text'],
  ['', 'author', 'text'],
  ['', 'architecture', 'text'],
  ['', 'os', 'text'],
  ['', 'config', 'object'],
  ['', 'rootfs', 'object'],
  ['', 'history', 'list'],
  ['rootfs', 'diff_ids', 'list'],
  ['config', 'User', 'text'],
  ['config', 'WorkingDir', 'text'],
  ['config', 'Env', 'list'],
  ['config', 'Entrypoint', 'list'],
  ['config', 'Cmd', 'list'],
  ['config', 'ExposedPorts', 'object'],
  ['config', 'Volumes', 'object'],
  ['config', 'Labels', 'object'],
];

/** Names of the fields whose values have another type than the specification gives them; null counts as absent. */
export function oddConfigFields(value: unknown): readonly string[] {
  if (!isRecord(value)) return ['the config itself'];
  return FIELDS.filter(([parent, name, type]) => {
    const found = field(parent === '' ? value : field(value, parent), name);
    return found !== undefined && found !== null && !isOfType(found, type);
  }).map(([parent, name]) => (parent === '' ? name : `${parent}.${name}`));
}

function isOfType(value: unknown, type: 'text' | 'list' | 'object'): boolean {
  if (type === 'text') return typeof value === 'string';
  return type === 'list' ? Array.isArray(value) : isRecord(value);
}
