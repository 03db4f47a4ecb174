import { OutcropError } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import type { StoredImage } from '../../../shared/model/store.ts';
import { familiarRepository, parseReference } from '../../../shared/oci/reference.ts';
import { formatTimestamp } from '../../../shared/format/time.ts';
import type { StoreCheck } from '../../engine/store-answers.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { describePlatform } from '../describe.ts';
import { collectGarbage } from './gc.ts';
import { writeDocument } from '../json.ts';
import { writeTable } from '../table.ts';

export const images: Command = {
  name: 'images',
  summary: 'what the store holds; gc frees what nothing needs, check repairs',
  operands: '[gc|check]',
  operandCount: { min: 0, max: 1 },
  options: { unnamed: { type: 'boolean', help: 'with gc: also the images that have no name' } },
  picksImage: false,
  json: `images: [{name, repository, tag, id, manifestDigest, platform, created, layers, size, uniqueSize, sharedSize, missing?}];
one row for each name, name null where there is none; uniqueSize are bytes of blobs that no other image of the store has;
missing lists digests of blobs that the store lacks
gc: as \`gc\`
check: {images, blobs, records, problems: [{what, done}]}; done is "repaired", "discarded" or "left"`,
  async run(context) {
    const { options } = context;
    const [action] = context.operands;
    if (options.flag('unnamed') && action !== 'gc')
      throw new OutcropError('bad-request', '--unnamed goes with "images gc" only; leave it out.');
    switch (action) {
      case undefined:
        return listImages(context);
      case 'gc':
        return collectGarbage(context);
      case 'check':
        return check(context);
      default:
        throw new OutcropError('bad-request', `images takes gc or check, not “${action}”.`);
    }
  },
};

async function listImages({ engine, options, out, say }: CommandContext): Promise<Outcome> {
  const { images: stored } = await engine.store.listing();
  const rows = stored.flatMap((image) =>
    (image.names.length === 0 ? [null] : image.names).map((name): Row => ({ image, name })),
  );
  if (options.flag('json')) {
    await writeDocument(out, rows.map(rowJSON));
    return 0;
  }
  if (rows.length === 0) say('The store holds no image; "outcrop load IMAGE" puts one there.');
  else
    await writeTable(
      out,
      [
        { title: 'REPOSITORY' },
        { title: 'TAG' },
        { title: 'IMAGE ID' },
        { title: 'PLATFORM' },
        { title: 'CREATED' },
        { title: 'SIZE', align: 'right' },
        { title: 'UNIQUE', align: 'right' },
      ],
      rows.map(textRow),
    );
  return 0;
}

/** One name of an image; null for an image without one. */
interface Row {
  readonly image: StoredImage;
  readonly name: string | null;
}

function rowJSON({ image, name }: Row) {
  const { id, manifestDigest, platform, created, layers, size, unique, missing } = image;
  return {
    name,
    ...repositoryAndTag(name),
    id,
    manifestDigest,
    platform,
    created,
    layers: layers.length,
    size,
    uniqueSize: unique,
    sharedSize: size - unique,
    missing: missing.length > 0 ? missing : undefined,
  };
}

function textRow({ image, name }: Row) {
  const { id, platform, created, size, unique, missing } = image;
  const { repository, tag } = repositoryAndTag(name);
  return [
    repository ?? '<unnamed>',
    tag ?? '-',
    id === null ? '-' : shortDigest(id),
    platform === null ? '-' : describePlatform(platform),
    created === null ? '-' : formatTimestamp(created),
    missing.length > 0 ? `lacks ${missing.length} blobs` : formatBytes(size),
    formatBytes(unique),
  ];
}

/** As Docker's columns show them; a name with a digest has no tag. */
function repositoryAndTag(name: string | null) {
  const reference = name === null ? undefined : parseReference(name);
  if (reference === undefined) return { repository: name, tag: null };
  const tag = reference.digest === null ? (reference.tag ?? 'latest') : null;
  return { repository: familiarRepository(reference), tag };
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
