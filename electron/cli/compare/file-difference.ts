import { OutcropError } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import type {
  ContentDifference,
  FactDifference,
  MemberDifference,
  TextForm,
} from '../../../shared/model/content-difference.ts';
import type { OpenedComparison } from '../../engine/opened.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { createTable } from '../table.ts';

/** Members asked for at a time. */
const PAGE = 1000;

/** What differs inside one file: one JSON document, or text. @throws OutcropError `no-such-path`, `not-a-file` */
export async function writeFileDifference(
  context: CommandContext,
  compared: OpenedComparison,
  path: string,
): Promise<Outcome> {
  const { out, options, signal } = context;
  const row = compared.lookup(path);
  if (row === undefined)
    throw new OutcropError('no-such-path', `${path} is in neither image; list their paths with “ls -R”.`, { path });
  const difference = await compared.content(row, signal);
  const members = difference.inner.kind === 'archive' ? await allMembers(compared, row, signal) : undefined;
  if (options.flag('json')) await out.write(`${JSON.stringify({ path, ...difference, members })}\n`);
  else await writeText(context, difference, members ?? []);
  return difference.firstDifference === null ? 0 : 1;
}

async function allMembers(compared: OpenedComparison, row: number, signal: AbortSignal): Promise<MemberDifference[]> {
  const all: MemberDifference[] = [];
  for (let total = 1; all.length < total;) {
    // Each page is there once the first was asked for.
    // oxlint-disable-next-line no-await-in-loop
    const page = await compared.members(row, all.length, all.length + PAGE, signal);
    total = page.total;
    all.push(...page.members);
  }
  return all;
}

async function writeText(
  { out }: CommandContext,
  { sizeBefore, sizeAfter, firstDifference, textBefore, textAfter, textDiffersIn, inner }: ContentDifference,
  members: readonly MemberDifference[],
): Promise<void> {
  if (firstDifference === null) {
    await out.write('The content is the same.\n');
    return;
  }
  await out.write(`Size              ${formatBytes(sizeBefore)} → ${formatBytes(sizeAfter)}\n`);
  await out.write(`First difference  byte ${firstDifference}\n`);
  if (textBefore && textAfter) await out.write(`Text              ${formText(textBefore)} → ${formText(textAfter)}\n`);
  if (textDiffersIn !== null && textDiffersIn !== 'content')
    await out.write(
      `Differs only in   ${textDiffersIn === 'encoding' ? 'how characters are stored' : 'how lines end'}\n`,
    );
  if (inner.kind === 'kinds') await out.write(`Kind              ${inner.before} → ${inner.after}\n`);
  if (inner.kind === 'facts') await writeFacts(out, inner.facts);
  if (members.length > 0) await writeMembers(out, members);
}

async function writeFacts(out: CommandContext['out'], facts: readonly FactDifference[]): Promise<void> {
  await out.write('\n');
  const table = createTable(out, [
    { title: 'FACT', width: 18 },
    { title: 'BEFORE', width: 30 },
    { title: 'AFTER', width: 0 },
  ]);
  for (const fact of facts) {
    if (fact.kind === 'value') await table.row([fact.fact, fact.before ?? '-', fact.after ?? '-']);
    else await table.row([fact.fact, fact.removed.join(', ') || '-', fact.added.join(', ') || '-']);
  }
}

async function writeMembers(out: CommandContext['out'], members: readonly MemberDifference[]): Promise<void> {
  await out.write('\n');
  const table = createTable(out, [
    { title: '', width: 1 },
    { title: 'MEMBER', width: 40 },
    { title: 'BEFORE', width: 8, align: 'right' },
    { title: 'AFTER', width: 8, align: 'right' },
  ]);
  for (const { kind, path, before, after } of members)
    await table.row([
      LETTERS[kind],
      path,
      before ? formatBytes(before.size) : '-',
      after ? formatBytes(after.size) : '-',
    ]);
}

const LETTERS = { added: 'A', removed: 'D', changed: 'C' } as const;

function formText({ encoding, bom, lineEnds }: TextForm): string {
  return `${encoding}${bom ? ' with a mark' : ''}, ${lineEnds === 'none' ? 'one line' : lineEnds}`;
}
