import { MAX_EXPORT_PATHS } from '../../../shared/contract/export.ts';
import { MOST_AT_ONCE } from '../../../shared/contract/content.ts';
import { dataURL } from '../../../shared/contract/contract.ts';
import type { WireError } from '../../../shared/errors.ts';
import type { ExportReport } from '../../../shared/model/export.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { FileRow, ViewMode } from '../../../shared/model/view.ts';
import type { HostConnection } from '../../host/connect.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import { createObservable, type Observable } from '../../stores/observable.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { copyText } from '../../ui/copy-text.ts';
import { fileNameFor } from '../../ui/file-content/path-name.ts';
import { downloadFrom } from '../../saving/download-from.ts';

/** What became of the last action, said below the tree until something else is done. */
export type Outcome =
  | { readonly kind: 'working' }
  | { readonly kind: 'copied'; readonly count: number }
  /** @param others rows without content */
  | { readonly kind: 'digests'; readonly count: number; readonly others: number }
  | { readonly kind: 'layer-digest'; readonly layer: number; readonly name: 'digest' | 'diffID' }
  | { readonly kind: 'loop'; readonly name: string }
  | { readonly kind: 'dangling'; readonly name: string; readonly path: string }
  | { readonly kind: 'extracted'; readonly report: ExportReport }
  | { readonly kind: 'failed'; readonly error: WireError };

/** What is told only so that one knows it was done. */
const FLEETING: ReadonlySet<Outcome['kind']> = new Set<Outcome['kind']>(['copied', 'digests', 'layer-digest']);
const FLEETING_MS = 6000;

/** What is done with one row or with those picked. */
export interface FileActions {
  readonly outcome: Observable<Outcome | null>;
  /** Ends what is under way, too. */
  readonly dismiss: () => void;
  /** One path a line. */
  readonly copyPaths: (rows: readonly FileRow[]) => Promise<void>;
  /** Digests of the contents of files: of one alone the digest, of several one a line before its path, as `sha256sum` writes them. */
  readonly copyDigests: (rows: readonly FileRow[]) => Promise<void>;
  /** The digest of a layer as it is stored, or its diffID where the image says no digest. */
  readonly copyLayerDigest: (layer: LayerSummary) => Promise<void>;
  /** Goes to where a symbolic link leads. */
  readonly follow: (row: FileRow) => Promise<void>;
  /** Hands a tar to the reader's downloads; what is below a folder comes with it. */
  readonly saveTar: (rows: readonly FileRow[]) => Promise<void>;
  /** Writes into a folder that the system's dialog asks for; only where the host has one. */
  readonly extract: (rows: readonly FileRow[]) => Promise<void>;
}

interface Parts {
  readonly connection: HostConnection;
  readonly image: ImageHandle;
  readonly selection: SelectionStore;
}

export function createFileActions({ connection: { client, data }, image, selection }: Parts): FileActions {
  const outcome = createObservable<Outcome | null>(null);
  let running: AbortController | undefined;

  /** One action at a time; the end of it is what is said. */
  async function run(work: (signal: AbortSignal) => Promise<Outcome | null>): Promise<void> {
    running?.abort();
    const { signal } = (running = new AbortController());
    outcome.set({ kind: 'working' });
    try {
      const end = await work(signal);
      if (signal.aborted) return;
      outcome.set(end);
      if (end && FLEETING.has(end.kind)) setTimeout(() => outcome.current() === end && outcome.set(null), FLEETING_MS);
    } catch (error) {
      if (!signal.aborted) outcome.set({ kind: 'failed', error: wireErrorOf(error) });
    }
  }

  const outermost = (rows: readonly FileRow[]) => client.image.outermost({ image, pathIDs: pathIDs(rows) });

  return {
    outcome,
    dismiss() {
      running?.abort();
      outcome.set(null);
    },
    copyPaths: (rows) =>
      run(async () => {
        const paths = await client.image.pathsOf({ image, pathIDs: pathIDs(rows) });
        await copyText(paths.join('\n'));
        return { kind: 'copied', count: paths.length };
      }),
    copyDigests: (rows) =>
      run(async (signal) => {
        const files = rows.filter(({ type }) => type === 'file');
        const digests: string[] = [];
        for (let at = 0; at < files.length; at += MOST_AT_ONCE) {
          const some = files.slice(at, at + MOST_AT_ONCE).map(({ pathID, layer }) => ({ pathID, layer }));
          // oxlint-disable-next-line no-await-in-loop -- files are read one after the other
          digests.push(...(await client.content.digests({ image, files: some }, { signal })));
        }
        const paths = rows.length > 1 ? await client.image.pathsOf({ image, pathIDs: pathIDs(files) }, { signal }) : [];
        await copyText(digests.map((digest, at) => (paths.length > 0 ? `${digest}  ${paths[at]}` : digest)).join('\n'));
        return { kind: 'digests', count: digests.length, others: rows.length - files.length };
      }),
    copyLayerDigest: ({ index, digest, diffID }) =>
      run(async () => {
        await copyText(digest ?? diffID ?? '');
        return { kind: 'layer-digest', layer: index, name: digest === null ? 'diffID' : 'digest' };
      }),
    follow: (row) =>
      run(async () => {
        const end = await client.image.follow({ image, pathID: row.pathID, layer: row.layer });
        if (end.kind === 'loop') return { kind: 'loop', name: row.name };
        if (end.kind === 'absent') return { kind: 'dangling', name: row.name, path: end.path };
        selection.getState().goTo(end.path);
        return null;
      }),
    saveTar: (rows) =>
      run(async () => {
        const { mode } = selection.getState();
        const paths = await outermost(rows);
        const [first] = rows;
        const fileName = fileNameFor(`${rows.length === 1 && first ? first.name : 'files'}.tar`);
        await downloadFrom(data, dataURL.exportTar(image, paths, layerOf(mode)), { fileName });
        return null;
      }),
    extract: (rows) =>
      run(async () => {
        const folder = await client.host.pickFile({ folder: true });
        if (folder === null) return null;
        const layer = layerOf(selection.getState().mode);
        const events = await client.export.folder({
          image,
          paths: [...(await outermost(rows))],
          ...(layer !== undefined && { layer }),
          folder,
          force: false,
          devices: false,
          setID: false,
        });
        for await (const event of events) if (event.kind === 'done') return { kind: 'extracted', report: event.report };
        return null;
      }),
  };
}

/** Whether what is shown is what an export gives: the merged tree, or one layer's own versions. */
export function canExport(rows: readonly FileRow[], mode: ViewMode): boolean {
  return rows.length > 0 && rows.length <= MAX_EXPORT_PATHS && (mode.kind === 'merged' || mode.kind === 'layer');
}

function pathIDs(rows: readonly FileRow[]): number[] {
  return rows.map((row) => row.pathID);
}

function layerOf(mode: ViewMode): number | undefined {
  return mode.kind === 'layer' ? mode.layer : undefined;
}
