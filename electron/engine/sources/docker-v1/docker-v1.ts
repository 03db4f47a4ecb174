import type { Warning } from '../../../../shared/model/warning.ts';
import { field, isRecord, textField } from '../../oci/json.ts';
import { platformOf } from '../../oci/platform.ts';
import { tooManyLayers, uniteNames, type FormResult } from '../form.ts';
import type { StoredDocument, StoredImage } from '../source.ts';
import type { DocumentReader, ReadDocument } from '../stored-document.ts';
import { storedLayer } from '../stored-layer.ts';

/** Without `repositories` only names that look like Docker's are taken for layers. */
const LAYER_ID = /^[0-9a-f]{64}$/;

/**
 * Images of `docker save` before 1.10: each layer's `json` names its parent; `repositories` names tops. An ID that
 * no other names as its parent is a top too, with or without a name. There is no config and no digest of anything.
 */
export async function readDockerV1(reader: DocumentReader): Promise<FormResult> {
  const warnings: Warning[] = [];
  const layers = new Map<string, ReadDocument>();
  const { document: repositories, names } = await readRepositories(reader);
  for (const id of reader.members.topLevel) {
    if (repositories === null && !LAYER_ID.test(id)) continue;
    if (layers.size >= reader.limits['layers-per-image']) {
      warnings.push(tooManyLayers('The archive', reader.limits));
      break;
    }
    // oxlint-disable-next-line no-await-in-loop
    const json = await reader.read({
      kind: 'config',
      names: [`${id}/json`],
      title: `${id.slice(0, 12)}/json`,
      claimed: null,
      mediaType: null,
      limit: reader.limits['manifest-bytes'],
    });
    if (json.kind === 'read') layers.set(id, json);
  }
  const parents = new Set([...layers.values()].map(({ value }) => textField(value, 'parent')));
  const tops = [...layers.keys()].filter((id) => names.has(id) || !parents.has(id)).slice(0, reader.limits.images);

  const images: StoredImage[] = [];
  for (const top of tops) {
    const chain = chainOf(top, layers, warnings);
    // oxlint-disable-next-line no-await-in-loop
    images.push(await readChain(reader, chain, layers, repositories, names.get(top) ?? []));
  }
  return { images, warnings };
}

/** IDs from the base up to `top`. */
function chainOf(top: string, layers: ReadonlyMap<string, ReadDocument>, warnings: Warning[]): readonly string[] {
  const chain: string[] = [];
  const seen = new Set<string>();
  for (let id: string | null = top; id !== null && id !== '';) {
    if (seen.has(id)) {
      warnings.push({ code: 'layer-cycle', message: `Layer ${id} is its own ancestor; the stack is cut there.` });
      break;
    }
    seen.add(id);
    chain.push(id);
    const json = layers.get(id);
    if (json === undefined) break;
    id = textField(json.value, 'parent');
  }
  return chain.toReversed();
}

async function readChain(
  reader: DocumentReader,
  chain: readonly string[],
  layers: ReadonlyMap<string, ReadDocument>,
  repositories: StoredDocument | null,
  names: readonly string[],
): Promise<StoredImage> {
  const stored = [];
  for (const [index, id] of chain.entries())
    stored.push(
      // oxlint-disable-next-line no-await-in-loop
      await storedLayer(reader.members, {
        names: [`${id}/layer.tar`],
        digest: null,
        claimedBy: `the chain of parents, layer ${index}`,
        mediaType: null,
        annotations: {},
      }),
    );
  const layerJson = chain.map((id) => layers.get(id)?.document ?? null);
  return {
    kind: 'image',
    names,
    platform: platformOf(layers.get(chain.at(-1) ?? '')?.value),
    manifest: null,
    manifestDigest: null,
    config: null,
    layers: stored,
    documents: [...(repositories === null ? [] : [repositories]), ...layerJson.filter((json) => json !== null)],
    layerJson,
  };
}

/** @returns `names`: top ID → names */
async function readRepositories(
  reader: DocumentReader,
): Promise<{ readonly document: StoredDocument | null; readonly names: ReadonlyMap<string, readonly string[]> }> {
  const names = new Map<string, readonly string[]>();
  if (!reader.members.topLevel.has('repositories')) return { document: null, names };
  const result = await reader.read({
    kind: 'repositories',
    names: ['repositories'],
    title: 'repositories',
    claimed: null,
    mediaType: null,
    limit: reader.limits['archive-json-bytes'],
  });
  if (result.kind === 'refused') return { document: null, names };
  if (isRecord(result.value))
    for (const repository of Object.keys(result.value)) {
      const tags = field(result.value, repository);
      if (!isRecord(tags)) continue;
      for (const [tag, id] of Object.entries(tags))
        if (typeof id === 'string')
          names.set(id, uniteNames(reader.limits, names.get(id) ?? [], [`${repository}:${tag}`]));
    }
  return { document: result.document, names };
}
