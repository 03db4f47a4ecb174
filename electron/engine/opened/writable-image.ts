import { OutcropError } from '../../../shared/errors.ts';
import type { Progress } from '../../../shared/model/progress.ts';
import { parseDiffID } from '../../../shared/oci/digest.ts';
import { canonicalName, parseReference } from '../../../shared/oci/reference.ts';
import { newConfig } from '../container/new-config.ts';
import type { WritableImage, WritableLayer } from '../container/writable-image.ts';
import { arrayField, field } from '../oci/json.ts';
import type { LoadedImage, WorkOptions } from '../opened.ts';
import { partsOf } from './loaded-image.ts';

/**
 * An image ready to be written out again: every layer there, every digest recomputed from its bytes.
 * @throws OutcropError `layer-absent`, `layer-damaged`, `digest-mismatch`
 */
export async function writableImage(loaded: LoadedImage, options: WorkOptions = {}): Promise<WritableImage> {
  const { image } = loaded;
  const file = image.source.path;
  refuseLost(loaded);
  for await (const step of image.verify(options.signal))
    if (step.kind === 'progress') options.onProgress?.(step.progress satisfies Progress);
  const wrong = image.integrity().find(({ state }) => state === 'differs');
  if (wrong)
    throw new OutcropError(
      'digest-mismatch',
      `A ${wrong.kind} of ${file} hashes to ${wrong.actual ?? 'nothing'}, but ${wrong.claimedBy} says ${wrong.expected ?? ''}; get the image again.`,
      { file, ...(wrong.layer !== undefined && { layer: wrong.layer }) },
    );
  refuseLost(loaded);
  const { state } = partsOf(loaded);
  const layers = image.layers.map((summary, index): WritableLayer => {
    const indexed = state.indexed[index];
    const { digest } = summary;
    const diffID = summary.diffID ?? parseDiffID(summary.compression === 'none' ? digest : indexed?.diffID);
    if (!indexed || !digest || !diffID) throw lost(file, index, 'could not be read');
    return { digest, diffID, compression: indexed.compression, tarSize: indexed.tarSize, region: indexed.region };
  });
  const config = image.documents.find(({ kind }) => kind === 'config');
  const manifest = image.documents.find(({ digest }) => digest === image.summary.manifestDigest);
  const names = image.summary.names.flatMap((name) => {
    const reference = parseReference(name);
    return reference && reference.digest === null ? [canonicalName(reference)] : [];
  });
  const bytes = config ? await collect(image.blob(config.digest)) : newConfig(layers);
  if (config && !namesLayers(image.config, layers)) throw lost(file, 0, 'is not named by the config as it is');
  return {
    config: bytes,
    manifest: config && manifest?.kind === 'manifest' ? await collect(image.blob(manifest.digest)) : null,
    names: [...new Set(names)],
    layers,
  };
}

function namesLayers(config: unknown, layers: readonly WritableLayer[]): boolean {
  const claimed = arrayField(field(config, 'rootfs'), 'diff_ids');
  return claimed.length === layers.length && layers.every(({ diffID }, index) => claimed[index] === diffID);
}

function refuseLost({ image }: LoadedImage): void {
  for (const { index, state, problem } of image.layers)
    if (state === 'absent' || state === 'damaged') {
      const code = state === 'absent' ? 'layer-absent' : 'layer-damaged';
      const why = problem ?? `Layer ${index} is ${state}.`;
      throw new OutcropError(
        code,
        `${image.source.path} cannot be saved whole: ${why.replace(/\.$/, '')}; get the image again from its source.`,
        { layer: index },
      );
    }
}

function lost(file: string, layer: number, why: string): OutcropError {
  const message = `Layer ${layer} of ${file} ${why}, so the image cannot be saved; get the image again.`;
  return new OutcropError('layer-damaged', message, { file, layer });
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
