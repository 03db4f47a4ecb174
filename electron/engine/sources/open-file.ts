import { assertNever } from '../../../shared/assert.ts';
import { OutcropError } from '../../../shared/errors.ts';
import type { Compression } from '../../../shared/model/layer.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import { MAX_OUTER_COMPRESSIONS } from './limits.ts';
import { archiveMembers } from './members/archive-members.ts';
import { memberName, readStart } from './members/members.ts';
import { readOuterTar, type OuterTar } from './members/outer-tar.ts';
import type { OpenSourceOptions } from './open-source.ts';
import { sniffFormat, SNIFF_LENGTH } from './outer/format.ts';
import { unpack } from './outer/unpack.ts';
import { readForms } from './read-forms.ts';
import { rootfsImage } from './rootfs/rootfs.ts';
import type { Source } from './source.ts';

/** @param path absolute, of a regular file; @param size bytes */
export async function openFile(path: string, size: number, options: OpenSourceOptions): Promise<Source> {
  const outer = await findTar(path, size, options);
  const tar = await readOuterTar(outer.file, options.signal);
  const damage = outer.damage ?? tar.damage;
  if (tar.entries.length === 0) throw noEntries(path, damage);

  const members = archiveMembers(path, tar.entries);
  const forms = await readForms(members, 'archive');
  const warnings: Warning[] = [...damageWarning(damage), ...duplicateWarnings(tar)];
  const source = { path, compression: outer.compression, size };
  if (forms.kind === 'images')
    return { ...source, kind: forms.source, images: forms.images, warnings: [...warnings, ...forms.warnings] };
  if (forms.kind === 'unusable') {
    if (damage === undefined)
      throw new OutcropError('bad-manifest', `${path}: ${forms.problem}; save the image again.`, { file: path });
    const message = `${path} ${damage}, and what names its images is not in the part that is there; copy or save it again.`;
    throw new OutcropError('damaged-archive', message, { file: path });
  }
  const unpackedSize = outer.file === path ? size : outer.size;
  const image = rootfsImage({ file: outer.file, offset: 0, size: unpackedSize }, path.slice(path.lastIndexOf('/') + 1));
  return { ...source, kind: 'rootfs-archive', images: [image], warnings };
}

interface FoundTar {
  /** The file itself, or its unpacked copy. */
  readonly file: string;
  readonly size: number;
  /** Of the file as it was given. */
  readonly compression: Compression;
  readonly damage?: string | undefined;
}

/** Strips outer compression, whatever the file's name says. */
async function findTar(path: string, size: number, options: OpenSourceOptions): Promise<FoundTar> {
  let found: FoundTar = { file: path, size, compression: 'none' };
  for (let stripped = 0; ; stripped++) {
    // oxlint-disable-next-line no-await-in-loop
    const head = await readStart({ file: found.file, offset: 0, size: SNIFF_LENGTH }, SNIFF_LENGTH);
    const format = sniffFormat(head);
    if (format.kind === 'tar') return found;
    if (format.kind !== 'compressed' || stripped === MAX_OUTER_COMPRESSIONS) throw notATar(path, format, found);
    // oxlint-disable-next-line no-await-in-loop
    const { file, size: unpackedSize, damage } = await unpack(found.file, format.compression, options);
    found = {
      file,
      size: unpackedSize,
      compression: found.compression === 'none' ? format.compression : found.compression,
      damage: found.damage ?? damage,
    };
  }
}

function notATar(path: string, format: ReturnType<typeof sniffFormat>, { compression }: FoundTar): OutcropError {
  const inside = compression === 'none' ? '' : `, once ${compression} is unpacked,`;
  const where = { file: path };
  const advice = 'open a docker save archive, an OCI archive or layout, or a tar';
  switch (format.kind) {
    case 'empty':
      return new OutcropError('not-an-image', `${path}${inside} is empty; ${advice}.`, where);
    case 'named':
      return new OutcropError(
        'unsupported',
        `${path}${inside} is ${format.name}, which Outcrop does not read; ${advice}.`,
        where,
      );
    case 'text':
      return new OutcropError('not-an-image', `${path}${inside} is a text file, not an image; ${advice}.`, where);
    case 'compressed':
      return new OutcropError(
        'not-an-image',
        `${path} is compressed more than ${MAX_OUTER_COMPRESSIONS} times over; unpack it first.`,
        where,
      );
    case 'tar':
    case 'unknown':
      return new OutcropError(
        'not-an-image',
        `${path}${inside} is neither a tar nor any image form that Outcrop knows; ${advice}.`,
        where,
      );
    default:
      return assertNever(format);
  }
}

function noEntries(path: string, damage: string | undefined): OutcropError {
  return damage === undefined
    ? new OutcropError('not-an-image', `${path} is a tar without any entry; save the image again.`, { file: path })
    : new OutcropError('damaged-archive', `${path} ${damage}; copy or save it again.`, { file: path });
}

function damageWarning(damage: string | undefined): readonly Warning[] {
  if (damage === undefined) return [];
  return [{ code: 'damaged-archive', message: `The archive ${damage}; what lies before that is shown.` }];
}

/** Of two members of one name the last counts; where that decides which image is shown, it is worth a word. */
function duplicateWarnings({ entries }: OuterTar): readonly Warning[] {
  const seen = new Set<string>();
  const warnings: Warning[] = [];
  for (const entry of entries) {
    const name = memberName(entry.name);
    if (name === undefined || !/^(?:manifest\.json|index\.json|repositories|oci-layout)$/.test(name)) continue;
    if (seen.has(name))
      warnings.push({
        code: 'duplicate-member',
        message: `The archive holds ${name} twice; the last one counts.`,
        path: name,
      });
    seen.add(name);
  }
  return warnings;
}
