import { basename } from 'node:path';
import { assertNever } from '../../../shared/assert.ts';
import { OutcropError } from '../../../shared/errors.ts';
import type { Compression } from '../../../shared/model/layer.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import { rowBasename } from '../tar/entry-at.ts';
import type { EntryRow } from '../tar/tar-index.ts';
import type { Limits } from '../limits/limits.ts';
import { archiveMembers } from './members/archive-members.ts';
import { readStart } from './members/members.ts';
import { scanArchive, type ScannedArchive } from './members/scan-archive.ts';
import { limitsOf, type OpenSourceOptions } from './open-options.ts';
import { sniffFormat, SNIFF_LENGTH } from './outer/format.ts';
import { unpack } from './outer/unpack.ts';
import { readForms } from './read-forms.ts';
import { rootfsImage } from './rootfs/rootfs.ts';
import type { Source } from './source.ts';

/** @param path absolute, of a regular file; @param size bytes */
export async function openFile(path: string, size: number, options: OpenSourceOptions): Promise<Source> {
  const outer = await findTar(path, size, options);
  const limits = limitsOf(options);
  const archive = await scanArchive(outer.file, { signal: options.signal, limits });
  const damage = outer.damage ?? archive.damage;
  if (archive.index.length === 0) throw noEntries(path, damage);

  const forms = await readForms(
    archiveMembers(path, archive, limits['link-hops']),
    'archive',
    damage !== undefined,
    limits,
  );
  const source = { path, compression: outer.compression, size };
  switch (forms.kind) {
    case 'images': {
      const { source: kind, images, warnings } = forms;
      const own = [...damageWarnings(damage), ...archive.warnings, ...duplicateWarnings(archive)];
      return { ...source, kind, images, warnings: [...own, ...warnings] };
    }
    case 'none': {
      // Its one layer reads the same tar again and tells the rest.
      const image = rootfsImage({ file: outer.file, offset: 0, size: outer.size }, basename(path));
      return { ...source, kind: 'rootfs-archive', images: [image], warnings: damageWarnings(damage) };
    }
    case 'unusable':
      throw unusable(path, forms.problem, damage);
    default:
      return assertNever(forms);
  }
}

interface FoundTar {
  /** The file itself, or its unpacked copy. */
  readonly file: string;
  readonly size: number;
  /** Of the file as it was given. */
  readonly compression: Compression;
  /** One sentence. */
  readonly damage?: string | undefined;
}

/** Strips outer compression, whatever the file's name says. */
async function findTar(path: string, size: number, options: OpenSourceOptions): Promise<FoundTar> {
  const limits = limitsOf(options);
  let found: FoundTar = { file: path, size, compression: 'none' };
  for (let stripped = 0; ; stripped++) {
    // oxlint-disable-next-line no-await-in-loop
    const head = await readStart({ file: found.file, offset: 0, size: SNIFF_LENGTH }, SNIFF_LENGTH);
    const format = sniffFormat(head);
    if (format.kind === 'tar') return found;
    if (format.kind !== 'compressed' || stripped === limits.compressions) throw notATar(path, format, found, limits);
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

function notATar(
  path: string,
  format: ReturnType<typeof sniffFormat>,
  { compression }: FoundTar,
  limits: Limits,
): OutcropError {
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
        `${path} is compressed more than ${limits.compressions} times over (compressions); unpack it first.`,
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
    : new OutcropError('damaged-archive', `${path} is damaged (${clause(damage)}); copy or save it again.`, {
        file: path,
      });
}

function unusable(path: string, problem: string, damage: string | undefined): OutcropError {
  if (damage === undefined)
    return new OutcropError('bad-manifest', `${path}: ${problem}; save the image again.`, { file: path });
  const message = `${path} is cut off or damaged (${clause(damage)}), and ${problem}; copy or save it again.`;
  return new OutcropError('damaged-archive', message, { file: path });
}

/** A sentence within another. */
function clause(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}

function damageWarnings(damage: string | undefined): readonly Warning[] {
  return damage === undefined ? [] : [{ code: 'damaged-archive', message: damage }];
}

const DECIDING: ReadonlySet<string> = new Set(['manifest.json', 'index.json', 'repositories', 'oci-layout']);

/** Of two members of one name the last counts; where that decides which image is shown, it is worth a word. */
function duplicateWarnings({ index }: ScannedArchive): readonly Warning[] {
  const seen = new Set<string>();
  const warnings: Warning[] = [];
  for (let row = 0; row < index.length; row++) {
    if (index.dir[row] !== 0) continue;
    const name = Buffer.from(rowBasename(index, row as EntryRow)).toString('utf8');
    if (!DECIDING.has(name)) continue;
    const message = `The archive holds ${name} twice; the last one counts.`;
    if (seen.has(name)) warnings.push({ code: 'duplicate-member', message });
    seen.add(name);
  }
  return warnings;
}
