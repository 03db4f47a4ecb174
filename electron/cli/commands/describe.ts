import { assertNever } from '../../../shared/assert.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatMode } from '../../../shared/format/mode.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { formatEpoch } from '../../../shared/format/time.ts';
import type { ArchiveEntry, CertificateItem, ContentSummary } from '../../../shared/model/content-summary.ts';
import type { LoadedImage } from '../../engine/opened.ts';
import type { Command, CommandContext } from '../command.ts';
import { absolutePath } from '../image-path.ts';
import { writeDocument } from '../json.ts';
import { loadImage } from '../open-image.ts';
import { writeTable } from '../table.ts';

/** Members asked for at a time. */
const PAGE = 5000;

export const describe: Command = {
  name: 'describe',
  summary: 'what a file is by its bytes: an archive and its members, a program, certificates',
  operands: 'IMAGE PATH',
  operandCount: { min: 2, max: 2 },
  options: { layer: { type: 'string', value: 'N', help: 'the version that layer N holds, visible or not' } },
  picksImage: true,
  json: `{"path", "size", "kind": "archive" | "compressed" | "elf" | "pe" | "mach-o" | "certificates" | "other", …}
archive: "format", "compression", "entries", "contentSize", "problem", "members": [{"path", "type", "mode", "size", "mtime", "linkTarget"?}]
elf: "bits", "endian", "type", "machine", "interpreter", "soname", "needed", "rpath", "runpath", "buildID", "go",
     "stripped", "debugInfo", "pie", "nx", "relro", "problem"
certificates: "items": [{"kind": "certificate", "subject", "issuer", "validFrom", "validTo", "altNames", "key", "serial",
              "fingerprint", "ca", "selfIssued"} | {"kind": "private-key", "label", "encrypted"} | …], "total", "problem"
problem is one sentence when not all of it could be read, else null. Private keys are named, never printed.`,
  async run(context) {
    const layer = context.options.count('layer');
    const path = absolutePath(context.operands[1] ?? '');
    const loaded = await loadImage(context);
    const { size } = loaded.content(path, layer);
    const summary = await loaded.describeContent(path, layer, context.signal);
    const members = summary.kind === 'archive' ? await allMembers(loaded, path, layer, context.signal) : [];
    if (context.options.flag('json')) {
      await writeDocument(context.out, { path, size, ...summary, ...(summary.kind === 'archive' && { members }) });
      return 0;
    }
    await context.out.write(`${context.out.paint('bold', safeText(path))}  ${formatBytes(size)}\n\n`);
    await writeSummary(context, summary, members);
    return 0;
  },
};

async function allMembers(
  loaded: LoadedImage,
  path: string,
  layer: number | undefined,
  signal: AbortSignal,
): Promise<readonly ArchiveEntry[]> {
  const members: ArchiveEntry[] = [];
  for (let start = 0; ; start += PAGE) {
    // The engine keeps the list: later pages are quick.
    // oxlint-disable-next-line no-await-in-loop
    const { total, entries } = await loaded.archivePage(path, layer, start, start + PAGE, signal);
    for (const entry of entries) members.push(entry);
    if (members.length >= total || entries.length === 0) return members;
  }
}

async function writeSummary(
  { out }: CommandContext,
  summary: ContentSummary,
  members: readonly ArchiveEntry[],
): Promise<void> {
  const facts = (rows: readonly (readonly [string, string | number | boolean | null])[]) =>
    writeTable(
      out,
      [{ title: 'WHAT' }, { title: 'VALUE' }],
      rows.filter(([, value]) => value !== null && value !== '').map(([name, value]) => [name, String(value)]),
    );
  switch (summary.kind) {
    case 'archive': {
      const { format, compression, entries, contentSize, problem } = summary;
      await out.write(`${format}, compression ${compression}: ${entries} members, ${formatBytes(contentSize)}\n`);
      if (problem !== null) await out.write(`${safeText(problem)}\n`);
      await writeTable(
        out,
        [{ title: 'MODE' }, { title: 'SIZE', align: 'right' }, { title: 'MODIFIED' }, { title: 'PATH' }],
        members.map(({ mode, type, size, mtime, path, linkTarget }) => [
          mode === null ? '-' : formatMode(type, mode),
          type === 'file' ? formatBytes(size) : '-',
          mtime === null ? '-' : formatEpoch(mtime),
          linkTarget === undefined ? path : `${path} -> ${linkTarget}`,
        ]),
      );
      return;
    }
    case 'compressed':
      return facts([
        ['compressed with', summary.compression],
        ['problem', summary.problem],
      ]);
    case 'elf':
      return facts([
        ['format', `ELF ${summary.bits} bit, ${summary.endian} endian, ${summary.type}`],
        ['machine', summary.machine],
        ['interpreter', summary.interpreter],
        ['soname', summary.soname],
        ['needs', summary.needed.join(', ')],
        ['rpath', summary.rpath],
        ['runpath', summary.runpath],
        ['build ID', summary.buildID],
        ['Go', summary.go && `${summary.go.version} ${summary.go.module ?? summary.go.path ?? ''}`],
        ['stripped', summary.stripped],
        ['debug info', summary.debugInfo],
        ['PIE', summary.pie],
        ['NX', summary.nx],
        ['RELRO', summary.relro],
        ['problem', summary.problem],
      ]);
    case 'pe':
      return facts([
        ['format', `PE ${summary.bits} bit, ${summary.type}`],
        ['machine', summary.machine],
        ['subsystem', summary.subsystem],
        ['NX', summary.nx],
        ['ASLR', summary.aslr],
      ]);
    case 'mach-o':
      return facts(summary.parts.map(({ machine, type }) => ['Mach-O', `${machine} ${type}`]));
    case 'certificates':
      await out.write(`${summary.total} PEM blocks or certificates\n`);
      if (summary.problem !== null) await out.write(`${safeText(summary.problem)}\n`);
      return writeTable(
        out,
        [{ title: 'KIND' }, { title: 'VALID TO' }, { title: 'SUBJECT' }],
        summary.items.map(certificateCells),
      );
    case 'other':
      await out.write('No archive, program or certificate.\n');
      return;
    default:
      assertNever(summary);
  }
}

function certificateCells(item: CertificateItem): readonly [string, string, string] {
  switch (item.kind) {
    case 'certificate':
      return [item.kind, item.validTo, item.subject];
    case 'private-key':
      return [item.kind, '-', `${item.label}${item.encrypted ? ', encrypted' : ''}`];
    case 'malformed':
      return [item.kind, '-', `${item.label}: ${item.message}`];
    case 'other':
      return [item.kind, '-', item.label];
    default:
      return assertNever(item);
  }
}
