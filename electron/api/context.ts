import { implement } from '@orpc/server';
import { contract, type HostInfo } from '../../shared/contract/contract.ts';
import type { Engine } from '../engine/opened.ts';
import type { OpenSources } from './open-sources.ts';
import type { RecentSources } from './recent.ts';
import type { ReviewedPaths } from './reviewed.ts';
import type { Session } from './session.ts';

/** What a host knows of itself and can do for a window. */
export interface HostFacts extends Omit<HostInfo, 'recent' | 'version'> {
  /** The system's dialog; absent without `nativeDialogs`. @returns null when the user cancelled */
  readonly pickFile?: (folder: boolean) => Promise<string | null>;
}

/** What every handler is given: the parts all connections share, and the one connection's session. */
export interface Context {
  readonly engine: Engine;
  readonly host: HostFacts;
  readonly recent: RecentSources;
  readonly reviewed: ReviewedPaths;
  readonly sources: OpenSources;
  readonly session: Session;
}

/** The contract, ready to be implemented noun by noun. */
export const os = implement(contract).$context<Context>();
