import type { SourceSummary } from '../../../shared/model/image.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { LayerRecord } from '../../../shared/model/store.ts';
import type { ChainID } from '../../../shared/oci/digest.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { formatTimestamp } from '../../../shared/format/time.ts';
import type { OpenedImage } from '../../engine/opened.ts';
import type { Command, CommandContext } from '../command.ts';
import { describePlatform, describeSource, writeLayers } from '../describe.ts';
import { historyJSON, layerJSON, warningJSON, writeDocument } from '../json.ts';
import { choiceOf } from '../open-image.ts';
import type { Output } from '../output.ts';

export const inspect: Command = {
  name: 'inspect',
  summary: 'what a file or folder holds: names, IDs, platform, config, layers',
  operands: 'IMAGE',
  operandCount: { min: 1, max: 1 },
  options: { quick: { type: 'boolean', help: 'leave the layers unread: what they hold is null' } },
  picksImage: true,
  json: `{"source": {"kind", "path", "compression", "size"},
 "images": [{"id", "manifestDigest", "names": [], "platform": {"os", "architecture", "variant"?}, "created",
             "config": {…}, "layers": [… as of \`layers\`, "stored"?: {"parent", "size", "cacheID", "blobSize", "usedBy": []}],
             "history": [{"createdBy", "created", "author", "comment", "emptyLayer", "layer"}],
             "kind"?, "attests"?, "problem"?}],
 "warnings": [{"code", "message", "layer"?, "path"?, "image"?}]}
Every image of the file, or the one that --image and --platform pick. id is the digest of the config.
kind (attestation, artifact) is there only for what has no root file system.`,
  async run(context) {
    const { engine, out, signal, options, operands } = context;
    const source = await engine.open(operands[0] ?? '', { signal, onProgress: context.progress });
    const choice = choiceOf(context);
    const images = Object.keys(choice).length === 0 ? source.images : [source.pick(choice)];
    const read = options.flag('quick') ? images.map(unread) : await readAll(images, context);
    const records = new Map((await engine.store.records()).map((record) => [record.chainID, record]));
    const warnings = [...source.warnings, ...read.flatMap(({ warnings }) => warnings)];
    if (options.flag('json')) {
      await writeDocument(out, {
        source: sourceJSON(source.summary),
        images: read.map((image) => imageJSON(image, records)),
        warnings,
      });
      return 0;
    }
    await out.write(`${safeText(source.summary.path)}  (${describeSource(source.summary)})\n`);
    for (const image of read) await writeImage(out, image);
    if (warnings.length > 0) await out.write(`\n${out.paint('yellow', 'Warnings')}\n`);
    for (const warning of warnings) await out.write(`  ${safeText(warning.message)}\n`);
    return 0;
  },
};

interface ReadImage {
  readonly image: OpenedImage;
  readonly layers: readonly LayerSummary[];
  readonly warnings: readonly (ReturnType<typeof warningJSON> & { readonly image?: string })[];
}

const unread = (image: OpenedImage): ReadImage => ({ image, layers: image.layers, warnings: [] });

async function readAll(images: readonly OpenedImage[], { signal, progress }: CommandContext): Promise<ReadImage[]> {
  const read: ReadImage[] = [];
  for (const image of images) {
    if (image.summary.kind !== 'image' || image.summary.problem !== undefined) {
      read.push(unread(image));
      continue;
    }
    const { layers, warnings } = await image.load({ signal, onProgress: progress });
    const name = images.length > 1 ? (image.summary.manifestDigest ?? image.summary.id) : null;
    const about = (warning: Warning) => ({ ...warningJSON(warning), ...(name !== null && { image: name }) });
    read.push({ image, layers, warnings: warnings.map(about) });
  }
  return read;
}

function sourceJSON({ kind, path, compression, size }: SourceSummary) {
  return { kind, path, compression, size };
}

type Records = ReadonlyMap<ChainID, LayerRecord>;

function imageJSON({ image, layers }: ReadImage, records: Records) {
  const { summary } = image;
  return {
    id: summary.id,
    manifestDigest: summary.manifestDigest,
    names: summary.names,
    platform: image.platform,
    created: summary.created,
    config: image.config,
    layers: layers.map((layer) => ({ ...layerJSON(layer), stored: storedJSON(layer, records) })),
    history: image.history.map(historyJSON),
    kind: summary.kind === 'image' ? undefined : summary.kind,
    attests: summary.attests,
    problem: summary.problem,
  };
}

function storedJSON({ chainID }: LayerSummary, records: Records) {
  const record = chainID === null ? undefined : records.get(chainID);
  if (!record) return undefined;
  const { parent, size, cacheID, blobSize, usedBy } = record;
  return { parent, size, cacheID, blobSize, usedBy };
}

async function writeImage(out: Output, { image, layers }: ReadImage): Promise<void> {
  const { summary, platform, config } = image;
  const [name = 'no name', ...aliases] = summary.names;
  const title = summary.kind === 'image' ? name : `${name} (${summary.kind})`;
  await out.write(`\n${out.paint('bold', safeText(title))}\n`);
  const facts: (readonly [string, string | null | undefined])[] = [
    ['Also named', aliases.length > 0 ? aliases.join(', ') : null],
    ['Image ID', summary.id],
    ['Manifest', summary.manifestDigest],
    ['Speaks of', summary.attests],
    ['Platform', platform && describePlatform(platform)],
    ['Created', summary.created === null ? null : formatTimestamp(summary.created)],
    ['Size', describeLayerSizes(layers, summary.blobSize)],
    ...runtimeFacts(config),
    ['Problem', summary.problem],
  ];
  for (const [label, value] of facts)
    if (value) await out.write(`  ${out.paint('dim', label.padEnd(13))}${safeText(value)}\n`);
  if (layers.length === 0) return;
  await out.write('\n');
  await writeLayers(out, layers, '  ');
}

function describeLayerSizes(layers: readonly LayerSummary[], blobSize: number): string {
  const count = `${layers.length} ${layers.length === 1 ? 'layer' : 'layers'}`;
  const stored = `${formatBytes(blobSize)} as stored`;
  if (layers.some(({ contentSize }) => contentSize === null)) return `${stored}, ${count}`;
  const files = layers.reduce((sum, { contentSize }) => sum + (contentSize ?? 0), 0);
  return `${formatBytes(files)} of files, ${stored}, ${count}`;
}

/** What a container would start, as far as the untrusted config says it in the usual form. */
function runtimeFacts(config: OpenedImage['config']): (readonly [string, string | null])[] {
  const section = config?.['config'];
  if (typeof section !== 'object' || section === null) return [];
  const value = (key: string): string | null => {
    const found: unknown = Reflect.get(section, key);
    if (typeof found === 'string') return found;
    return Array.isArray(found) ? JSON.stringify(found) : null;
  };
  return [
    ['Entrypoint', value('Entrypoint')],
    ['Command', value('Cmd')],
    ['Work folder', value('WorkingDir')],
    ['User', value('User')],
  ];
}
