import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { OutcropError } from '../../../shared/errors.ts';
import type { ExportReport, Skipped } from '../../../shared/model/export.ts';
import type { LoadedImage } from '../../engine/opened.ts';
import type { Command, CommandContext } from '../command.ts';
import { absolutePath } from '../image-path.ts';
import { writeDocument } from '../json.ts';
import { loadImage } from '../open-image.ts';

export const extract: Command = {
  name: 'extract',
  summary: 'files, folders or the whole tree into a folder or a tar, safely',
  operands: 'IMAGE [PATH…] (-o DIR | --tar FILE)',
  operandCount: { min: 1, max: Number.POSITIVE_INFINITY },
  options: {
    output: {
      type: 'string',
      short: 'o',
      value: 'DIR',
      help: 'folder to write into, made when missing; paths stay whole below it',
    },
    tar: { type: 'string', value: 'FILE', help: 'write one tar instead; - is standard output' },
    layer: { type: 'string', value: 'N', help: 'the versions that layer N holds, visible or not' },
    stored: { type: 'boolean', help: 'with --layer and --tar: the layer’s blob as it is stored' },
    force: { type: 'boolean', help: 'replace files that are there' },
    'set-id': { type: 'boolean', help: 'keep setuid and setgid in a folder' },
  },
  picksImage: true,
  json: `{"written", "skipped": [{"path", "rawPath"?, "reason", "detail"}]}; nothing with --tar -, which is the tar.
reason: device, exists, unsafe-name, unsafe-parent, unreadable, link-refused or hidden. Skipping gives exit status 1.
Without PATH all is written. Nothing is written outside DIR, through a link or over a file that is there. A folder has
no devices, owners or extended attributes; a tar has all, and its bytes are the same every time.`,
  async run(context) {
    const { options, out } = context;
    const target = targetOf(context);
    const loaded = await loadImage(context);
    const layer = options.count('layer');
    const selection = {
      paths: context.operands.slice(1).map(absolutePath),
      ...(layer !== undefined && { layer }),
    };
    let report: ExportReport;
    if (target.kind === 'folder')
      report = await loaded.exportFolder(selection, {
        folder: target.folder,
        force: options.flag('force'),
        devices: false,
        setID: options.flag('set-id'),
        signal: context.signal,
        onProgress: context.progress,
      });
    else report = await writeTar(context, loaded, target.file, selection);
    if (target.kind === 'tar' && target.file === '-') {
      for (const skipped of report.skipped) context.warn({ code: skipped.reason, message: sentence(skipped) });
    } else if (options.flag('json'))
      await writeDocument(out, { written: report.written, skipped: report.skipped.map(skippedJSON) });
    else {
      await out.write(`${report.written} written, ${formatBytes(report.bytes)}\n`);
      for (const skipped of report.skipped) await out.write(`${out.paint('yellow', 'skipped')} ${sentence(skipped)}\n`);
    }
    return report.skipped.length > 0 ? 1 : 0;
  },
};

type Target = { readonly kind: 'folder'; readonly folder: string } | { readonly kind: 'tar'; readonly file: string };

function targetOf({ options, operands }: CommandContext): Target {
  const folder = options.text('output');
  const file = options.text('tar');
  if ((folder === undefined) === (file === undefined))
    throw new OutcropError('bad-request', 'Say where to: -o DIR for a folder, or --tar FILE for a tar.');
  const isStored = options.flag('stored');
  if (isStored && (file === undefined || options.count('layer') === undefined || operands.length > 1))
    throw new OutcropError(
      'bad-request',
      '--stored goes with --layer N and --tar FILE and without paths; give those, or leave it out.',
    );
  return folder !== undefined ? { kind: 'folder', folder } : { kind: 'tar', file: file ?? '' };
}

async function writeTar(
  { options, out, signal, progress }: CommandContext,
  loaded: LoadedImage,
  file: string,
  selection: Parameters<LoadedImage['exportTar']>[0],
): Promise<ExportReport> {
  let report: ExportReport = { written: 0, bytes: 0, skipped: [] };
  let bytes: AsyncIterable<Uint8Array>;
  if (options.flag('stored')) {
    const stored = loaded.exportLayer(selection.layer ?? 0);
    bytes = stored.bytes;
    report = { written: 1, bytes: stored.size, skipped: [] };
  } else bytes = loaded.exportTar(selection, { signal, onProgress: progress, onReport: (told) => (report = told) });
  if (file === '-') for await (const chunk of bytes) await out.write(chunk);
  else await writeFile(file, bytes, options.flag('force'), signal);
  return report;
}

/** Whole or not at all; what is there is replaced only with force. */
async function writeFile(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
  force: boolean,
  signal: AbortSignal,
): Promise<void> {
  const unfinished = force ? `${file}.${process.pid}.tmp` : file;
  const handle = await open(unfinished, 'wx', 0o644).catch((error: NodeJS.ErrnoException) => {
    const isThere = error.code === 'EEXIST';
    const message = isThere
      ? `${unfinished} is there already; use --force to replace it.`
      : `${unfinished} cannot be written (${error.code}); choose another place.`;
    throw new OutcropError('unwritable', message, { file: unfinished }, error);
  });
  try {
    await pipeline(Readable.from(bytes), createWriteStream(unfinished, { fd: handle.fd, autoClose: false }), {
      signal,
    });
    await handle.close();
    if (force) await rename(unfinished, file);
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(unfinished, { force: true });
    if (error instanceof OutcropError || signal.aborted) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new OutcropError('unwritable', `${file} cannot be written (${code}); free some space.`, { file }, error);
  }
}

function sentence({ path, detail }: Skipped): string {
  return `${safeText(path)}: ${detail}`;
}

function skippedJSON({ path, rawPath, reason, detail }: Skipped) {
  return { path, rawPath, reason, detail };
}
