import { formatBytes } from '../../../shared/format/bytes.ts';
import { OutcropError } from '../../../shared/errors.ts';
import { FINDING_KINDS, type Finding, type FindingKind } from '../../../shared/model/findings.ts';
import type { Command, CommandContext } from '../command.ts';
import { CSV_OPTION, writeCSV } from '../csv.ts';
import { writeLine } from '../json.ts';
import { loadImage } from '../open-image.ts';
import { createTable } from '../table.ts';

export const findings: Command = {
  name: 'findings',
  summary: 'what deserves a look: secrets, setuid, capabilities, world-writable, devices, odd names; also hidden ones',
  operands: 'IMAGE',
  operandCount: { min: 1, max: 1 },
  options: {
    kind: { type: 'string', multiple: true, value: 'KIND', help: `only these: ${FINDING_KINDS.join(', ')}` },
    visible: { type: 'boolean', help: 'only what the merged tree shows' },
    hidden: { type: 'boolean', help: 'only what it does not show, though it still ships' },
    ...CSV_OPTION,
  },
  picksImage: true,
  json: `one line each: {"kind", "rule", "path", "rawPath"?, "layer", "type", "mode", "uid", "gid", "size", "visible",
  "hiddenBy"?: {"layer", "how", "via"}}
kind: ${FINDING_KINDS.join(', ')}. rule says which kind of secret or odd name.
Made from names, modes and extended attributes; contents are not read. Exit status 0 whatever is found; \`check\` judges.`,
  async run(context) {
    const { options, out, signal } = context;
    const kinds = kindsOf(context);
    if (options.flag('visible') && options.flag('hidden'))
      throw new OutcropError('bad-request', 'Use --visible or --hidden, not both; without them both are listed.');
    const visible = options.flag('visible') ? true : options.flag('hidden') ? false : undefined;
    if (options.flag('csv') && (kinds.length > 0 || visible !== undefined))
      throw new OutcropError('bad-request', '--csv prints the whole list; leave out --kind, --visible and --hidden.');
    const loaded = await loadImage(context);
    if (options.flag('csv')) {
      await writeCSV(context, loaded, { name: 'findings' });
      return 0;
    }
    const query = {
      kinds,
      filter: '',
      sort: 'kind',
      descending: false,
      ...(visible !== undefined && { visible }),
    } as const;
    const { rows } = (await loaded.findings(signal)).find(query, 0, Number.POSITIVE_INFINITY);
    if (options.flag('json')) {
      for (const row of rows) {
        const wait = writeLine(out, findingJSON(row));
        if (wait) await wait;
      }
      return 0;
    }
    const table = createTable(out, [
      { title: 'KIND', width: 14 },
      { title: 'RULE', width: 18 },
      { title: 'LAYER', width: 5, align: 'right' },
      { title: 'MODE', width: 4 },
      { title: 'SIZE', width: 7, align: 'right' },
      { title: 'STATE', width: 12 },
      { title: 'PATH', width: 0, keep: 'both' },
    ]);
    for (const { kind, rule, path, layer, type, mode, size, hiddenBy } of rows) {
      const wait = table.row([
        { text: kind, style: 'yellow' },
        rule === kind ? '' : rule,
        { text: String(layer), style: 'cyan' },
        mode,
        type === 'file' ? formatBytes(size) : '-',
        hiddenBy ? { text: `hidden by ${hiddenBy.layer}`, style: 'dim' } : { text: 'visible', style: 'green' },
        path,
      ]);
      if (wait) await wait;
    }
    await out.flush();
    const hidden = rows.filter((row) => !row.visible).length;
    context.say(`${rows.length} ${rows.length === 1 ? 'finding' : 'findings'}, ${hidden} of them hidden`);
    return 0;
  },
};

function kindsOf({ options }: CommandContext): readonly FindingKind[] {
  return options.texts('kind').map((text) => {
    const kind = FINDING_KINDS.find((known) => known === text);
    if (kind) return kind;
    throw new OutcropError(
      'bad-request',
      `There is no kind of finding “${text}”; the kinds are ${FINDING_KINDS.join(', ')}.`,
    );
  });
}

function findingJSON({ kind, rule, path, rawPath, layer, type, mode, uid, gid, size, visible, hiddenBy }: Finding) {
  return {
    kind,
    rule,
    path,
    rawPath,
    layer,
    type,
    mode,
    uid,
    gid,
    size,
    visible,
    hiddenBy: hiddenBy && { layer: hiddenBy.layer, how: hiddenBy.how, via: hiddenBy.via },
  };
}
