import type { ContentDifference, MemberDifference } from '../../../shared/model/content-difference.ts';
import type { ReadMembers } from '../file-content/member-pages.ts';

/** Asks the engine what differs inside two files. Must keep its identity. */
export interface InsideTeller {
  readonly describe: (signal: AbortSignal) => Promise<ContentDifference>;
  readonly members: ReadMembers<MemberDifference>;
}
