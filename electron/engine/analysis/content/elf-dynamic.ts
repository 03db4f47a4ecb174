import type { ELFFields, Segment } from './elf-fields.ts';

const DT = {
  end: 0,
  needed: 1,
  stringTable: 5,
  soname: 14,
  rpath: 15,
  bindNow: 24,
  runpath: 29,
  flags: 30,
  flags1: 0x6ffffffb,
} as const;
const DF_BIND_NOW = 8;
const DF_1_NOW = 1;
const DF_1_PIE = 0x0800_0000;
const PT_LOAD = 1;
const MAX_ENTRIES = 8192;
const MAX_NEEDED = 1000;
const MAX_STRING = 4096;

export interface Dynamic {
  readonly needed: readonly string[];
  readonly soname?: string;
  readonly rpath?: string;
  readonly runpath?: string;
  readonly bindNow: boolean;
  readonly isPIE: boolean;
}

/** The dynamic section: what the loader is told. Undefined when it does not lie in the file. */
export function readDynamic(fields: ELFFields, at: Segment, segments: readonly Segment[]): Dynamic | undefined {
  const size = fields.wide ? 16 : 8;
  const count = Math.min(MAX_ENTRIES, Math.floor(at.fileSize / size));
  const table = fields.table(at.offset, count * size);
  if (!table) return undefined;
  const values = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    const tag = fields.long(table, i * size);
    if (tag === DT.end) break;
    const known = values.get(tag);
    const value = fields.long(table, i * size + size / 2);
    if (known) known.push(value);
    else values.set(tag, [value]);
  }
  const strings = fileOffset(segments, values.get(DT.stringTable)?.[0]);
  const string = (offset: number | undefined): string | undefined =>
    offset === undefined || strings === undefined ? undefined : stringAt(fields, strings + offset);
  const flags = values.get(DT.flags)?.[0] ?? 0;
  const flags1 = values.get(DT.flags1)?.[0] ?? 0;
  const soname = string(values.get(DT.soname)?.[0]);
  const rpath = string(values.get(DT.rpath)?.[0]);
  const runpath = string(values.get(DT.runpath)?.[0]);
  return {
    needed: (values.get(DT.needed) ?? []).slice(0, MAX_NEEDED).flatMap((offset) => string(offset) ?? []),
    ...(soname !== undefined && { soname }),
    ...(rpath !== undefined && { rpath }),
    ...(runpath !== undefined && { runpath }),
    bindNow: values.has(DT.bindNow) || hasBit(flags, DF_BIND_NOW) || hasBit(flags1, DF_1_NOW),
    isPIE: hasBit(flags1, DF_1_PIE),
  };
}

/** Of a value that may pass 32 bits. */
const hasBit = (value: number, bit: number): boolean => Math.floor(value / bit) % 2 === 1;

/** Addresses are of the loaded program; the segments say where in the file they come from. */
function fileOffset(segments: readonly Segment[], address: number | undefined): number | undefined {
  if (address === undefined) return undefined;
  const holder = segments.find(
    (one) => one.type === PT_LOAD && address >= one.address && address < one.address + one.fileSize,
  );
  return holder && holder.offset + (address - holder.address);
}

function stringAt({ body }: ELFFields, offset: number): string | undefined {
  const bytes = body.read(offset, MAX_STRING);
  const end = bytes.indexOf(0);
  return bytes.length === 0 ? undefined : Buffer.from(bytes.subarray(0, end === -1 ? undefined : end)).toString('utf8');
}
