import { createHash } from 'node:crypto';
import type { Compression } from '../../../../../shared/model/layer.ts';
import { detectCompression, MAGIC_BYTES } from '../../../compression/detect.ts';
import { partOf, type Body } from '../body.ts';
import type { ListingBuilder } from './listing.ts';
import { listTar } from './list-tar.ts';

export const AR_MAGIC = '!<arch>\n';
const HEADER = 60;

interface Member {
  readonly name: string;
  readonly at: number;
  readonly size: number;
}

/**
 * Lists an ar archive (`!<arch>`), GNU and BSD long names read; of a Debian package also what lies in its tars.
 * @returns one sentence when not all was read, else null
 */
export async function listAr(body: Body, list: ListingBuilder, cancelled: () => boolean): Promise<string | null> {
  const { members, problem } = readMembers(body, list);
  if (members[0]?.name !== 'debian-binary') return problem;
  let worse = problem;
  for (const { name, at, size } of members) {
    if (!/^(?:control|data)\.tar(?:\.|$)/.test(name)) continue;
    const part = partOf(body, at, size);
    const compression: Compression = detectCompression(part.read(0, MAGIC_BYTES));
    // Members lie one behind the other, and memory is for one at a time.
    // oxlint-disable-next-line no-await-in-loop
    const inner = await listTar(part, compression, list, cancelled, Buffer.from(`${name}/`));
    if (inner.problem !== null) worse ??= `${name}: ${inner.problem}`;
  }
  return worse;
}

function readMembers(body: Body, list: ListingBuilder): { members: readonly Member[]; problem: string | null } {
  const members: Member[] = [];
  let longNames = '';
  for (let at = AR_MAGIC.length; at + HEADER <= body.size;) {
    const header = Buffer.from(body.read(at, HEADER)).toString('latin1');
    const size = number(header.slice(48, 58), 10);
    if (header.slice(58) !== '`\n' || size === undefined)
      return { members, problem: `The header at byte ${at} is damaged; nothing after it was read.` };
    const raw = header.slice(0, 16).trimEnd();
    const start = at + HEADER;
    at = start + size + (size % 2);
    if (raw === '//') longNames = text(body.read(start, Math.min(size, 1 << 20)));
    else if (raw !== '/' && raw !== '/SYM64/' && raw !== '__.SYMDEF') {
      const { name, skip } = nameOf(raw, longNames, body, start);
      const member = { name, at: start + skip, size: Math.max(0, size - skip) };
      if (members.length < 16) members.push(member);
      const mode = number(header.slice(40, 48), 8);
      const mtime = number(header.slice(16, 28), 10);
      const isAdded = list.add({
        name: Buffer.from(name),
        type: 'file',
        size: member.size,
        ...(mode !== undefined && { mode: mode & 0o7777 }),
        ...(mtime !== undefined && { mtime }),
        content: list.withContents ? digestOf(partOf(body, member.at, member.size)) : undefined,
      });
      if (!isAdded)
        return { members, problem: `It has more members than Outcrop lists; the first ${list.length} are here.` };
    }
    if (at > body.size + 1) return { members, problem: 'The file ends inside a member.' };
  }
  return { members, problem: null };
}

/** `name/`, `/offset into the table of long names`, or `#1/length` with the name before the body. */
function nameOf(raw: string, longNames: string, body: Body, start: number): { name: string; skip: number } {
  const bsd = /^#1\/(\d{1,5})$/.exec(raw);
  if (bsd) {
    const skip = Number(bsd[1]);
    return { name: text(body.read(start, skip)).replace(/\0+$/, ''), skip };
  }
  const gnu = /^\/(\d{1,9})$/.exec(raw);
  if (!gnu) return { name: raw.replace(/\/$/, ''), skip: 0 };
  const from = Number(gnu[1]);
  const end = longNames.indexOf('\n', from);
  return { name: longNames.slice(from, end === -1 ? undefined : end).replace(/\/$/, ''), skip: 0 };
}

function digestOf(part: Body): string {
  const hash = createHash('sha256');
  for (const bytes of part.stream(0)) hash.update(bytes);
  return hash.digest('hex');
}

function number(digits: string, base: number): number | undefined {
  const clean = digits.trim();
  return /^\d+$/.test(clean) ? Number.parseInt(clean, base) : undefined;
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
