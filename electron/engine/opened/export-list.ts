import type { ListFormat, ListName } from '../../../shared/model/export.ts';
import { listText, type ListRow } from '../exporters/list-text.ts';
import type { LoadedImage, WorkOptions } from '../opened.ts';

/** Columns of each list, in the order of the file. */
const COLUMNS: Readonly<Record<ListName, readonly string[]>> = {
  files: ['path', 'type', 'mode', 'uid', 'gid', 'size', 'mtime', 'layer', 'linkTarget', 'hardlink'],
  hidden: ['path', 'layer', 'type', 'size', 'hiddenByLayer', 'how', 'via', 'hardlink'],
  duplicates: ['digest', 'size', 'count', 'wastedSize', 'path', 'layer', 'visible'],
  findings: ['kind', 'rule', 'path', 'layer', 'mode', 'uid', 'gid', 'size', 'visible', 'hiddenByLayer'],
};

/** The whole list, a row at a time; duplicates are looked for first when they were not. */
export async function* exportList(
  loaded: LoadedImage,
  name: ListName,
  format: ListFormat,
  options?: WorkOptions,
): AsyncGenerator<string, void> {
  if (name === 'duplicates') await loaded.space.duplicates(options);
  for (const text of listText(COLUMNS[name], rowsOf(loaded, name), format)) {
    options?.signal?.throwIfAborted();
    yield text;
  }
}

function* rowsOf(loaded: LoadedImage, name: ListName): Iterable<ListRow> {
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
    case 'findings':
      for (const { kind, rule, path, layer, mode, uid, gid, size, visible, hiddenBy } of loaded.findings().rows)
        yield { kind, rule, path, layer, mode, uid, gid, size, visible, hiddenByLayer: hiddenBy?.layer };
      return;
  }
}
