import type { IntegrityItem, IntegrityState } from '../../../shared/model/integrity.ts';
import { allHold } from '../../engine/image/integrity-items.ts';
import type { Command } from '../command.ts';
import { integrityJSON, writeDocument } from '../json.ts';
import { openImage } from '../open-image.ts';
import { writeTable, type Cell } from '../table.ts';

export const verify: Command = {
  name: 'verify',
  summary: 'recompute every digest; exit status 1 when one is not what it claims',
  operands: 'IMAGE',
  operandCount: { min: 1, max: 1 },
  options: {},
  picksImage: true,
  json: `{"ok", "items": [{"key", "kind", "layer"?, "claimedBy", "expected", "actual", "state", "size"}]}
kind is index, manifest, config, blob, diffID or chainID. state is ok, differs, absent or unverifiable.
expected is null when nothing claims a digest: then actual is only news.
ok is true when every claimed digest was recomputed and is right.`,
  async run(context) {
    const image = await openImage(context);
    for await (const event of image.verify(context.signal))
      if (event.kind === 'progress') context.progress(event.progress);
    const items = image.integrity();
    const ok = allHold(items);
    if (context.options.flag('json')) {
      await writeDocument(context.out, { ok, items: items.map(integrityJSON) });
      return ok ? 0 : 1;
    }
    await writeTable(
      context.out,
      [{ title: 'STATE' }, { title: 'WHAT' }, { title: 'CLAIMED BY' }, { title: 'DIGEST' }],
      items.flatMap(rows),
    );
    await context.out.write(
      ok
        ? context.out.paint('green', '\nEvery claimed digest is right.\n')
        : context.out.paint(
            'red',
            `\n${items.filter((item) => !allHold([item])).length} of ${items.length} digests could not be confirmed.\n`,
          ),
    );
    return ok ? 0 : 1;
  },
};

const STYLES: Readonly<Record<IntegrityState, 'green' | 'red' | 'yellow'>> = {
  ok: 'green',
  differs: 'red',
  absent: 'red',
  unverifiable: 'yellow',
  unchecked: 'yellow',
  checking: 'yellow',
};

function rows({ kind, layer, claimedBy, expected, actual, state }: IntegrityItem): readonly (readonly Cell[])[] {
  const what = layer === undefined ? kind : `${kind} ${layer}`;
  const status = { text: state, style: STYLES[state] } as const;
  if (state === 'differs')
    return [
      [status, what, claimedBy, `${expected ?? '-'} is claimed`],
      ['', '', '', `${actual ?? '-'} is what the bytes have`],
    ];
  return [[status, what, claimedBy, expected ?? actual ?? '-']];
}
