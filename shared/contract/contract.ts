import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import type { ImageDocument } from '../model/document.ts';
import { ENTRY_TYPES, type ChangeReason, type LinkTarget, type PathOffer, type PathStory } from '../model/entry.ts';
import type { ListChoice, ListFormat } from '../model/export.ts';
import type { OpenedSourceSummary } from '../model/image.ts';
import type { IntegrityItem, IntegrityReport } from '../model/integrity.ts';
import type { HistoryRow, LayerSummary } from '../model/layer.ts';
import type { Progress } from '../model/progress.ts';
import type { ArchiveFormat } from '../model/store.ts';
import { PATTERN_KINDS } from '../model/pattern.ts';
import { CHANGE_FILTERS, MODE_FILTERS, MOST_PICKED, SORT_KEYS, type RowWindow, type ViewState } from '../model/view.ts';
import type { Warning } from '../model/warning.ts';
import { compareContract } from './compare.ts';
import { contentContract, MOST_AT_ONCE } from './content.ts';
import { containerContract } from './container.ts';
import { exportContract } from './export.ts';
import { findingsContract } from './findings.ts';
import { image, layer, method, path, pathID, returns, row, view, viewMode } from './method.ts';
import { packagesContract } from './packages.ts';
import { searchContract } from './search.ts';
import { settingsContract } from './settings.ts';
import { storeContract } from './store.ts';
import { spaceContract } from './space.ts';

/** What this host can do. A difference between hosts is a value here, never a branch in a component. */
export interface HostInfo {
  readonly version: string;
  readonly host: 'electron' | 'web';
  readonly platform: string;
  readonly capabilities: {
    /** `host.pickFile` opens the system's dialog. */
    readonly nativeDialogs: boolean;
    /** A dropped file has a path that the engine can open in place; else its bytes are uploaded. */
    readonly droppedPaths: boolean;
  };
  /** Files named on the command line, opened at start. */
  readonly openAtStart: readonly string[];
  readonly recent: readonly RecentSource[];
}

export interface RecentSource {
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly names: readonly string[];
  /** What was in it then, in its order, bounded; empty for one that an older Outcrop opened. */
  readonly images: readonly RecentImage[];
}

/** One image of a file, as it was when the file was opened. */
export interface RecentImage {
  readonly names: readonly string[];
  /** `linux/arm64/v8`; empty when unknown. */
  readonly platform: string;
  /** Bytes of its layers as stored. */
  readonly size: number;
  readonly layers: number;
  /** RFC 3339, as its config says. */
  readonly created: string | null;
}

export interface FolderListing {
  /** Absolute. */
  readonly path: string;
  readonly parent: string | null;
  readonly entries: readonly { readonly name: string; readonly kind: 'file' | 'folder'; readonly size: number }[];
}

/** What loading tells while it runs; a stream carries throttled progress only. */
export type LoadEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'layer'; readonly layer: LayerSummary }
  /** The tree can be looked at, as the layers' own tables of contents claim it to be; reading goes on. */
  | { readonly kind: 'claimed'; readonly layers: readonly LayerSummary[]; readonly pathCount: number }
  | {
      readonly kind: 'ready';
      readonly layers: readonly LayerSummary[];
      readonly pathCount: number;
      /** What became of the claims that were shown before; `differed`: row numbers and path IDs may be others now. */
      readonly claims?: 'held' | 'differed';
    };

export type OpenEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'opened'; readonly opened: OpenedSourceSummary };

export type VerifyEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'item'; readonly item: IntegrityItem }
  | { readonly kind: 'done'; readonly report: IntegrityReport };

const bytes = z.number().min(0).max(Number.MAX_SAFE_INTEGER);
const list = <T extends z.ZodType>(item: T) => z.array(item).max(256).readonly().exactOptional();

const where = z.strictObject({
  changes: list(z.enum(CHANGE_FILTERS)),
  hidden: z.boolean().exactOptional(),
  sizeAtLeast: bytes.exactOptional(),
  sizeAtMost: bytes.exactOptional(),
  types: list(z.enum(ENTRY_TYPES)),
  modes: list(z.enum(MODE_FILTERS)),
  layers: list(layer),
  uids: list(bytes),
  gids: list(bytes),
});

const viewSpec = z.strictObject({
  mode: viewMode,
  showHidden: z.boolean(),
  filter: z.string().max(4096),
  pattern: z.enum(PATTERN_KINDS).exactOptional(),
  where: where.exactOptional(),
  sort: z.enum(SORT_KEYS),
  descending: z.boolean(),
});

/** Most rows one `view.rows` call may ask for: a tall screen at the smallest row, twice. */
export const MAX_WINDOW_ROWS = 500;

/** Every method once. Client, handlers and both transports derive from this value. */
export const contract = {
  host: {
    info: method.output(returns<HostInfo>()),
    /** The system's dialog; null when the user cancelled. Only with `nativeDialogs`. */
    pickFile: method.input(z.strictObject({ folder: z.boolean() })).output(returns<string | null>()),
    /** For the open dialog of a host without a native one. Hidden names are left out. */
    listFolder: method.input(z.strictObject({ path: path.nullable() })).output(returns<FolderListing>()),
    forgetRecent: method.input(z.strictObject({ path })).output(returns<readonly RecentSource[]>()),
  },
  sources: {
    open: method
      .input(
        z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('path'), path }),
          z.strictObject({ kind: z.literal('sample') }),
        ]),
      )
      .output(eventIterator(returns<OpenEvent>())),
    close: method.input(z.strictObject({ image })).output(returns<null>()),
  },
  image: {
    load: method.input(z.strictObject({ image })).output(eventIterator(returns<LoadEvent>())),
    history: method.input(z.strictObject({ image })).output(returns<readonly HistoryRow[]>()),
    documents: method.input(z.strictObject({ image })).output(returns<readonly ImageDocument[]>()),
    warnings: method.input(z.strictObject({ image })).output(returns<readonly Warning[]>()),
    integrity: method.input(z.strictObject({ image })).output(returns<readonly IntegrityItem[]>()),
    verify: method.input(z.strictObject({ image })).output(eventIterator(returns<VerifyEvent>())),
    explain: method.input(z.strictObject({ image, path })).output(returns<PathStory>()),
    /** The same by its ID. @param readAtMost bytes: what is larger is not compared and stays `undecided` */
    story: method
      .input(z.strictObject({ image, pathID, readAtMost: bytes.exactOptional() }))
      .output(returns<PathStory>()),
    pathOf: method.input(z.strictObject({ image, pathID })).output(returns<string>()),
    lookup: method.input(z.strictObject({ image, path })).output(returns<number | null>()),
    /** What a path typed from the root may become, one component on; MAX_OFFERS at most. */
    complete: method.input(z.strictObject({ image, path })).output(returns<readonly PathOffer[]>()),
    pathsOf: method
      .input(z.strictObject({ image, pathIDs: z.array(pathID).max(MOST_PICKED) }))
      .output(returns<readonly string[]>()),
    /** Those of the paths that lie in no other of them, in the same order. */
    outermost: method
      .input(z.strictObject({ image, pathIDs: z.array(pathID).max(MOST_PICKED) }))
      .output(returns<readonly number[]>()),
    /**
     * Why rows of a view are changed, for those that are `undecided`: their contents are compared.
     * @returns null for what is too large to be compared in passing
     */
    reasons: method
      .input(
        z.strictObject({ image, mode: viewMode, rows: z.array(z.strictObject({ pathID, layer })).max(MOST_AT_ONCE) }),
      )
      .output(returns<readonly (readonly ChangeReason[] | null)[]>()),
    /** @param layer of the link's version. @throws `bad-request` for what is no symbolic link */
    follow: method.input(z.strictObject({ image, pathID, layer })).output(returns<LinkTarget>()),
  },
  view: {
    open: method.input(z.strictObject({ image, spec: viewSpec })).output(returns<{ view: string; state: ViewState }>()),
    change: method.input(z.strictObject({ view, spec: viewSpec })).output(returns<ViewState>()),
    rows: method.input(z.strictObject({ view, start: row, end: row })).output(returns<RowWindow>()),
    toggle: method.input(z.strictObject({ view, pathID, expanded: z.boolean() })).output(returns<ViewState>()),
    expandAll: method.input(z.strictObject({ view })).output(returns<ViewState>()),
    collapseAll: method.input(z.strictObject({ view })).output(returns<ViewState>()),
    reveal: method.input(z.strictObject({ view, pathID })).output(returns<{ state: ViewState; row: number }>()),
    findName: method.input(z.strictObject({ view, text: z.string().max(255), from: row })).output(returns<number>()),
    close: method.input(z.strictObject({ view })).output(returns<null>()),
  },
  content: contentContract,
  compare: compareContract,
  space: spaceContract,
  findings: findingsContract,
  packages: packagesContract,
  search: searchContract,
  export: exportContract,
  settings: settingsContract,
  store: storeContract,
  container: containerContract,
};

export type Contract = typeof contract;

/**
 * Large bytes go by fetch of these relative URLs, in both hosts (with `Authorization: Bearer` under serve).
 * `content` honours one `Range: bytes=a-b` and answers 206; errors are `{error: WireError}` with 4xx or 5xx.
 */
export const dataURL = {
  /** Bytes of one version of a path. */
  content: (imageHandle: string, id: number, layerIndex: number) =>
    `data/content?image=${encodeURIComponent(imageHandle)}&path=${id}&layer=${layerIndex}`,
  /** Bytes of a document of the image. */
  blob: (imageHandle: string, digest: string) =>
    `data/blob?image=${encodeURIComponent(imageHandle)}&digest=${encodeURIComponent(digest)}`,
  /**
   * A tar of paths of the merged tree, or of one layer's versions; a folder stands for all below it, no paths for the
   * whole tree (MAX_EXPORT_PATHS). Its last entry `outcrop-skipped.json` lists what could not be put in, when there is any.
   */
  exportTar: (imageHandle: string, pathIDs: readonly number[], layerIndex?: number) =>
    `data/export?image=${encodeURIComponent(imageHandle)}&paths=${pathIDs.join(',')}${layerIndex === undefined ? '' : `&layer=${layerIndex}`}`,
  /** The layer's blob as it is stored. */
  exportLayer: (imageHandle: string, layerIndex: number) =>
    `data/layer?image=${encodeURIComponent(imageHandle)}&layer=${layerIndex}`,
  /** The image as one archive that engines load, its layers as they are. */
  archive: (imageHandle: string, format: ArchiveFormat) =>
    `data/archive?image=${encodeURIComponent(imageHandle)}&format=${format}`,
  /** PUT the bytes that an edit is to use; answers `{sha256, size}`. */
  containerBody: (container: string) => `data/container-body?container=${container}`,
  /** Bytes of a file that a container shows. */
  containerFile: (container: string, filePath: string) =>
    `data/container-file?container=${container}&path=${encodeURIComponent(filePath)}`,
  /** A list as a file; CSV cells that a spreadsheet would compute begin with an apostrophe. */
  list: (imageHandle: string, list: ListChoice, format: ListFormat) =>
    `data/list?image=${encodeURIComponent(imageHandle)}&name=${list.name}&format=${format}${list.name === 'changes' ? `&from=${list.from}&to=${list.to}` : ''}`,
  /** PUT the bytes of a dropped file; answers `{path}` to open. Web host only. */
  upload: (name: string) => `data/upload?name=${encodeURIComponent(name)}`,
};
