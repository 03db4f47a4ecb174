import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OutcropError } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type { ArchiveFormat } from '../../../shared/model/store.ts';
import type { PurgedEntry } from '../../../shared/model/container.ts';
import { canonicalName, parseReference } from '../../../shared/oci/reference.ts';
import type { NewImage, NewImageOptions } from '../../engine/opened/new-image.ts';
import { keepImage } from '../../engine/opened/keep-image.ts';
import { saveArchive, type SavedArchive } from '../../engine/opened/save-image.ts';
import type { WritableImage } from '../../engine/container/writable-image.ts';
import type { CommandContext } from '../command.ts';
import type { OptionTable } from '../options.ts';
import { writeDocument } from '../json.ts';
import { writeTable } from '../table.ts';
import { newImageJSON, purgedJSON, savedJSON } from './json.ts';

const OUTPUT = { type: 'string', short: 'o', value: 'FILE' } as const;

/** Options of every command that writes an image. */
export const SAVE_OPTIONS: OptionTable = {
  output: { ...OUTPUT, help: 'where to write the archive; one that is there is replaced' },
  format: {
    type: 'string',
    value: 'docker|oci',
    help: 'docker (docker load, 1.10 and later) or oci (image layout); docker by default',
  },
  tag: { type: 'string', short: 't', value: 'NAME', help: 'the name of the saved image' },
};

export const NEW_IMAGE_OPTIONS: OptionTable = {
  ...SAVE_OPTIONS,
  output: { ...OUTPUT, help: 'an archive to write; without it the image goes into the store' },
  created: {
    type: 'string',
    value: 'TIME',
    help: 'RFC 3339, for bytes that do not change from run to run; now by default',
  },
};

/** Where commands that make new layers keep them meanwhile. */
export async function scratchDirOf({ engine }: CommandContext): Promise<string> {
  const folder = join(engine.dataDir, 'cache');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Where an archive goes; undefined when it was not said. @throws OutcropError `bad-request` before anything long begins */
export function outputOf({
  options,
}: CommandContext): { readonly file: string; readonly format: ArchiveFormat } | undefined {
  const file = options.text('output');
  const format = options.text('format') ?? 'docker';
  if (format !== 'docker' && format !== 'oci')
    throw new OutcropError('bad-request', `--format takes docker or oci, not “${format}”.`);
  return file === undefined ? undefined : { file, format };
}

export async function newImageOptions(context: CommandContext): Promise<NewImageOptions> {
  const { options, signal, progress } = context;
  const created = options.text('created') ?? new Date().toISOString();
  if (Number.isNaN(Date.parse(created)))
    throw new OutcropError('bad-request', `--created wants an RFC 3339 time, not “${created}”.`);
  const names = namesOf(context);
  return { scratchDir: await scratchDirOf(context), created, signal, onProgress: progress, ...(names && { names }) };
}

/** The name of `-t` in canonical spelling. */
export function namesOf({ options }: CommandContext): readonly string[] | undefined {
  const tag = options.text('tag');
  if (tag === undefined) return undefined;
  const reference = parseReference(tag);
  if (!reference || reference.digest !== null)
    throw new OutcropError('bad-request', `“${tag}” is no image name; write it as name or name:tag, in lower case.`);
  return [canonicalName(reference)];
}

/** @throws OutcropError `bad-request` when no file was given */
export async function saveTo(context: CommandContext, image: WritableImage): Promise<SavedArchive> {
  const output = outputOf(context);
  if (!output) throw new OutcropError('bad-request', 'Say where to write the archive: -o FILE.');
  const scratchDir = await scratchDirOf(context);
  return saveArchive(image, output.format, output.file, { signal: context.signal, scratchDir });
}

/** A new image goes to the file of `-o`, or else into the store. */
async function deliver(context: CommandContext, image: WritableImage) {
  if (outputOf(context)) return { saved: savedJSON(await saveTo(context, image)) };
  const { engine, signal, progress } = context;
  const scratchDir = await scratchDirOf(context);
  const { names, id, manifestDigest } = await keepImage(engine, image, { scratchDir, signal, onProgress: progress });
  context.say(`Stored in ${engine.store.folder}.`);
  return { stored: { names, id, manifestDigest } };
}

/** Delivers a new image and tells what became of each layer. */
export async function saveNewImage(
  context: CommandContext,
  made: NewImage,
  purged?: readonly PurgedEntry[],
): Promise<void> {
  const delivered = await deliver(context, made.image);
  const { out } = context;
  const { report } = made;
  if (context.options.flag('json')) {
    const rest = purged ? { purged: purged.map(purgedJSON) } : {};
    return writeDocument(out, { ...newImageJSON(report), ...rest, names: made.image.names, ...delivered });
  }
  await writeTable(
    out,
    [
      { title: 'WAS', align: 'right' },
      { title: 'NOW', align: 'right' },
      { title: 'STATE' },
      { title: 'BEFORE', align: 'right' },
      { title: 'AFTER', align: 'right' },
      { title: 'DIGEST' },
    ],
    report.layers.map(({ was, index, state, bytesBefore, bytesAfter, digestAfter }) => [
      was === null ? '-' : String(was),
      index === null ? '-' : String(index),
      state,
      formatBytes(bytesBefore),
      formatBytes(bytesAfter),
      digestAfter ?? '-',
    ]),
  );
  for (const { path, layer } of purged ?? []) await out.write(`purged ${path} from layer ${layer}\n`);
  await out.write(`${report.id}\n`);
}
