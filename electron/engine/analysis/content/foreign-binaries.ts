import type { MachOSummary, PESummary } from '../../../../shared/model/content-summary.ts';
import type { Body } from './body.ts';
import { machOMachine, peMachine } from './machines.ts';

const SUBSYSTEMS: Readonly<Record<number, string>> = { 1: 'native', 2: 'Windows GUI', 3: 'Windows console', 10: 'EFI' };
const DLL = 0x2000;
const DYNAMIC_BASE = 0x40;
const NX_COMPAT = 0x100;

/** The headers of a Windows program (PE/COFF). @returns undefined when it is none */
export function describePE(body: Body): PESummary | undefined {
  const dos = Buffer.from(body.read(0, 64));
  if (dos.length < 64 || dos.toString('latin1', 0, 2) !== 'MZ') return undefined;
  const header = Buffer.from(body.read(dos.readUInt32LE(60), 24 + 72));
  if (header.length < 24 + 72 || header.toString('latin1', 0, 4) !== 'PE\0\0') return undefined;
  const flags = header.readUInt16LE(24 + 70);
  return {
    kind: 'pe',
    bits: header.readUInt16LE(24) === 0x20b ? 64 : 32,
    machine: peMachine(header.readUInt16LE(4)),
    type: header.readUInt16LE(22) & DLL ? 'library' : 'executable',
    subsystem: SUBSYSTEMS[header.readUInt16LE(24 + 68)] ?? null,
    nx: (flags & NX_COMPAT) !== 0,
    aslr: (flags & DYNAMIC_BASE) !== 0,
  };
}

const FILE_TYPES: Readonly<Record<number, string>> = { 1: 'object', 2: 'executable', 6: 'library', 8: 'bundle' };
/** The same four bytes begin a Java class, where the next number is its version: 45 and up. */
const MAX_PARTS = 30;

/** The headers of a macOS program, or of each part of a universal one. @returns undefined when it is none */
export function describeMachO(body: Body): MachOSummary | undefined {
  const head = Buffer.from(body.read(0, 8 + MAX_PARTS * 20));
  if (head.length < 16) return undefined;
  const magic = head.readUInt32BE(0);
  if (magic !== 0xcafebabe) {
    const part = machOPart(head);
    return part && { kind: 'mach-o', parts: [part] };
  }
  const count = head.readUInt32BE(4);
  if (count === 0 || count > MAX_PARTS || head.length < 8 + count * 20) return undefined;
  const parts = Array.from({ length: count }, (_, i) => {
    const machine = machOMachine(head.readUInt32BE(8 + i * 20));
    const found = machOPart(Buffer.from(body.read(head.readUInt32BE(8 + i * 20 + 8), 16)));
    return found ?? { machine, type: 'unknown' };
  });
  return { kind: 'mach-o', parts };
}

function machOPart(head: Buffer): MachOSummary['parts'][number] | undefined {
  if (head.length < 16) return undefined;
  const magic = head.readUInt32LE(0);
  const big = head.readUInt32BE(0);
  const little = magic === 0xfeedface || magic === 0xfeedfacf;
  if (!little && big !== 0xfeedface && big !== 0xfeedfacf) return undefined;
  const word = (at: number) => (little ? head.readUInt32LE(at) : head.readUInt32BE(at));
  return { machine: machOMachine(word(4)), type: FILE_TYPES[word(12)] ?? `type ${word(12)}` };
}
