import { parseDiffID, type DiffID } from '../../../shared/oci/digest.ts';
import type { Platform } from '../../../shared/model/image.ts';
import { arrayField, field, textField } from './json.ts';
import { MAX_LAYERS } from './manifest.ts';
import { platformOf } from './platform.ts';

/** Rows kept of a config's history. */
export const MAX_HISTORY = 10_000;

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
