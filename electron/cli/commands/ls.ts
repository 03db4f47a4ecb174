import { OutcropError } from '../../../shared/errors.ts';
import type { Entry } from '../../../shared/model/entry.ts';
import { formatMode } from '../../../shared/format/mode.ts';
import { formatEpoch } from '../../../shared/format/time.ts';
import type { ListOptions } from '../../engine/opened.ts';
import type { Command, CommandContext } from '../command.ts';
import { describePath, describeSize } from '../describe.ts';
import { absolutePath } from '../image-path.ts';
import { entryJSON, writeLine } from '../json.ts';
import { LAZY_OPTION, loadImage } from '../open-image.ts';
import { createTable } from '../table.ts';

export const ls: Command = {
  name: 'ls',
  summary: 'files of the merged tree, of one layer, or of the tree as of a layer',
  operands: 'IMAGE [PATH]',
  operandCount: { min: 1, max: 2 },
  options: {
    recursive: { type: 'boolean', short: 'R', help: 'everything below, not only the folder’s children' },
    layer: { type: 'string', value: 'N', help: 'only the entries of layer N itself, whiteouts included' },
    upto: { type: 'string', value: 'N', help: 'the tree as the layers 0 to N make it' },
    lazy: LAZY_OPTION,
  },
  picksImage: true,
  json: `one line each: {"path", "rawPath"?, "type", "mode", "uid", "gid", "size", "mtime", "linkTarget"?, "hardlink"?,
  "major"?, "minor"?, "xattrs"?, "layer", "implicit"}
type is file, dir, symlink, char, block or fifo. mode is four octal digits. mtime is seconds since the epoch.
layer gave the entry; implicit marks a folder that no layer has an entry for. Parents come before children.
Bytes of a path that are not UTF-8 are shown as \\xNN, and rawPath has the true ones in base64.`,
  async run(context) {
    const list = listOptions(context);
    const loaded = await loadImage(context);
    const entries = loaded.list(list);
    if (context.options.flag('json')) {
      for (const entry of entries) {
        const wait = writeLine(context.out, entryJSON(entry));
        if (wait) await wait;
      }
      return 0;
    }
    const table = createTable(context.out, [
      { title: 'MODE', width: 10 },
      { title: 'OWNER', width: 9, align: 'right' },
      { title: 'SIZE', width: 7, align: 'right' },
      { title: 'MODIFIED', width: 19 },
      { title: 'LAYER', width: 5, align: 'right' },
      { title: 'PATH', width: 0, keep: 'both' },
    ]);
    for (const entry of entries) {
      const wait = table.row(cells(entry));
      if (wait) await wait;
    }
    return 0;
  },
};

function listOptions({ options, operands }: CommandContext): ListOptions {
  const [, path] = operands;
  const layer = options.count('layer');
  const upto = options.count('upto');
  if (layer !== undefined && upto !== undefined)
    throw new OutcropError('bad-request', 'Use --layer for one layer’s own entries or --upto for a tree, not both.');
  return {
    recursive: options.flag('recursive'),
    ...(path !== undefined && { path: absolutePath(path) }),
    ...(layer !== undefined && { layer }),
    ...(upto !== undefined && { upto }),
  };
}

function cells(entry: Entry) {
  const path = describePath(entry);
  return [
    { text: formatMode(entry.type, entry.mode), style: 'dim' as const },
    `${entry.uid}:${entry.gid}`,
    describeSize(entry),
    entry.implicit ? '-' : formatEpoch(entry.mtime),
    { text: String(entry.layer), style: 'cyan' as const },
    entry.type === 'dir' ? { text: path, style: 'blue' as const } : path,
  ];
}
