import { DEFAULT_LIMITS, type Limits } from '../../limits/limits.ts';
import type { ContentSummary } from '../../../../shared/model/content-summary.ts';
import { detectCompression, MAGIC_BYTES } from '../../compression/detect.ts';
import { AR_MAGIC, listAr } from './archive/list-ar.ts';
import { listTar } from './archive/list-tar.ts';
import { listZip } from './archive/list-zip.ts';
import { ListingBuilder, type ArchiveListing } from './archive/listing.ts';
import { withBlocks, type Body } from './body.ts';
import { describeDER, describePEM } from './certificates.ts';
import { describeELF } from './elf.ts';
import { describeMachO, describePE } from './foreign-binaries.ts';

const HEAD = 64 << 10;
const OTHER: Described = { summary: { kind: 'other' } };

export interface Described {
  readonly summary: ContentSummary;
  /** Of an archive. */
  readonly listing?: ArchiveListing;
}

export interface DescribeOptions {
  /** Keep what tells the bytes of members of an archive. */
  readonly withContents?: boolean;
  /** The default ones when left out. */
  readonly limits?: Limits | undefined;
}

/**
 * Tells what a file is by its bytes, its name unseen. Bounded in time and memory whatever they claim; never throws for
 * what they hold. @throws OutcropError `layer-damaged`, `unreadable`, `cancelled` when they cannot be read
 */
export async function describeContent(
  source: Body,
  cancelled: () => boolean,
  { withContents = false, limits = DEFAULT_LIMITS }: DescribeOptions = {},
): Promise<Described> {
  const body = withBlocks(source);
  const head = Buffer.from(body.read(0, HEAD));
  const start = head.toString('latin1', 0, 8);
  const list = new ListingBuilder(limits, withContents);
  const archive = (format: 'tar' | 'zip' | 'ar', problem: string | null): Described => {
    const listing = list.finish();
    const { length: entries, contentSize } = listing;
    return { summary: { kind: 'archive', format, compression: 'none', entries, contentSize, problem }, listing };
  };
  if (start.startsWith('\x7fELF')) return orOther(await describeELF(body));
  if (start === AR_MAGIC) return archive('ar', await listAr(body, list, cancelled));
  const compression = detectCompression(head.subarray(0, MAGIC_BYTES));
  if (compression !== 'none') {
    const { isTar, problem } = await listTar(body, compression, list, cancelled);
    if (!isTar || list.length === 0)
      return { summary: { kind: 'compressed', compression, problem: list.length === 0 && isTar ? problem : null } };
    const told = archive('tar', problem);
    return { ...told, summary: { ...told.summary, compression } as ContentSummary };
  }
  if (isTarHead(head)) return archive('tar', (await listTar(body, 'none', list, cancelled)).problem);
  if (start.startsWith('MZ')) {
    const pe = describePE(body);
    if (pe) return { summary: pe };
  }
  const machO = describeMachO(body);
  if (machO) return { summary: machO };
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) {
    const zip = listZip(body, list);
    return archive('zip', zip ? zip.problem : 'It has no directory at its end: it is not complete.');
  }
  if (head.includes('-----BEGIN ')) return orOther(describePEM(body, limits));
  if (head[0] === 0x30 && head[1] !== undefined && head[1] >= 0x80) return orOther(describeDER(body));
  return OTHER;
}

function orOther(summary: ContentSummary | undefined): Described {
  return summary ? { summary } : OTHER;
}

/** `ustar` at byte 257, of either kind. */
function isTarHead(head: Buffer): boolean {
  return head.length >= 512 && head.toString('latin1', 257, 262) === 'ustar';
}
