import type { ELFFields } from './elf-fields.ts';

const SHT_SYMTAB = 2;
const SHT_PROGBITS = 1;
const MAX_SECTIONS = 100_000;
const MAX_NAMES = 4 << 20;

/** Undefined when the table of sections does not lie in the file. No sections at all is a stripped file. */
export function readSections(
  fields: ELFFields,
  header: DataView,
): { readonly hasSymbols: boolean; readonly hasDebugInfo: boolean } | undefined {
  const { wide, half, word, long } = fields;
  const at = long(header, wide ? 40 : 32);
  const size = half(header, wide ? 58 : 46);
  if (at === 0) return { hasSymbols: false, hasDebugInfo: false };
  if (size < (wide ? 64 : 40)) return undefined;
  const first = fields.table(at, size);
  if (!first) return undefined;
  // More than fit the header are counted in the first section.
  const count = half(header, wide ? 60 : 48) || long(first, wide ? 32 : 20);
  const namesIn = half(header, wide ? 62 : 50);
  const table = count <= MAX_SECTIONS ? fields.table(at, count * size) : undefined;
  if (!table) return undefined;
  const names = namesIn < count ? nameTable(fields, table, namesIn * size) : undefined;
  let hasSymbols = false;
  let hasDebugInfo = false;
  for (let i = 0; i < count; i++) {
    const type = word(table, i * size + 4);
    if (type === SHT_SYMTAB) hasSymbols = true;
    if (type !== SHT_PROGBITS || !names) continue;
    const name = word(table, i * size);
    const end = names.indexOf(0, name);
    const text = names.toString('latin1', name, end === -1 ? name : Math.min(end, name + 32));
    if (text === '.debug_info' || text === '.zdebug_info') hasDebugInfo = true;
  }
  return { hasSymbols, hasDebugInfo };
}

function nameTable({ body, wide, long }: ELFFields, table: DataView, at: number): Buffer {
  const offset = long(table, at + (wide ? 24 : 16));
  const size = long(table, at + (wide ? 32 : 20));
  return Buffer.from(body.read(offset, Math.min(size, MAX_NAMES)));
}
