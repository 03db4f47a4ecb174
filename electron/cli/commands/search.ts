import { OutcropError } from '../../../shared/errors.ts';
import type { ContentMatch, SearchHit, SearchQuery } from '../../../shared/model/search.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { Command, CommandContext } from '../command.ts';
import { CSV_OPTION } from '../csv.ts';
import { writeLine } from '../json.ts';
import { loadImage } from '../open-image.ts';
import type { Output } from '../output.ts';
import { createTable } from '../table.ts';

/** Hits written at a time. */
const PAGE = 500;

export const search: Command = {
  name: 'search',
  summary: 'names, or the content of files, in every layer, also of hidden versions',
  operands: 'IMAGE QUERY',
  operandCount: { min: 2, max: 2 },
  options: {
    content: { type: 'boolean', help: 'search in the bytes of regular files, not in paths' },
    regex: { type: 'boolean', help: 'QUERY is a regular expression in RE2 syntax, of the path or of a line' },
    glob: { type: 'boolean', help: 'QUERY is a glob of a name, or with a slash of a path' },
    'ignore-case': { type: 'boolean', short: 'i', help: 'A to Z match a to z' },
    visible: { type: 'boolean', help: 'only what the merged tree shows' },
    layer: { type: 'string', value: 'N', help: 'only versions that layer N holds' },
    ...CSV_OPTION,
  },
  picksImage: true,
  json: `one line each: {"path", "rawPath"?, "layer", "type", "size", "visible", "hiddenBy"?: {"layer", "how", "via"},
  "matches"?: [{"offset", "line", "before", "match", "after"}], "matchCount"?}
matches (the first 20) and matchCount (up to 10000) come with --content; offset counts bytes from 0, line from 1.
Of hard links the name that holds the bytes is told. At most 100000 lines; exit status 0 also when nothing is found.`,
  async run(context) {
    const query = queryOf(context);
    const loaded = await loadImage(context);
    const found = loaded.search(query);
    if (context.options.flag('csv')) {
      await found.run({ signal: context.signal, onProgress: context.progress });
      for await (const text of found.text('csv')) await context.out.write(text);
      return 0;
    }
    const isJSON = context.options.flag('json');
    const table = createTable(context.out, [
      { title: 'LAYER', width: 5, align: 'right' },
      { title: 'SIZE', width: 7, align: 'right' },
      { title: 'STATE', width: 12 },
      { title: 'PATH', width: 0, keep: 'both' },
    ]);
    let written = 0;
    const write = async () => {
      while (written < found.state.hits) {
        const hits = found.hits(written, written + PAGE);
        written += hits.length;
        for (const hit of hits)
          await (isJSON ? writeLine(context.out, hitJSON(hit)) : writeHit(context, (cells) => table.row(cells), hit));
      }
    };
    // Hits are written as they come: a search of contents takes its time.
    let wake: (() => void) | undefined;
    const running = found.run({
      signal: context.signal,
      onProgress: (progress) => {
        context.progress(progress);
        wake?.();
      },
    });
    const ended = running.then(
      () => true,
      () => true,
    );
    for (let isOver = false; !isOver;) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      wake = () => resolve(false);
      isOver = await Promise.race([ended, promise]);
      await write();
    }
    const { truncated, unread } = await running;
    await context.out.flush();
    if (unread > 0)
      context.warn({ code: 'layer-damaged', message: `${unread} files could not be read and were not searched.` });
    if (truncated) context.say(`Stopped after ${written} hits; ask for less.`);
    else context.say(`${written} ${written === 1 ? 'hit' : 'hits'}`);
    return 0;
  },
};

function queryOf({ options, operands }: CommandContext): SearchQuery {
  if (options.flag('regex') && options.flag('glob'))
    throw new OutcropError('bad-request', 'Use --regex or --glob, not both.');
  const layer = options.count('layer');
  return {
    text: operands[1] ?? '',
    in: options.flag('content') ? 'content' : 'names',
    pattern: options.flag('regex') ? 'regex' : options.flag('glob') ? 'glob' : 'text',
    ignoreCase: options.flag('ignore-case'),
    hidden: !options.flag('visible'),
    ...(layer !== undefined && { layer }),
  };
}

type Row = (cells: Parameters<ReturnType<typeof createTable>['row']>[0]) => Promise<void> | undefined;

async function writeHit({ out }: CommandContext, row: Row, hit: SearchHit): Promise<void> {
  await row([
    { text: String(hit.layer), style: 'cyan' },
    hit.type === 'file' ? formatBytes(hit.size) : '-',
    hit.hiddenBy ? { text: `hidden by ${hit.hiddenBy.layer}`, style: 'dim' } : { text: 'visible', style: 'green' },
    hit.path,
  ]);
  for (const match of hit.matches ?? []) await out.write(`      ${matchText(out, match)}\n`);
  const more = (hit.matchCount ?? 0) - (hit.matches?.length ?? 0);
  if (more > 0) await out.write(`      and ${more} more\n`);
}

function matchText(out: Output, { line, before, match, after }: ContentMatch): string {
  return `${out.paint('dim', `${line}:`)} ${safeText(before.trimStart())}${out.paint('red', safeText(match))}${safeText(after)}`;
}

function hitJSON(hit: SearchHit) {
  const { path, rawPath, layer, type, size, visible, hiddenBy, matches, matchCount } = hit;
  return {
    path,
    rawPath,
    layer,
    type,
    size,
    visible,
    hiddenBy: hiddenBy && { layer: hiddenBy.layer, how: hiddenBy.how, via: hiddenBy.via },
    matches: matches?.map(({ offset, line, before, match, after }) => ({ offset, line, before, match, after })),
    matchCount,
  };
}
