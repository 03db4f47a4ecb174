import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { OutcropError } from '../../../shared/errors.ts';
import type { InstalledPackage, OwnedFile, PackageDatabase } from '../../../shared/model/packages.ts';
import type { Packages } from '../../engine/image-answers.ts';
import type { Command, CommandContext } from '../command.ts';
import { CSV_OPTION, writeCSV } from '../csv.ts';
import { writeDocument } from '../json.ts';
import { loadImage } from '../open-image.ts';
import { createTable } from '../table.ts';

export const packages: Command = {
  name: 'packages',
  summary: 'what is installed, and by which layer',
  operands: 'IMAGE [NAME]',
  operandCount: { min: 1, max: 2 },
  options: CSV_OPTION,
  picksImage: true,
  json: `{"databases": [{"ecosystem", "state", "count", "paths", "problem"?}],
 "packages": [{"ecosystem", "name", "version", "architecture"?, "layer", "size"?, "files", "fileBytes", "source"?,
   "license"?, "foundIn", "owned"?: [{"path", "rawPath"?, "type", "size", "layer"}]}],
 "unowned": {"files", "bytes"}}
state: read, partly-read, failed or absent; ecosystem: dpkg, apk, rpm, npm, pip, gem, go or jar. layer installed it in
this version. size is what the database says; files and fileBytes are what the merged tree has, null when nothing says
which files it owns. With NAME only packages of that name, each with the files it owns.`,
  async run(context) {
    const { options, operands, out, signal, progress } = context;
    if (options.flag('csv') && operands.length > 1)
      throw new OutcropError('bad-request', '--csv prints the whole list; leave out the name.');
    const loaded = await loadImage(context);
    const found = await loaded.packages({ signal, onProgress: progress });
    const name = operands[1];
    const rows = name === undefined ? found.all : found.all.filter((row) => row.name === name);
    if (options.flag('json')) {
      const { databases, unownedFiles, unownedBytes } = found.summary;
      await writeDocument(out, {
        databases: databases.map(databaseJSON),
        packages: rows.map((row) => ({
          ...packageJSON(row),
          ...(name !== undefined && { owned: ownedFiles(found, row).map(ownedJSON) }),
        })),
        unowned: { files: unownedFiles, bytes: unownedBytes },
      });
      return 0;
    }
    if (options.flag('csv')) await writeCSV(context, loaded, { name: 'packages' });
    else await writeTable(context, found, rows, name !== undefined);
    for (const { problem, paths } of found.summary.databases)
      if (problem !== undefined)
        context.warn({ code: 'packages-unread', message: problem, ...(paths[0] && { path: paths[0] }) });
    return 0;
  },
};

async function writeTable(
  { out, say }: CommandContext,
  found: Packages,
  rows: readonly InstalledPackage[],
  withFiles: boolean,
): Promise<void> {
  const table = createTable(out, [
    { title: 'KIND', width: 4 },
    { title: 'LAYER', width: 5, align: 'right' },
    { title: 'SIZE', width: 7, align: 'right' },
    { title: 'FILES', width: 5, align: 'right' },
    { title: 'VERSION', width: 24 },
    { title: 'NAME', width: 0, keep: 'both' },
  ]);
  for (const row of rows) {
    const size = row.size ?? row.fileBytes;
    const wait = table.row([
      row.ecosystem,
      { text: row.layer === null ? '-' : String(row.layer), style: 'cyan' },
      size === null ? '-' : formatBytes(size),
      row.files === null ? '-' : String(row.files),
      row.version,
      row.name,
    ]);
    if (wait) await wait;
    if (withFiles) for (const { path } of ownedFiles(found, row)) await out.write(`      ${safeText(path)}\n`);
  }
  await out.flush();
  const read = found.summary.databases.filter(({ state }) => state !== 'absent');
  if (read.length === 0) say('No package database was found, so nothing can be said about packages.');
  else
    say(
      `${rows.length} ${rows.length === 1 ? 'package' : 'packages'} (${read.map(({ ecosystem, state, count }) => `${ecosystem} ${state === 'failed' ? 'failed' : count}`).join(', ')}); ${found.summary.unownedFiles} files belong to none`,
    );
}

function ownedFiles(found: Packages, { id, files }: InstalledPackage): readonly OwnedFile[] {
  return found.files(id, 0, files ?? 0);
}

function databaseJSON({ ecosystem, state, count, paths, problem }: PackageDatabase) {
  return { ecosystem, state, count, paths, problem };
}

function packageJSON(row: InstalledPackage) {
  const { ecosystem, name, version, architecture, layer, size, files, fileBytes, source, license, foundIn } = row;
  return { ecosystem, name, version, architecture, layer, size, files, fileBytes, source, license, foundIn };
}

function ownedJSON({ path, rawPath, type, size, layer }: OwnedFile) {
  return { path, rawPath, type, size, layer };
}
