import { dataURL } from '../../../shared/contract/contract.ts';
import type { PathStory, PathVersion } from '../../../shared/model/entry.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { PathID } from '../../../shared/model/view.ts';
import { createByteReader, type DataPlane } from '../../host/byte-reader.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { createObservable, type Observable } from '../../stores/observable.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { preloadCodeView } from '../../ui/code-view/lazy-code-view.tsx';
import { firstChoice } from '../../ui/core-sample/core-cells.ts';
import { readHeadFirst } from '../../ui/file-content/head-reader.ts';
import type { ReadRange } from '../../ui/hex-view/page-cache.ts';

/** Milliseconds. Holding an arrow key passes many rows; only where it rests is asked for. A single step is not held up. */
const REST_MS = 40;
/** Bytes: versions up to this size are compared before the story is told, larger ones while it is shown. */
const COMPARE_AT_ONCE = 64 * 1024;

/** What is known of the path that is looked at. */
export type Inspected =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'shown';
      readonly pathID: PathID;
      readonly story: PathStory;
      /** Layer of the version to show first; null for the visible one. */
      readonly version: number | null;
      /** True while another path is on its way. */
      readonly busy: boolean;
    }
  | { readonly kind: 'failed'; readonly error: unknown };

/** A version of a file: the layer that holds it, and its bytes. */
export type VersionPlace = Pick<PathVersion, 'layer' | 'size'>;

export interface VersionReader {
  readonly url: string;
  readonly read: ReadRange;
}

/** The story of the selected path, and the first bytes of its content: both are asked for the moment it is selected. */
export interface Inspection extends Observable<Inspected> {
  /** Says which version will be shown first if that path is selected next: its bytes need not wait for the story. */
  readonly expect: (pathID: PathID, version: VersionPlace) => void;
  /** Reads a version of the path that is shown; its first bytes are asked for once. The same version, the same reader. */
  readonly reader: (version: VersionPlace) => VersionReader;
  /** Asks again after a failure. */
  readonly retry: () => void;
  /** Forgets what it knows and asks about the selected path, if one is: the image is another now. */
  readonly again: () => void;
  /** Follows the selection until the answer is called. */
  readonly attach: () => () => void;
}

interface Parts {
  readonly client: OutcropClient;
  readonly data: DataPlane;
  readonly image: ImageHandle;
  readonly selection: SelectionStore;
}

export function createInspection({ client, data, image, selection }: Parts): Inspection {
  const { current, subscribe, set } = createObservable<Inspected>({ kind: 'nothing' });
  let asked: { readonly pathID: PathID; readonly version: number | null; readonly stop: AbortController } | null = null;
  /** Of the path that is shown and of the one that was asked for, by URL. */
  const readers = new Map<string, VersionReader & { readonly pathID: PathID }>();
  let expected: { readonly pathID: PathID; readonly version: VersionPlace } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let selectedAt = Number.NEGATIVE_INFINITY;

  function onSelection(): void {
    const { pathID, version } = selection.getState();
    if (pathID === null || (asked?.pathID === pathID && asked.version === version)) return;
    const before = selectedAt;
    selectedAt = performance.now();
    asked?.stop.abort();
    asked = { pathID, version, stop: new AbortController() };
    clearTimeout(timer);
    if (selectedAt - before >= REST_MS) void ask();
    else timer = setTimeout(() => void ask(), REST_MS);
  }

  async function ask(): Promise<void> {
    if (asked === null) return;
    const { pathID, version, stop } = asked;
    const { signal } = stop;
    const shown = current();
    if (shown.kind === 'shown' && shown.pathID !== pathID) set({ ...shown, busy: true });
    if (expected?.pathID === pathID) readerOf(pathID, expected.version);
    try {
      const known = shown.kind === 'shown' && shown.pathID === pathID ? shown.story : undefined;
      const story = known ?? (await client.image.story({ image, pathID, readAtMost: COMPARE_AT_ONCE }, { signal }));
      if (signal.aborted) return;
      show(pathID, story, version);
      if (!story.versions.some(({ undecided }) => undecided)) return;
      const whole = await client.image.story({ image, pathID }, { signal });
      const now = current();
      if (!signal.aborted && now.kind === 'shown' && now.pathID === pathID) set({ ...now, story: whole });
    } catch (error) {
      if (!signal.aborted) set({ kind: 'failed', error });
    }
  }

  function show(pathID: PathID, story: PathStory, version: number | null): void {
    for (const [url, reader] of readers) if (reader.pathID !== pathID) readers.delete(url);
    const first = story.versions.find(({ layer }) => layer === version) ?? firstChoice(story.versions);
    // Its bytes are on their way before anything is drawn.
    if (first?.type === 'file') readerOf(pathID, first);
    set({ kind: 'shown', pathID, story, version, busy: false });
    if (selection.getState().settled?.pathID !== pathID) selection.getState().select(pathID, story.path);
  }

  function readerOf(pathID: PathID, { layer, size }: VersionPlace): VersionReader {
    const url = dataURL.content(image, pathID, layer);
    const known = readers.get(url);
    if (known) return known;
    const made = { pathID, url, read: readHeadFirst(createByteReader(data, url), size) };
    readers.set(url, made);
    return made;
  }

  return {
    current,
    subscribe,
    expect(pathID, version) {
      expected = { pathID, version };
    },
    reader(version) {
      const shown = current();
      return readerOf(shown.kind === 'shown' ? shown.pathID : 0, version);
    },
    retry: () => void ask(),
    again() {
      asked?.stop.abort();
      asked = null;
      readers.clear();
      set({ kind: 'nothing' });
      onSelection();
    },
    attach() {
      preloadCodeView();
      const end = selection.subscribe(onSelection);
      onSelection();
      return () => {
        end();
        clearTimeout(timer);
        asked?.stop.abort();
        asked = null;
      };
    },
  };
}
