import type { ImageDocument } from '../../../shared/model/document.ts';
import type { Platform } from '../../../shared/model/image.ts';
import type { IntegrityItem } from '../../../shared/model/integrity.ts';
import type { HistoryRow, LayerSummary } from '../../../shared/model/layer.ts';
import type { ChainID, DiffID } from '../../../shared/oci/digest.ts';
import { chainIDs } from '../oci/chain-id.ts';
import { parseImageConfig, parseLegacyHistory, type ConfigHistory } from '../oci/image-config.ts';
import { isRecord, parseJson, textField, type JsonRecord } from '../oci/json.ts';
import type { StoredDocument, StoredImage } from '../sources/source.ts';
import { historyRows } from './history-rows.ts';
import { imageDocuments } from './image-documents.ts';
import { initialIntegrity } from './integrity-items.ts';
import { initialLayers } from './initial-layers.ts';

/** Everything about an image that follows from what its source stored, before any layer is read. */
export interface ImageDescription {
  /** The config as it stands; of a Docker v1 image the top layer's `json`. Null when there is none. Untrusted. */
  readonly config: JsonRecord | null;
  readonly platform: Platform | null;
  /** RFC 3339, as the config says. */
  readonly created: string | null;
  readonly history: readonly HistoryRow[];
  /** One for each layer, base first; null where the config claims none. */
  readonly diffIDs: readonly (DiffID | null)[];
  readonly chainIDs: readonly (ChainID | null)[];
  readonly layers: readonly LayerSummary[];
  readonly documents: readonly ImageDocument[];
  readonly integrity: readonly IntegrityItem[];
}

export function describeImage(stored: StoredImage): ImageDescription {
  const value = stored.kind === 'image' ? configValue(stored) : undefined;
  const config = parseImageConfig(value);
  const diffIDs = stored.layers.map((_, layer) => config.diffIDs[layer] ?? null);
  const chain = chainIDs(diffIDs);
  const history = historyRows(stored.layerJson?.map(legacyHistory) ?? config.history, stored.layers.length);
  return {
    config: isRecord(value) ? value : null,
    platform: completed(config.platform, stored.platform),
    created: config.created,
    history,
    diffIDs,
    chainIDs: chain,
    layers: initialLayers(stored.layers, { diffIDs, chainIDs: chain, history }),
    documents: imageDocuments(stored),
    integrity: initialIntegrity(stored, config.diffIDs),
  };
}

function configValue({ config, layerJson }: StoredImage): unknown {
  return valueOf(config ?? layerJson?.at(-1) ?? null);
}

function valueOf(document: StoredDocument | null): unknown {
  const json = document === null || document.problem !== undefined ? null : parseJson(document.bytes);
  return json?.kind === 'json' ? json.value : undefined;
}

/** The parent's ID is the only name that a layer without a `json` has. */
function legacyHistory(document: StoredDocument | null): ConfigHistory {
  const value = valueOf(document);
  const row = parseLegacyHistory(value);
  return row.createdBy === '' ? { ...row, createdBy: textField(value, 'comment') ?? '' } : row;
}

/** The config decides; an index may know a variant that the config leaves out. */
function completed(config: Platform | null, index: Platform | null): Platform | null {
  if (config === null || index === null) return config ?? index;
  const same = config.os === index.os && config.architecture === index.architecture;
  return same && config.variant === undefined ? { ...config, ...index } : config;
}
