import type { ListChoice, ListFormat, ListName } from '../../../shared/model/export.ts';
import type { Finding } from '../../../shared/model/findings.ts';
import { listText, type ListRow } from '../exporters/list-text.ts';
import type { LoadedImage, WorkOptions } from '../opened.ts';

/** Columns of each list, in the order of the file. */
const COLUMNS: Readonly<Record<ListName, readonly string[]>> = {
  files: ['path', 'type', 'mode', 'uid', 'gid', 'size', 'mtime', 'layer', 'linkTarget', 'hardlink'],
  hidden: ['path', 'layer', 'type', 'size', 'hiddenByLayer', 'how', 'via', 'hardlink'],
  duplicates: ['digest', 'size', 'count', 'wastedSize', 'path', 'layer', 'visible'],
  packages: [
    'ecosystem',
    'name',
    'version',
    'architecture',
    'layer',
    'size',
    'files',
    'fileBytes',
    'source',
    'license',
    'foundIn',
  ],
  changes: [
    'path',
    'kind',
    'change',
    'typeBefore',
    'typeAfter',
    'sizeBefore',
    'sizeAfter',
    'layerBefore',
    'layerAfter',
  ],
  findings: ['kind', 'rule', 'path', 'layer', 'mode', 'uid', 'gid', 'size', 'visible', 'hiddenByLayer'],
};

/** The whole list, a row at a time; duplicates are looked for first when they were not. */
export async function* exportList(
  loaded: LoadedImage,
  list: ListChoice,
  format: ListFormat,
  options?: WorkOptions,
): AsyncGenerator<string, void> {
  const { name } = list;
  if (name === 'duplicates') await loaded.space.duplicates(options);
  if (name === 'packages') await loaded.packages(options);
  const findings = name === 'findings' ? (await loaded.findings(options?.signal)).rows : [];
  const rows = name === 'changes' ? changeRows(loaded, list, options?.signal) : rowsOf(loaded, name, findings);
  for await (const text of listText(COLUMNS[name], rows, format)) {
    options?.signal?.throwIfAborted();
    yield text;
  }
}

async function* changeRows(
  loaded: LoadedImage,
  { from, to }: Extract<ListChoice, { name: 'changes' }>,
  signal: AbortSignal | undefined,
): AsyncIterable<ListRow> {
  for await (const { path, kind, change, before, after } of loaded.changes(from, to, signal))
    yield {
      path,
      kind,
      change: change.join(' '),
      typeBefore: before?.type,
      typeAfter: after?.type,
      sizeBefore: before?.size,
      sizeAfter: after?.size,
      layerBefore: before?.layer,
      layerAfter: after?.layer,
    };
}

function* rowsOf(
  loaded: LoadedImage,
  name: Exclude<ListName, 'changes'>,
  findings: readonly Finding[],
): Iterable<ListRow> {
  switch (name) {
    case 'files':
      for (const { path, type, mode, uid, gid, size, mtime, layer, linkTarget, hardlink } of loaded.list({
        recursive: true,
      }))
        yield { path, type, mode, uid, gid, size, mtime, layer, linkTarget, hardlink };
      return;
    case 'hidden':
      for (const { path, layer, type, size, hardlink, hiddenBy } of loaded.hidden())
        yield {
          path,
          layer,
          type,
          size,
          hardlink,
          hiddenByLayer: hiddenBy.layer,
          how: hiddenBy.how,
          via: hiddenBy.via,
        };
      return;
    case 'duplicates':
      for (const { digest, size, count, wastedSize, copies } of loaded.space.knownDuplicates?.groups(
        0,
        Number.POSITIVE_INFINITY,
      ) ?? [])
        for (const { path, layer, visible } of copies) yield { digest, size, count, wastedSize, path, layer, visible };
      return;
    case 'packages':
      for (const found of loaded.knownPackages?.all ?? []) {
        const { ecosystem, name: called, version, architecture, size, source, license, foundIn } = found;
        const [layer, files, fileBytes] = [found.layer, found.files, found.fileBytes].map(
          (known) => known ?? undefined,
        );
        yield {
          ecosystem,
          name: called,
          version,
          architecture,
          layer,
          size,
          files,
          fileBytes,
          source,
          license,
          foundIn,
        };
      }
      return;
    case 'findings':
      for (const { kind, rule, path, layer, mode, uid, gid, size, visible, hiddenBy } of findings)
        yield { kind, rule, path, layer, mode, uid, gid, size, visible, hiddenByLayer: hiddenBy?.layer };
      return;
  }
}
