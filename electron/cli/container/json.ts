import type {
  ContainerChange,
  ContainerSummary,
  LayerReport,
  LayerTarEntry,
  NewImageReport,
  PurgedEntry,
  UpperEntry,
} from '../../../shared/model/container.ts';
import type { SavedArchive } from '../../engine/opened/save-image.ts';

/* The public JSON of containers and new images (electron/cli/README.md): every field once, in order. */

export function containerJSON({ id, name, image, created, edits, undone, volumes }: ContainerSummary) {
  const { path, id: imageID, names } = image;
  return { id, name, image: { path, id: imageID, names }, created, edits, undone, volumes };
}

export function containerChangeJSON({ kind, path }: ContainerChange) {
  return { kind, path };
}

export function upperEntryJSON(entry: UpperEntry) {
  const { path, type, whiteout, opaque, mode, uid, gid, size, mtime, linkTarget, hardlink } = entry;
  return { path, type, whiteout, opaque, mode, uid, gid, size, mtime, linkTarget, hardlink };
}

export function layerTarEntryJSON({ name, type, mode, uid, gid, size, mtime, link }: LayerTarEntry) {
  return { name, type, mode, uid, gid, size, mtime, link };
}

export function savedJSON({ file, format, digest, size }: SavedArchive) {
  return { file, format, digest, size };
}

export function newImageJSON(report: NewImageReport) {
  const { idBefore, id, manifestDigest, layers, bytesBefore, bytesAfter } = report;
  return { idBefore, id, manifestDigest, layers: layers.map(layerReportJSON), bytesBefore, bytesAfter };
}

function layerReportJSON(layer: LayerReport) {
  const { index, was, state, digestBefore, digestAfter, bytesBefore, bytesAfter } = layer;
  return { index, was, state, digestBefore, digestAfter, bytesBefore, bytesAfter };
}

export function purgedJSON({ path, layer, type, size }: PurgedEntry) {
  return { path, layer, type, size };
}
