import type { ELFSummary, GoBuild } from '../../../../shared/model/content-summary.ts';
import { readGoBuild } from '../packages/go-binary.ts';
import type { Body } from './body.ts';
import { elfMachine } from './machines.ts';
import { createFields, type ELFFields, type Segment } from './elf-fields.ts';
import { readDynamic } from './elf-dynamic.ts';
import { readSections } from './elf-sections.ts';

const TYPES = { 1: 'relocatable', 2: 'executable', 3: 'shared', 4: 'core' } as const;
const PT = { load: 1, dynamic: 2, interp: 3, note: 4, gnuStack: 0x6474e551, gnuRelro: 0x6474e552 } as const;
const EXECUTABLE = 1;
const NT_GNU_BUILD_ID = 3;
const MAX_SEGMENTS = 1024;
const MAX_NOTES = 64 << 10;
/** Linux's PATH_MAX; longer text is cut. */
const MAX_TEXT = 4096;

/**
 * What an ELF file says of itself (System V ABI, chapters 4 and 5). A part that cannot be read is left out and told in
 * `problem`. @returns undefined when its header is none
 */
export async function describeELF(body: Body): Promise<ELFSummary | undefined> {
  const ident = body.read(0, 16);
  const [, , , , classCode, orderCode] = ident;
  if (ident.length < 16 || (classCode !== 1 && classCode !== 2) || (orderCode !== 1 && orderCode !== 2))
    return undefined;
  const fields = createFields(body, classCode === 2, orderCode === 1);
  const { wide } = fields;
  const header = fields.table(0, wide ? 64 : 52);
  if (!header) return undefined;
  const type = fields.half(header, 16);
  const segments = readSegments(fields, header);
  const find = (wanted: number) => segments?.find((segment) => segment.type === wanted);
  const sections = readSections(fields, header);
  const interp = find(PT.interp);
  const dynamicAt = find(PT.dynamic);
  const dynamic = dynamicAt ? readDynamic(fields, dynamicAt, segments ?? []) : undefined;
  const stack = find(PT.gnuStack);
  const relro = find(PT.gnuRelro) !== undefined;
  const isBroken = !segments || !sections || (dynamicAt && !dynamic);
  return {
    kind: 'elf',
    bits: wide ? 64 : 32,
    endian: fields.little ? 'little' : 'big',
    type: Object.hasOwn(TYPES, type) ? TYPES[type as keyof typeof TYPES] : 'other',
    machine: elfMachine(fields.half(header, 18)),
    interpreter: interp ? cString(body.read(interp.offset, Math.min(interp.fileSize, MAX_TEXT))) : null,
    soname: dynamic?.soname ?? null,
    needed: dynamic?.needed ?? [],
    rpath: dynamic?.rpath ?? null,
    runpath: dynamic?.runpath ?? null,
    buildID: findBuildID(fields, segments ?? []) ?? null,
    go: await goBuild(body),
    stripped: sections ? !sections.hasSymbols : false,
    debugInfo: sections?.hasDebugInfo ?? false,
    pie: type === 3 && (interp !== undefined || (dynamic?.isPIE ?? false)),
    nx: stack !== undefined && (stack.flags & EXECUTABLE) === 0,
    relro: relro ? (dynamic?.bindNow ? 'full' : 'partial') : 'none',
    problem: isBroken ? 'A table of it lies outside the file or is damaged; what it would tell is left out.' : null,
  };
}

function readSegments(fields: ELFFields, header: DataView): readonly Segment[] | undefined {
  const { wide, half, word, long } = fields;
  const count = half(header, wide ? 56 : 44);
  const size = half(header, wide ? 54 : 42);
  if (count === 0) return [];
  if (size < (wide ? 56 : 32) || count > MAX_SEGMENTS) return undefined;
  const table = fields.table(long(header, wide ? 32 : 28), count * size);
  if (!table) return undefined;
  return Array.from({ length: count }, (_, i) => {
    const at = i * size;
    return {
      type: word(table, at),
      flags: word(table, at + (wide ? 4 : 24)),
      offset: long(table, at + (wide ? 8 : 4)),
      address: long(table, at + (wide ? 16 : 8)),
      fileSize: long(table, at + (wide ? 32 : 16)),
    };
  });
}

/** The description of the note `GNU`, type 3. */
function findBuildID(fields: ELFFields, segments: readonly Segment[]): string | undefined {
  for (const { type, offset, fileSize } of segments) {
    if (type !== PT.note) continue;
    const notes = fields.table(offset, Math.min(fileSize, MAX_NOTES));
    if (!notes) continue;
    for (let at = 0; at + 12 <= notes.byteLength;) {
      const nameSize = fields.word(notes, at);
      const size = fields.word(notes, at + 4);
      const start = at + 12 + align(nameSize);
      if (start + size > notes.byteLength) break;
      const name = String.fromCharCode(
        ...new Uint8Array(notes.buffer, notes.byteOffset + at + 12, Math.min(4, nameSize)),
      );
      if (fields.word(notes, at + 8) === NT_GNU_BUILD_ID && name === 'GNU\0' && size <= 64)
        return Buffer.from(notes.buffer, notes.byteOffset + start, size).toString('hex');
      at = start + align(size);
    }
  }
  return undefined;
}

/** Not by bits: a size may pass 31 of them. */
const align = (size: number): number => Math.ceil(size / 4) * 4;

/** Text up to the first zero; bytes that are not UTF-8 are replaced. */
function cString(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end === -1 ? bytes : bytes.subarray(0, end)).toString('utf8');
}

async function goBuild(body: Body): Promise<GoBuild | null> {
  const found = await readGoBuild((offset, length) => Promise.resolve(body.read(offset, length)));
  if (!found) return null;
  const lines = found.info.split('\n').map((line) => line.split('\t'));
  const named = (kind: string) => lines.find(([word]) => word === kind);
  const [, name, version] = named('mod') ?? [];
  return {
    version: found.version.slice(0, MAX_TEXT),
    path: named('path')?.[1]?.slice(0, MAX_TEXT) ?? null,
    module: name === undefined ? null : `${name} ${version ?? ''}`.trim().slice(0, MAX_TEXT),
    dependencies: lines.filter(([word]) => word === 'dep').length,
  };
}
