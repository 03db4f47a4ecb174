import type { IntegrityItem, IntegrityState } from '../../../shared/model/integrity.ts';
import { algorithmOf, type ChainID, type Digest, type DiffID } from '../../../shared/oci/digest.ts';
import { chainIDs } from '../oci/chain-id.ts';
import type { StoredDocument, StoredImage } from '../sources/source.ts';

/** What hashing a layer found out. Undefined for a digest that was not computed. */
export interface ComputedDigests {
  /** Index, base 0. */
  readonly layer: number;
  readonly digest?: Digest | undefined;
  readonly diffID?: DiffID | undefined;
  /** Bytes of the uncompressed stream. */
  readonly tarSize?: number | undefined;
  /** One sentence when the layer cannot be decoded to its end: it has no diffID then. */
  readonly damage?: string | undefined;
}

/**
 * Every digest of an image that can be recomputed: documents, which are hashed already, then blobs, diffIDs and
 * chainIDs, base first.
 * @param claimed `rootfs.diff_ids` as the config has them, which may be more or fewer than the layers
 */
export function initialIntegrity(stored: StoredImage, claimed: readonly (DiffID | null)[]): readonly IntegrityItem[] {
  const { manifest, config, documents, layers } = stored;
  const indexes = documents.filter(({ kind, claimed }) => kind === 'index' && claimed !== null);
  const documentItems = [
    ...indexes.map((document) =>
      documentItem(`index:${document.claimed?.digest ?? document.digest}`, 'index', document),
    ),
    ...(manifest === null ? absentManifest(stored) : [documentItem('manifest', 'manifest', manifest)]),
    ...(config === null ? [] : [documentItem('config', 'config', config)]),
  ];
  if (stored.kind !== 'image') return [...documentItems, ...blobItems(stored)];

  const diffIDs = layers.map((_, layer) => claimed[layer] ?? null);
  const expectedChain = chainIDs(diffIDs);
  const items = layers.map((_, layer) => ({
    layer,
    actual: null,
    size: null,
    state: initialState(layers.slice(0, layer + 1).every(({ region }) => region !== null)),
  }));
  return [
    ...documentItems,
    ...blobItems(stored),
    ...items.map((item): IntegrityItem => ({
      ...item,
      key: `diffID:${item.layer}`,
      kind: 'diffID',
      claimedBy: `config rootfs.diff_ids[${item.layer}]`,
      expected: diffIDs[item.layer] ?? null,
      state: initialState(layers[item.layer]?.region !== null),
    })),
    ...items.map((item): IntegrityItem => ({
      ...item,
      key: `chainID:${item.layer}`,
      kind: 'chainID',
      claimedBy: `config rootfs.diff_ids[0..${item.layer}]`,
      expected: expectedChain[item.layer] ?? null,
    })),
  ];
}

function documentItem(key: string, kind: 'index' | 'manifest' | 'config', document: StoredDocument): IntegrityItem {
  const { claimed, digest, bytes, title } = document;
  const expected = claimed?.digest ?? null;
  const state = compare(expected, digest);
  return { key, kind, claimedBy: claimed?.by ?? title, expected, actual: digest, state, size: bytes.length };
}

function absentManifest({ manifestDigest, documents }: StoredImage): readonly IntegrityItem[] {
  if (manifestDigest === null) return [];
  const claimedBy = documents.at(-1)?.title ?? 'index.json';
  return [
    {
      key: 'manifest',
      kind: 'manifest',
      claimedBy,
      expected: manifestDigest,
      actual: null,
      state: 'absent',
      size: null,
    },
  ];
}

function blobItems({ layers }: StoredImage): readonly IntegrityItem[] {
  return layers.map(({ region, digest, claimedBy }, layer) => ({
    key: `blob:${layer}`,
    kind: 'blob',
    layer,
    claimedBy,
    expected: digest,
    actual: null,
    state: initialState(region !== null),
    size: region?.size ?? null,
  }));
}

function initialState(present: boolean): IntegrityState {
  return present ? 'unchecked' : 'absent';
}

/**
 * The items with one layer's computed digests in place; chainIDs follow as far up as every diffID below is computed.
 * What did not change is the same object.
 */
export function foldComputed(items: readonly IntegrityItem[], computed: ComputedDigests): readonly IntegrityItem[] {
  const { layer, digest, diffID, tarSize, damage } = computed;
  const hashed = items.map((item) => {
    if (item.layer !== layer) return item;
    if (item.kind === 'blob' && digest !== undefined) return settled(item, digest, item.size);
    if (item.kind === 'diffID' && diffID !== undefined) return settled(item, diffID, tarSize ?? item.size);
    return item;
  });
  if (damage !== undefined)
    return hashed.map((item) => (dependsOn(item, layer) ? { ...item, state: 'unverifiable' } : item));
  if (diffID === undefined) return hashed;

  const actualChain = chainIDs(actualDiffIDs(hashed));
  return hashed.map((item) => {
    const actual = item.kind === 'chainID' && item.layer !== undefined ? actualChain[item.layer] : null;
    return actual === null || actual === undefined || actual === item.actual ? item : settled(item, actual, null);
  });
}

/** What a layer without a diffID leaves without an answer: that diffID, and the chainID of each stack that holds it. */
function dependsOn(item: IntegrityItem, layer: number): boolean {
  if (item.actual !== null || item.layer === undefined) return false;
  return item.kind === 'diffID' ? item.layer === layer : item.kind === 'chainID' && item.layer >= layer;
}

function actualDiffIDs(items: readonly IntegrityItem[]): readonly (DiffID | null)[] {
  return items.filter(({ kind }) => kind === 'diffID').map(({ actual }) => actual as DiffID | null);
}

function settled(item: IntegrityItem, actual: Digest | DiffID | ChainID, size: number | null): IntegrityItem {
  return { ...item, actual, size, state: compare(item.expected, actual) };
}

/** Digests of two algorithms cannot be compared; with none expected there is nothing to check. */
function compare(expected: string | null, actual: Digest | DiffID | ChainID): IntegrityState {
  if (expected === null || algorithmOf(expected as Digest) !== algorithmOf(actual)) return 'unverifiable';
  return expected === actual ? 'ok' : 'differs';
}

/**
 * Whether every claim was checked and holds. What nothing claims (`unverifiable`, `expected` null) does not count;
 * a blob that is not in the archive could not be checked, so the answer is no.
 */
export function allHold(items: readonly IntegrityItem[]): boolean {
  return items.every(({ state, expected }) => state === 'ok' || expected === null);
}
