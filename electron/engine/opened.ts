import type {
  CompareSide,
  Comparison,
  DifferenceKind,
  DifferenceViewSpec,
  DifferenceWindow,
  FileDifference,
  PathComparison,
  ReviewProgress,
  SimilarMoves,
  UnionID,
} from '../../shared/model/compare.ts';
import type { SizeComparison } from '../../shared/model/compare-sizes.ts';
import type { ContentDifference, MemberDifferencePage } from '../../shared/model/content-difference.ts';
import type { ImageDocument } from '../../shared/model/document.ts';
import type { Change, Entry, HiddenVersion, LinkTarget, PathOffer, PathStory } from '../../shared/model/entry.ts';
import type { ImageHandle, ImageSummary, Platform, SourceSummary } from '../../shared/model/image.ts';
import type { IntegrityItem } from '../../shared/model/integrity.ts';
import type { ExportReport, ExportSelection, ListChoice, ListFormat } from '../../shared/model/export.ts';
import type { HistoryRow, LayerSummary } from '../../shared/model/layer.ts';
import type { PackageComparison } from '../../shared/model/packages.ts';
import type { Progress } from '../../shared/model/progress.ts';
import type { SearchHit, SearchQuery, SearchState } from '../../shared/model/search.ts';
import type { PathID, RowWindow, ViewSpec, ViewState } from '../../shared/model/view.ts';
import type { HostSettings, SettingsChange } from '../../shared/model/settings.ts';
import type { ArchiveFormat, LayerRecord, StoreListing, StoreRemoval } from '../../shared/model/store.ts';
import type { Warning } from '../../shared/model/warning.ts';
import type { Digest } from '../../shared/oci/digest.ts';
import type { ContainerSummary, MadeImage } from '../../shared/model/container.ts';
import type { Container } from './container/container.ts';
import type { Findings, Packages, Space } from './image-answers.ts';
import type { StoryOptions, VersionContents } from './version-contents.ts';
import type { LiveContainer } from './container/live-container.ts';
import type { StoreCheck, StoreGarbage, StoreLoad } from './store-answers.ts';
import type { Limits } from './limits/limits.ts';

export interface WorkOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** What the hosts and the command line see of the engine. `engine.ts` makes one. */
export interface Engine {
  /**
   * Opens a file or folder in place: outer headers and JSON only.
   * @param path absolute, or relative to the working folder; where there is no such file, the name of an image of the store
   * @param options `stored`: `path` is a name, or the first digits of an ID or digest, of an image of the store
   * @throws OutcropError `not-found`, `unreadable`, `not-an-image`, `unsupported`, `damaged-archive`, `bad-manifest`, `no-such-image`
   */
  open(path: string, options?: WorkOptions & { readonly stored?: boolean }): Promise<OpenedSource>;
  /** The built-in sample image, written to the data folder when it is not there yet. */
  openSample(options?: WorkOptions): Promise<OpenedSource>;
  /** @throws OutcropError `stale` when no open source has this image */
  image(handle: ImageHandle): OpenedImage;
  /**
   * Compares the merged trees, layers, configs and histories of two images, or of two stretches of layers.
   * @throws OutcropError `stale`, `no-such-layer`, `bad-request`, and what loading throws
   */
  compare(before: CompareSide, after: CompareSide, options?: CompareOptions): Promise<OpenedComparison>;
  readonly store: ImageStore;
  /**
   * An image as one archive that engines load. It is made whole in the cache folder first: a failure comes before the first byte.
   * @throws OutcropError `layer-absent`, `layer-damaged`, `digest-mismatch`, `unwritable`
   */
  exportArchive(image: LoadedImage, format: ArchiveFormat, options?: WorkOptions): Promise<MadeArchive>;
  readonly containers: Containers;
  readonly images: ImageMaker;
  /** What an image may cost before it is refused; `limits/limits.ts` says why. */
  readonly limits: Limits;
  readonly settings: EngineSettings;
  /** Folder for caches, uploads and the store; nothing is written anywhere else. */
  readonly dataDir: string;
  /** Ends the worker threads and every open source. */
  close(): Promise<void>;
}

/** What is kept in the data folder of how the engine works. */
export interface EngineSettings {
  read(): Promise<HostSettings>;
  /** Holds from the next opening. @throws OutcropError `bad-request`, `unwritable` @returns what holds then */
  change(change: SettingsChange): Promise<HostSettings>;
  /** Drops all caches that are not open. @returns bytes freed */
  clearCaches(): Promise<number>;
}

/** A file that is made to be sent; it goes when it was read, or when reading is broken off. */
export interface MadeArchive {
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Writable layers over images, kept in the data folder. */
export interface Containers {
  /** @param name may be empty. @throws OutcropError `bad-request` for a name that is taken or none */
  create(image: LoadedImage, name: string): Promise<OpenedContainer>;
  list(): Promise<readonly ContainerSummary[]>;
  /** @param which name, ID or its first digits. @throws OutcropError `not-found`, `bad-request`, and what opening throws */
  open(which: string, options?: WorkOptions): Promise<OpenedContainer>;
  /** As a window edits it; opened again when its image was. @throws OutcropError as `open` */
  live(which: string, options?: WorkOptions): Promise<LiveContainer>;
  /** Discards it with all its edits. */
  remove(which: string): Promise<ContainerSummary>;
}

/** New images, kept in the store. @throws OutcropError of a name that is none, of layers that are not whole, and as `store.load` */
export interface ImageMaker {
  /** @param which name, ID or its first digits of a container */
  commit(which: string, wish: CommitWish, options?: WorkOptions): Promise<MadeImage>;
  /** Layers from…to (inclusive, base 0) become one. @param name empty for those of the image */
  squash(image: LoadedImage, from: number, to: number, name: string, options?: WorkOptions): Promise<MadeImage>;
  /** Takes a path out of every layer. @param name empty for those of the image */
  purge(image: LoadedImage, path: string, name: string, options?: WorkOptions): Promise<MadeImage>;
}

/** What is empty is not said. */
export interface CommitWish {
  readonly name: string;
  readonly author: string;
  readonly message: string;
  /** Dockerfile instructions: `ENV A=b`, `CMD ["x"]` … */
  readonly changes: readonly string[];
}

/** A container with the image it stands on. */
export interface OpenedContainer {
  readonly container: Container;
  readonly image: LoadedImage;
}

/** Images kept in the data folder, as an OCI layout that other tools read. Shared by all Outcrops of one user. */
export interface ImageStore {
  /** Absolute; it may not exist yet. */
  readonly folder: string;
  /**
   * Copies an open image into the store; its names, or the one given instead, move to it. Every claimed digest is checked on the way.
   * @throws OutcropError `bad-request` for a name that is none, `digest-mismatch`, `layer-absent`, `layer-damaged`, `unwritable`; then nothing is stored
   */
  load(image: OpenedImage, options?: WorkOptions & { readonly name?: string }): Promise<StoreLoad>;
  /** The images, each once, with their layers and what they share. @throws OutcropError `bad-manifest`, `unreadable` */
  listing(): Promise<StoreListing>;
  /** Tells whenever `listing` would answer something else, whoever changed the store, until `signal` aborts. */
  changes(signal: AbortSignal): AsyncIterable<void>;
  /** Every stack of layers that it has a record of. */
  records(): Promise<readonly LayerRecord[]>;
  /** Whether an image has that name, in any spelling, or an ID or manifest digest that begins so. */
  has(which: string): Promise<boolean>;
  /**
   * Gives an image one more name; an image that had it loses it, and stays.
   * @param which a name, or the first digits of an image ID or manifest digest
   * @returns the name, fully qualified
   * @throws OutcropError `bad-request` for a name that is none, `no-such-image`, `unwritable`
   */
  tag(which: string, name: string, options?: { readonly signal?: AbortSignal }): Promise<string>;
  /**
   * Takes a name from an image; with its last name goes the image, and what no other image needs.
   * @throws OutcropError `no-such-image`; `bad-request` when it has several names or a container stands on it and
   *   nothing forces it; `unwritable`
   */
  remove(which: string, options?: { readonly force?: boolean; readonly signal?: AbortSignal }): Promise<StoreRemoval>;
  /** Removes what no image needs; an image that a container stands on stays. @throws OutcropError `unwritable`, `bad-manifest` */
  collectGarbage(options?: { readonly unnamed?: boolean; readonly signal?: AbortSignal }): Promise<StoreGarbage>;
  /** Reads every byte; repairs or discards what is damaged. @throws OutcropError `unwritable` */
  check(options?: { readonly signal?: AbortSignal }): Promise<StoreCheck>;
}

export interface OpenedSource {
  readonly summary: SourceSummary;
  readonly images: readonly OpenedImage[];
  readonly warnings: readonly Warning[];
  /**
   * Picks one image of kind `image`.
   * @param image name, image ID or its first digits, manifest digest, or 1-based number
   * @throws OutcropError `several-images` (the message lists the choices), `no-such-image`, `no-such-platform`
   */
  pick(choice: { readonly image?: string; readonly platform?: string }): OpenedImage;
  close(): Promise<void>;
}

export interface OpenedImage {
  readonly summary: ImageSummary;
  readonly source: SourceSummary;
  readonly platform: Platform | null;
  /** The parsed config as it stands, or null. Untrusted: unknown keys and types inside. */
  readonly config: Readonly<Record<string, unknown>> | null;
  readonly history: readonly HistoryRow[];
  readonly documents: readonly ImageDocument[];
  /** Claimed or already computed facts; indexing fills in the rest. Base first. */
  readonly layers: readonly LayerSummary[];
  /** The bytes of one of its documents, or of a blob of this image by digest. @throws OutcropError `no-such-path` */
  blob(digest: Digest): AsyncIterable<Uint8Array>;
  /** Indexes every layer (once; later calls share the work) and merges them. A damaged layer keeps its rows. */
  load(options?: WorkOptions): Promise<LoadedImage>;
  /**
   * The same from the tables of contents that layers bring (eStargz, zstd:chunked; SOCI beside them), so that those layers are not read;
   * others are. A table is a claim: entries are as it says, and a body is checked against its digest before it is
   * handed on. For listing and `content` only; `load` never uses a table.
   */
  loadLazy(options?: WorkOptions): Promise<LoadedImage>;
  /**
   * What a window shows while `load` reads large layers that bring such tables; undefined when that would spare no
   * waiting. From then on, and until `load` is done, `shown` gives it.
   */
  preview(options?: WorkOptions): Promise<LoadedImage | undefined>;
  /** What can be looked at soonest: the image once it is read, before that its preview; else it is read now. */
  shown(options?: WorkOptions): Promise<LoadedImage>;
  /** Whether what was read is what `preview` showed before; undefined when it showed nothing, or nothing is read yet. */
  readonly claims: 'held' | 'differed' | undefined;
  /** Every digest that can be recomputed, with what is known now. */
  integrity(): readonly IntegrityItem[];
  /** Recomputes all of them, yielding each item when its state changes and progress between. Ends when all are done. */
  verify(
    signal?: AbortSignal,
  ): AsyncIterable<
    { readonly kind: 'item'; readonly item: IntegrityItem } | { readonly kind: 'progress'; readonly progress: Progress }
  >;
}

export interface ListOptions {
  /** Only this folder's children, or with `recursive` everything below it; the root by default. */
  readonly path?: string;
  readonly recursive?: boolean;
  /** All of that layer's own entries at or below `path`, in archive order, markers included as they stand. */
  readonly layer?: number;
  /** The union of layers 0…upto. */
  readonly upto?: number;
}

export interface LoadedImage extends VersionContents {
  readonly image: OpenedImage;
  /** With all counts filled in. Base first. */
  readonly layers: readonly LayerSummary[];
  readonly warnings: readonly Warning[];
  readonly pathCount: number;

  /** @param path begins with `/`, `\xNN` for bytes that are not UTF-8; links are not followed */
  lookup(path: string): PathID | undefined;
  pathOf(id: PathID): string;
  /** Those of the paths that lie in no other of them, in the same order. @throws OutcropError `no-such-path` */
  outermost(paths: readonly PathID[]): readonly PathID[];
  /** What a path typed from the root may become, one component on; MAX_OFFERS at most. */
  complete(typed: string): readonly PathOffer[];
  /** @throws OutcropError `no-such-path`; `bad-request` when that layer has no symbolic link there */
  follow(path: PathID, layer: number): LinkTarget;
  /** Parents before children, siblings by bytes of the name. @throws OutcropError `no-such-path`, `no-such-layer` */
  list(options?: ListOptions): Iterable<Entry>;
  hidden(): Iterable<HiddenVersion>;
  /** `state: 'absent'` with no versions when no layer holds the path. */
  explain(path: string, signal?: AbortSignal): Promise<PathStory>;
  /** The same of a path that is known. @throws OutcropError `no-such-path` */
  story(path: PathID, options?: StoryOptions): Promise<PathStory>;
  /** What layers from…to (inclusive, base 0) did to the tree below `from`. Reads bodies where only bytes can tell. */
  changes(from: number, to: number, signal?: AbortSignal): AsyncIterable<Change>;

  /**
   * @param after a view of the same image before it was read: of the same tree, its folders stay open
   * @throws OutcropError `bad-request` for a pattern that does not parse
   */
  openView(spec: ViewSpec, signal?: AbortSignal, after?: View): Promise<View>;

  readonly space: Space;
  /** Found by names and modes in every version, visible ones first; made once. */
  findings(signal?: AbortSignal): Promise<Findings>;
  /** What is installed: read from the package databases once, callers share the work. */
  packages(options?: WorkOptions): Promise<Packages>;
  /** What `packages` found, when it is done. */
  readonly knownPackages: Packages | undefined;
  /** @throws OutcropError `bad-request` for a pattern that does not parse, `no-such-layer` */
  search(query: SearchQuery): Search;

  /** A tar of a selection, reproducible: the same image gives the same bytes. @throws OutcropError `no-such-path`, `no-such-layer` */
  exportTar(selection: ExportSelection, options?: ExportTarOptions): AsyncIterable<Uint8Array>;
  /** A layer's blob as it is stored. @throws OutcropError `no-such-layer`, `layer-absent` */
  exportLayer(layer: number): { readonly size: number; readonly bytes: AsyncIterable<Uint8Array> };
  /** @throws OutcropError `unwritable`, `unsafe-path`, `no-such-path`, `no-such-layer` */
  exportFolder(selection: ExportSelection, options: ExportFolderOptions): Promise<ExportReport>;
  /** A list as the text of a file; CSV is safe to open in a spreadsheet. */
  exportList(list: ListChoice, format: ListFormat, options?: WorkOptions): AsyncIterable<string>;
}

/** One search. Hits keep their place while it runs. */
export interface Search {
  readonly state: SearchState;
  /** @param end exclusive; clipped */
  hits(start: number, end: number): readonly SearchHit[];
  /** What was found so far as the text of a file. */
  text(format: ListFormat): AsyncIterable<string>;
  /** Searches to the end; once. */
  run(options?: WorkOptions): Promise<SearchState>;
}

export interface ExportTarOptions extends WorkOptions {
  /** Told at the end. */
  readonly onReport?: (report: ExportReport) => void;
}

export interface ExportFolderOptions extends WorkOptions {
  /** Made when missing; what is in it stays. */
  readonly folder: string;
  /** Files may be overwritten. */
  readonly force: boolean;
  /** Say of devices and fifos that a folder cannot be given them; they are left out either way. */
  readonly devices: boolean;
  /** Keep setuid and setgid. */
  readonly setID: boolean;
}

/** A tree grid's rows, as a typed array of path rows; the owner keeps what is expanded. */
export interface View {
  readonly state: ViewState;
  /** @param end exclusive; clipped to the row count */
  rows(start: number, end: number): RowWindow;
  toggle(path: PathID, expanded: boolean): ViewState;
  expandAll(): ViewState;
  collapseAll(): ViewState;
  /** Expands the ancestors. @returns the row of the path, or -1 when this view does not hold it */
  reveal(path: PathID): { readonly state: ViewState; readonly row: number };
  /** First row after `from` whose name begins with `text`, wrapping round; -1 when none (type-ahead). */
  findName(text: string, from: number): number;
  /** Another filter, order or mode over the same image; what was expanded stays so. */
  change(spec: ViewSpec, signal?: AbortSignal): Promise<ViewState>;
}

export interface CompareOptions extends WorkOptions {
  /** Reads every layer of both and trusts no diffID that is only claimed. */
  readonly verify?: boolean;
}

/** Two trees side by side. Holds memory until it is dropped; there is nothing to close. */
export interface OpenedComparison {
  readonly comparison: Comparison;
  /** Paths in preorder, siblings by bytes of the name, the root left out. */
  readonly files: (kinds: readonly DifferenceKind[]) => Iterable<FileDifference>;
  /** Pairs removed and added text files that are mostly the same, the first time. */
  readonly pairSimilar: (options?: WorkOptions) => Promise<SimilarMoves>;
  /** @throws OutcropError `no-such-path` */
  path(id: UnionID, signal?: AbortSignal): Promise<PathComparison>;
  /** What differs inside a file. @throws OutcropError `no-such-path`, `not-a-file`, `layer-damaged`, `unreadable` */
  content(id: UnionID, signal?: AbortSignal): Promise<ContentDifference>;
  /** The members of two archives that differ. @param end exclusive; clipped @throws OutcropError as `content` */
  members(id: UnionID, start: number, end: number, signal?: AbortSignal): Promise<MemberDifferencePage>;
  /** @returns undefined when neither tree has it */
  lookup(path: string): UnionID | undefined;
  /** Marks a path and all that differs below it as reviewed, or takes the marks away. @throws OutcropError `no-such-path` */
  review(id: UnionID, reviewed: boolean): ReviewProgress;
  readonly reviewed: {
    /** The fewest paths that, marked again, make the marks there are. */
    paths(): readonly string[];
    progress(): ReviewProgress;
  };
  /** Reads the package databases of both sides the first time; `files` and rows know their package from then on. */
  readonly packages: (options?: WorkOptions) => Promise<PackageComparison>;
  /** Where the change in size comes from. */
  readonly sizes: (options?: WorkOptions) => Promise<SizeComparison>;
  /** Reads the packages first where the spec asks for them. */
  openView(spec: DifferenceViewSpec, signal?: AbortSignal): Promise<DifferenceView>;
  /** One self-contained document; `md` and `html` list a bounded number of paths with the totals. */
  report(format: 'json' | 'md' | 'html'): Iterable<string>;
}

/** A tree grid's rows over the union of both trees. */
export interface DifferenceView extends Omit<View, 'rows' | 'change'> {
  /** @param end exclusive; clipped to the row count */
  rows(start: number, end: number): DifferenceWindow;
  change(spec: DifferenceViewSpec, signal?: AbortSignal): Promise<ViewState>;
  /** The next (previous) differing path, its folders opened; row -1 when there is none. From -1: the first (last). */
  next(from: number, backward: boolean): { readonly state: ViewState; readonly row: number };
}
