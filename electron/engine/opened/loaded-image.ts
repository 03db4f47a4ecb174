import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { OutcropError } from '../../../shared/errors.ts';
import type { HiddenVersion, PathStory } from '../../../shared/model/entry.ts';
import type { ExportSelection } from '../../../shared/model/export.ts';
import { highestLayer, type PathID, type ViewMode, type ViewSpec } from '../../../shared/model/view.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import type { Limits } from '../limits/limits.ts';
import type { Findings, Packages } from '../image-answers.ts';
import type { ListOptions, LoadedImage, OpenedImage, View } from '../opened.ts';
import { hiddenVersions } from '../union/hidden.ts';
import { outermost } from '../union/outermost.ts';
import { completions, linkTarget } from './paths-offered.ts';
import { changeReasons } from './change-reasons.ts';
import { contentDigest } from './content-digest.ts';
import { lookupPath } from '../union/lookup.ts';
import { pathText } from '../union/path-text.ts';
import { openView } from '../view/view.ts';
import type { Pool } from '../work/pool.ts';
import { archivePage, createDescriptions } from './content-descriptions.ts';
import { describeVersion } from './describe-version.ts';
import { exportFolder } from './export-folder.ts';
import { exportList } from './export-list.ts';
import { exportTar } from './export-tar.ts';
import { imageFindings } from './image-findings.ts';
import { imagePackages } from './image-packages.ts';
import { imageSearch } from './image-search.ts';
import { imageSpace } from './image-space.ts';
import { listLayer, listTree } from './list-entries.ts';
import { rangeChanges } from './range-changes.ts';
import { shareWork } from './share-work.ts';
import { createReader } from './read-version.ts';
import type { Stack } from './stack.ts';
import { hiddenByOf, tellStory } from './tell-story.ts';
import { viewParts } from './view-parts.ts';
import type { ImageState } from './image-state.ts';

export interface LoadedParts {
  readonly image: OpenedImage;
  readonly state: ImageState;
  readonly pool: Pool;
  readonly stack: Stack;
  readonly warnings: readonly Warning[];
  readonly cacheDir: string;
  readonly limits?: Limits | undefined;
}

const partsByImage = new WeakMap<LoadedImage, LoadedParts>();

/** What a loaded image is made of, for other parts of the engine; the hosts see `LoadedImage` only. */
export function partsOf(image: LoadedImage): LoadedParts {
  const parts = partsByImage.get(image);
  if (!parts) throw new Error('not an image of this engine');
  return parts;
}

export function createLoadedImage(parts: LoadedParts): LoadedImage {
  const loaded = loadedImage(parts);
  partsByImage.set(loaded, parts);
  return loaded;
}

function loadedImage({ image, state, pool, stack, warnings, cacheDir, limits }: LoadedParts): LoadedImage {
  let findings: Findings | undefined;
  const { table } = stack;
  const reader = createReader({ stack, indexed: state.indexed, pool, cacheDir, limits });
  const descriptions = createDescriptions(reader, pool, limits);
  const layerCount = state.layers.length;
  let packages: Packages | undefined;
  // Closing the source ends the pool's jobs of it; there is no other signal here.
  const readingPackages = shareWork(async (options) => {
    packages = await imagePackages({ stack, indexed: state.indexed, pool, cacheDir, limits, reader }, options);
    return packages;
  }, new AbortController().signal);

  const requireLayer = (layer: number) => {
    if (Number.isInteger(layer) && layer >= 0 && layer < layerCount) return;
    const range = layerCount === 0 ? 'it has none' : `they are 0 to ${layerCount - 1}`;
    throw new OutcropError(
      'no-such-layer',
      `${image.source.path} has no layer ${layer} in this image; ${range}, base first.`,
      { layer },
    );
  };
  const requireMode = (mode: ViewMode) => {
    const layer = highestLayer(mode);
    if (layer !== null) requireLayer(layer);
  };
  const requirePath = (path: string | PathID): PathID => {
    const row = typeof path === 'string' ? lookupPath(table, path) : path;
    if (row !== undefined && row >= 0 && row < table.length) return row;
    throw new OutcropError('no-such-path', `${String(path)} is in no layer of this image; list its paths with "ls".`, {
      path: String(path),
    });
  };

  const chosen = ({ paths, layer }: ExportSelection) => {
    if (layer !== undefined) requireLayer(layer);
    return { roots: paths.map(requirePath), layer };
  };

  const loaded: LoadedImage = {
    image,
    get layers() {
      return state.layers;
    },
    warnings,
    pathCount: table.length - 1,
    lookup: (path) => lookupPath(table, path),
    outermost: (paths) => outermost(table, paths.map(requirePath)),
    complete: (typed) => completions(stack, typed),
    follow: (path, layer) => linkTarget(stack, requirePath(path), layer),
    pathOf: (id) => pathText(table, requirePath(id)).path,
    list(options: ListOptions = {}) {
      const { layer, upto, path = '/' } = options;
      if (layer !== undefined) {
        requireLayer(layer);
        const index = stack.indexes[layer];
        if (!index) throw layerUnread(state, layer);
        return below(listLayer(stack, index, layer), path);
      }
      if (upto !== undefined) requireLayer(upto);
      return listTree(stack, requirePath(path), options);
    },
    *hidden(): Iterable<HiddenVersion> {
      for (const version of hiddenVersions(table)) {
        const { layer, type, size, hardlink } = describeVersion(stack, version);
        const hiddenBy = hiddenByOf(stack, version);
        if (!hiddenBy) continue;
        const link = hardlink !== undefined && { hardlink };
        yield { ...pathText(table, table.versionPath[version]!), layer, type, size, ...link, hiddenBy };
      }
    },
    async explain(path, signal): Promise<PathStory> {
      const row = lookupPath(table, path);
      return row === undefined ? { path, state: 'absent', versions: [] } : tellStory(stack, reader, row, { signal });
    },
    story: async (path, options) => tellStory(stack, reader, requirePath(path), options),
    changes(from, to, signal) {
      requireLayer(from);
      requireLayer(to);
      if (from > to)
        throw new OutcropError('bad-request', `--from ${from} comes after --to ${to}; layers are counted base first.`);
      return rangeChanges(stack, reader, from, to, signal);
    },
    content(path, layer) {
      if (layer !== undefined) requireLayer(layer);
      return reader.content(requirePath(path), layer);
    },
    contentDigest: async (path, layer, signal) => contentDigest(loaded.content(path, layer), signal),
    async changeReasons({ path, layer, mode }, signal) {
      requireMode(mode);
      return changeReasons(stack, reader, { path: requirePath(path), layer, mode }, signal);
    },
    describeContent: async (path, layer, signal) => (await descriptions.of(requirePath(path), layer, signal)).summary,
    async archivePage(path, layer, start, end, signal) {
      const { listing } = await descriptions.of(requirePath(path), layer, signal);
      return archivePage(listing, start, end);
    },
    openView: (spec: ViewSpec, signal?: AbortSignal, after?: View) => {
      requireMode(spec.mode);
      return openView(viewParts(stack, pool), spec, signal, after);
    },
    space: imageSpace({ stack, state, pool, requireMode, requirePath }),
    findings: async (signal) => (findings ??= await imageFindings(stack, pool, signal)),
    packages: async (options = {}) => packages ?? readingPackages(options),
    get knownPackages() {
      return packages;
    },
    search(query) {
      if (query.layer !== undefined) requireLayer(query.layer);
      return imageSearch({ stack, state, pool, limits }, query);
    },
    exportTar(selection, options) {
      const { roots, layer } = chosen(selection);
      return exportTar({ stack, state, pool, reader }, roots, layer, options);
    },
    exportLayer(layer) {
      requireLayer(layer);
      const region = state.indexed[layer]?.region;
      if (!region) throw layerUnread(state, layer);
      const { file, offset, size } = region;
      const bytes = size === 0 ? Readable.from([]) : createReadStream(file, { start: offset, end: offset + size - 1 });
      return { size, bytes };
    },
    async exportFolder(selection, options) {
      const { roots, layer } = chosen(selection);
      return exportFolder({ stack, state, pool, reader }, roots, layer, options);
    },
    exportList(list, format, options) {
      if (list.name !== 'changes') return exportList(loaded, list, format, options);
      requireLayer(list.from);
      requireLayer(list.to);
      return exportList(loaded, list, format, options);
    },
  };
  return loaded;
}

function layerUnread({ layers }: ImageState, layer: number): OutcropError {
  const problem = layers[layer]?.problem ?? 'it could not be read';
  return new OutcropError(
    'layer-absent',
    `Layer ${layer} has no entries to list: ${problem.replace(/\.$/, '')}; the other layers can be listed.`,
    { layer },
  );
}

function* below<T extends { readonly path: string }>(entries: Iterable<T>, folder: string): Iterable<T> {
  const base = folder.replace(/\/+$/, '');
  for (const entry of entries) if (base === '' || entry.path === base || entry.path.startsWith(`${base}/`)) yield entry;
}
