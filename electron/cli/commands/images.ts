import { OutcropError } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import type { StoreCheck, StoredEntry, StoreGarbage } from '../../engine/opened.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { describePlatform } from '../describe.ts';
import { writeDocument } from '../json.ts';
import { writeTable } from '../table.ts';

export const images: Command = {
  name: 'images',
  summary: 'what the store holds; gc frees what nothing needs, check repairs',
  operands: '[gc|check]',
  operandCount: { min: 0, max: 1 },
  options: { unnamed: { type: 'boolean', help: 'with gc: also the images that have no name' } },
  picksImage: false,
  json: `images: [{name, manifestDigest, platform, size, missing?}]; one row for each name, name null where there is none;
missing lists digests of blobs that the store lacks
gc: {images, blobs, records, unfinished, bytes, kept}: how many were removed, bytes freed, sentences on what was left and why
check: {images, blobs, records, problems: [{what, done}]}; done is "repaired", "discarded" or "left"`,
  async run(context) {
    const { options } = context;
    const [action] = context.operands;
    if (options.flag('unnamed') && action !== 'gc')
      throw new OutcropError('bad-request', '--unnamed goes with "images gc" only.');
    switch (action) {
      case undefined:
        return listImages(context);
      case 'gc':
        return collect(context);
      case 'check':
        return check(context);
      default:
        throw new OutcropError('bad-request', `images takes gc or check, not “${action}”.`);
    }
  },
};

async function listImages({ engine, options, out, say }: CommandContext): Promise<Outcome> {
  const entries = await engine.store.list();
  if (options.flag('json')) {
    await writeDocument(out, entries.map(entryJSON));
    return 0;
  }
  if (entries.length === 0) say('The store holds no image; "outcrop load IMAGE" puts one there.');
  else
    await writeTable(
      out,
      [{ title: 'NAME' }, { title: 'MANIFEST' }, { title: 'PLATFORM' }, { title: 'SIZE', align: 'right' }],
      entries.map(entryRow),
    );
  return 0;
}

function entryJSON({ name, manifestDigest, platform, size, missing }: StoredEntry) {
  return { name, manifestDigest, platform, size, missing: missing.length > 0 ? missing : undefined };
}

function entryRow({ shown, manifestDigest, platform, size, missing }: StoredEntry) {
  return [
    shown ?? '<unnamed>',
    manifestDigest === null ? '-' : shortDigest(manifestDigest),
    platform === null ? '-' : describePlatform(platform),
    missing.length > 0 ? `incomplete: lacks ${missing.length} blobs` : formatBytes(size),
  ];
}

async function collect({ engine, options, out, say, signal }: CommandContext): Promise<Outcome> {
  const garbage = await engine.store.collectGarbage({ unnamed: options.flag('unnamed'), signal });
  if (options.flag('json')) await writeDocument(out, garbageJSON(garbage));
  else {
    for (const sentence of garbage.kept) say(sentence);
    const { images: dropped, blobs, records, unfinished, bytes } = garbage;
    const what = `${dropped} images, ${blobs} blobs, ${records} records, ${unfinished} unfinished files`;
    await out.write(`Removed ${what}: ${formatBytes(bytes)}.\n`);
  }
  return 0;
}

function garbageJSON({ images: dropped, blobs, records, unfinished, bytes, kept }: StoreGarbage) {
  return { images: dropped, blobs, records, unfinished, bytes, kept };
}

async function check({ engine, options, out, signal }: CommandContext): Promise<Outcome> {
  const result = await engine.store.check({ signal });
  if (options.flag('json')) await writeDocument(out, checkJSON(result));
  else {
    const { images: checked, blobs, records, problems } = result;
    const rows = problems.map(({ done, what }) => [done, what]);
    if (rows.length > 0) await writeTable(out, [{ title: 'DONE' }, { title: 'PROBLEM' }], rows);
    const end = problems.length === 0 ? 'all is well' : `${problems.length} problems`;
    await out.write(`${checked} images, ${blobs} blobs, ${records} records: ${end}.\n`);
  }
  return result.problems.length === 0 ? 0 : 1;
}

function checkJSON({ images: checked, blobs, records, problems }: StoreCheck) {
  return { images: checked, blobs, records, problems: problems.map(({ what, done }) => ({ what, done })) };
}
