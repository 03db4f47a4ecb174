import type { Change, Entry, HiddenVersion, PathStory, PathVersion } from '../../shared/model/entry.ts';
import type { IntegrityItem } from '../../shared/model/integrity.ts';
import type { HistoryRow, LayerSummary } from '../../shared/model/layer.ts';
import type { Warning } from '../../shared/model/warning.ts';
import type { Output } from './output.ts';

/*
 * The public JSON of the command line (electron/cli/README.md). Each function names every field once, in order, so that
 * a field added to a model does not leak into it unseen. Undefined fields vanish in JSON.stringify.
 */

/** One JSON document, indented: documents are read by people too. */
export async function writeDocument(out: Output, document: unknown): Promise<void> {
  await out.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** One object on one line of JSON lines. */
export function writeLine(out: Output, row: unknown): Promise<void> | undefined {
  return out.write(`${JSON.stringify(row)}\n`);
}

type Version = Omit<Entry, 'path' | 'rawPath'>;

export function entryJSON(entry: Entry) {
  return { path: entry.path, rawPath: entry.rawPath, ...versionJSON(entry) };
}

function versionJSON(version: Version) {
  return {
    type: version.type,
    mode: version.mode,
    uid: version.uid,
    gid: version.gid,
    size: version.size,
    mtime: version.mtime,
    linkTarget: version.linkTarget,
    hardlink: version.hardlink,
    major: version.major,
    minor: version.minor,
    xattrs: version.xattrs,
    layer: version.layer,
    implicit: version.implicit,
  };
}

export function layerJSON(layer: LayerSummary) {
  return {
    index: layer.index,
    digest: layer.digest,
    diffID: layer.diffID,
    chainID: layer.chainID,
    mediaType: layer.mediaType,
    compression: layer.compression,
    blobSize: layer.blobSize,
    tarSize: layer.tarSize,
    contentSize: layer.contentSize,
    entries: layer.entries,
    added: layer.added,
    changed: layer.changed,
    removed: layer.removed,
    createdBy: layer.createdBy,
    created: layer.created,
    state: layer.problem === undefined ? undefined : layer.state,
    problem: layer.problem,
  };
}

export function historyJSON(row: HistoryRow) {
  return {
    createdBy: row.createdBy,
    created: row.created,
    author: row.author,
    comment: row.comment,
    emptyLayer: row.emptyLayer,
    layer: row.layer,
  };
}

export function hiddenJSON(version: HiddenVersion) {
  const { layer, how, via } = version.hiddenBy;
  return {
    path: version.path,
    rawPath: version.rawPath,
    layer: version.layer,
    type: version.type,
    size: version.size,
    hardlink: version.hardlink,
    hiddenBy: { layer, how, via },
  };
}

export function storyJSON(story: PathStory) {
  return {
    path: story.path,
    rawPath: story.rawPath,
    state: story.state,
    versions: story.versions.map(pathVersionJSON),
  };
}

function pathVersionJSON(version: PathVersion) {
  const { layer, type, size, mode, uid, gid, mtime, ...rest } = versionJSON(version);
  return {
    layer,
    type,
    size,
    mode,
    uid,
    gid,
    mtime,
    ...rest,
    visible: version.visible,
    change: version.change,
    hiddenBy: version.hiddenBy && {
      layer: version.hiddenBy.layer,
      how: version.hiddenBy.how,
      via: version.hiddenBy.via,
    },
  };
}

export function changeJSON(change: Change) {
  return {
    path: change.path,
    rawPath: change.rawPath,
    kind: change.kind,
    change: change.change,
    before: change.before && versionJSON(change.before),
    after: change.after && versionJSON(change.after),
  };
}

export function integrityJSON(item: IntegrityItem) {
  return {
    key: item.key,
    kind: item.kind,
    layer: item.layer,
    claimedBy: item.claimedBy,
    expected: item.expected,
    actual: item.actual,
    state: item.state,
    size: item.size,
  };
}

export function warningJSON(warning: Warning) {
  return { code: warning.code, message: warning.message, layer: warning.layer, path: warning.path };
}
