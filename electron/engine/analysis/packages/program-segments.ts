/** A stretch of a program file that is loaded to an address. */
export interface Segment {
  readonly offset: number;
  readonly address: number;
  /** Bytes in the file. */
  readonly fileSize: number;
}

/** What of a program tells where its data lies. */
export interface ProgramLayout {
  readonly segments: readonly Segment[];
  /** Where Go's linker puts what it built from (debug/buildinfo, `DataStart`); undefined when there is no such place. */
  readonly data: Segment | undefined;
}

const ELF_LOAD = 1;
const ELF_WRITABLE = 2;
/** Initialised data, readable and writable (PE/COFF, section flags). */
const PE_DATA = 0xc0000040;
/** The flags that say how a section is aligned. */
const PE_ALIGN = 0x00f00000;
const MACHO_64 = 0xfeedfacf;
const MACHO_32 = 0xfeedface;
const MACHO_SEGMENT = 1;
const MACHO_SEGMENT_64 = 0x19;
/** Readable and writable. */
const MACHO_DATA = 3;

/** Of an ELF, PE or Mach-O program, by its first bytes; undefined for any other file, and for one that is malformed. */
export function programLayout(head: Uint8Array): ProgramLayout | undefined {
  if (head.length < 64) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  try {
    if (view.getUint32(0) === 0x7f454c46) return elfLayout(view);
    if (view.getUint16(0) === 0x4d5a) return peLayout(view);
    const magic = view.getUint32(0, true);
    if (magic === MACHO_64 || magic === MACHO_32) return machoLayout(view, magic === MACHO_64);
  } catch (error) {
    // Tables that lead out of the bytes that were read.
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

function elfLayout(view: DataView): ProgramLayout {
  const wide = view.getUint8(4) === 2;
  const little = view.getUint8(5) === 1;
  const word = (at: number) => (wide ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little));
  const table = word(wide ? 32 : 28);
  const size = view.getUint16(wide ? 54 : 42, little);
  const count = view.getUint16(wide ? 56 : 44, little);
  const segments: Segment[] = [];
  let data: Segment | undefined;
  for (let i = 0; i < count; i++) {
    const at = table + i * size;
    if (at + size > view.byteLength || size < (wide ? 56 : 32)) break;
    if (view.getUint32(at, little) !== ELF_LOAD) continue;
    const segment = {
      offset: word(at + (wide ? 8 : 4)),
      address: word(at + (wide ? 16 : 8)),
      fileSize: word(at + (wide ? 32 : 16)),
    };
    segments.push(segment);
    const writable = (view.getUint32(at + (wide ? 4 : 24), little) & ELF_WRITABLE) !== 0;
    if (writable && segment.fileSize > 0) data ??= segment;
  }
  return { segments, data };
}

/** @throws RangeError */
function peLayout(view: DataView): ProgramLayout | undefined {
  const header = view.getUint32(60, true);
  if (view.getUint32(header) !== 0x50450000) return undefined;
  const count = view.getUint16(header + 6, true);
  const optional = header + 24;
  const wide = view.getUint16(optional, true) === 0x20b;
  const base = wide ? Number(view.getBigUint64(optional + 24, true)) : view.getUint32(optional + 28, true);
  const sections = optional + view.getUint16(header + 20, true);
  const segments: Segment[] = [];
  let data: Segment | undefined;
  for (let i = 0; i < count; i++) {
    const at = sections + 40 * i;
    const address = view.getUint32(at + 12, true);
    const segment = {
      offset: view.getUint32(at + 20, true),
      address: base + address,
      fileSize: view.getUint32(at + 16, true),
    };
    segments.push(segment);
    const flags = (view.getUint32(at + 36, true) & ~PE_ALIGN) >>> 0;
    if (flags === PE_DATA && address !== 0 && segment.fileSize > 0) data ??= segment;
  }
  return { segments, data };
}

/** @throws RangeError */
function machoLayout(view: DataView, wide: boolean): ProgramLayout {
  const word = (at: number) => (wide ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true));
  const bytes = wide ? 8 : 4;
  const count = view.getUint32(16, true);
  const segments: Segment[] = [];
  let writable: Segment | undefined;
  let named: Segment | undefined;
  for (let i = 0, at = wide ? 32 : 28; i < count; i++) {
    const size = view.getUint32(at + 4, true);
    if (size < 8) break;
    if (view.getUint32(at, true) === (wide ? MACHO_SEGMENT_64 : MACHO_SEGMENT)) {
      const segment = {
        address: word(at + 24),
        offset: word(at + 24 + 2 * bytes),
        fileSize: word(at + 24 + 3 * bytes),
      };
      segments.push(segment);
      const flags = at + 24 + 4 * bytes;
      if (view.getUint32(flags + 4, true) === MACHO_DATA && segment.fileSize > 0) writable ??= segment;
      named ??= buildInfoSection(view, { at: flags + 16, count: view.getUint32(flags + 8, true), wide });
    }
    at += size;
  }
  return { segments, data: named ?? writable };
}

function buildInfoSection(
  view: DataView,
  { at, count, wide }: { readonly at: number; readonly count: number; readonly wide: boolean },
): Segment | undefined {
  const size = wide ? 80 : 68;
  for (let i = 0; i < count; i++) {
    const from = at + i * size;
    const name = new Uint8Array(view.buffer, view.byteOffset + from, 16);
    if (Buffer.from(name).toString('latin1').replace(/\0+$/, '') !== '__go_buildinfo') continue;
    const word = (offset: number) =>
      wide ? Number(view.getBigUint64(from + offset, true)) : view.getUint32(from + offset, true);
    return { address: word(32), fileSize: word(wide ? 40 : 36), offset: view.getUint32(from + (wide ? 48 : 40), true) };
  }
  return undefined;
}
