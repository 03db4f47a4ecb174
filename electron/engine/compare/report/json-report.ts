import type { ComparedSide, FileDifference, LadderRung } from '../../../../shared/model/compare.ts';
import type { LayerShare, SizeComparison } from '../../../../shared/model/compare-sizes.ts';
import type { LayerSummary } from '../../../../shared/model/layer.ts';
import type { OpenedComparison } from '../../opened.ts';
import type { ReportOptions } from './report-options.ts';

/**
 * The public JSON of a comparison (electron/cli/README.md): one document, a file a line, in pieces.
 * Each field is named once, so that one added to a model does not leak into it unseen.
 */
export function* jsonReport({ comparison, files }: OpenedComparison, options: ReportOptions): Iterable<string> {
  const { before, after, verdict, summary, ladder, config, annotations, history, warnings } = comparison;
  yield `{\n"before":${JSON.stringify(sideJSON(before))},\n"after":${JSON.stringify(sideJSON(after))},\n`;
  yield `"verdict":${JSON.stringify(verdict)},\n"summary":${JSON.stringify(summary)},\n"layers":`;
  yield* list(ladder.map((rung) => rungJSON(rung, before, after)));
  yield ',\n"files":';
  yield* list(filesJSON(files(options.kinds), options));
  yield `,\n"ignored":${JSON.stringify(options.ignored)}`;
  yield ',\n"config":';
  yield* list(config);
  yield ',\n"annotations":';
  yield* list(annotations);
  yield ',\n"history":';
  yield* list(history);
  yield ',\n"packages":';
  yield* list(options.packages?.packages.filter(({ kind }) => kind !== 'same') ?? []);
  yield `,\n"packageDatabases":${JSON.stringify(options.packages ? { before: options.packages.before, after: options.packages.after } : null)}`;
  yield `,\n"unownedFiles":${JSON.stringify(options.packages?.unownedFiles ?? null)}`;
  yield `,\n"sizes":${JSON.stringify(options.sizes ? sizesJSON(options.sizes) : null)}`;
  yield ',\n"warnings":';
  yield* list(warnings);
  yield '\n}\n';
}

function* list(items: Iterable<unknown>): Iterable<string> {
  let separator = '[\n';
  for (const item of items) {
    yield `${separator}${JSON.stringify(item)}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]' : '\n]';
}

function* filesJSON(files: Iterable<FileDifference>, { keep }: ReportOptions) {
  for (const file of files) if (keep(file)) yield fileJSON(file);
}

export function fileJSON(file: FileDifference) {
  return {
    path: file.path,
    rawPath: file.rawPath,
    kind: file.kind,
    type: file.type,
    sizeBefore: file.sizeBefore,
    sizeAfter: file.sizeAfter,
    delta: Object.fromEntries(file.delta.map(({ key, before, after }) => [key, { before, after }])),
    layerBefore: file.layerBefore,
    layerAfter: file.layerAfter,
    movedFrom: file.movedFrom,
    movedTo: file.movedTo,
    likeness: file.likeness,
    package: file.package,
  };
}

function sideJSON({ image, source, from, to }: ComparedSide) {
  const { id, manifestDigest, names, platform } = image;
  return { path: source, id, manifestDigest, names, platform, from, to };
}

function sizesJSON({ contributors, rest, before, after, rungs }: SizeComparison) {
  return {
    contributors: contributors.map(({ path, rawPath, type, kind, isRest, delta, files, package: owner }) => ({
      path,
      rawPath,
      type,
      kind,
      isRest,
      delta,
      files,
      package: owner,
    })),
    rest,
    before,
    after,
    layers: rungs.map(({ before: a, after: b }) => ({ before: a && shareJSON(a), after: b && shareJSON(b) })),
  };
}

function shareJSON({ layer, contentSize, visibleSize, hiddenSize, hidesSize, differing }: LayerShare) {
  return { index: layer, contentSize, visibleSize, hiddenSize, hidesSize, differing };
}

function rungJSON(
  { kind, before, after, recompressed, verified }: LadderRung,
  sideA: ComparedSide,
  sideB: ComparedSide,
) {
  return {
    kind,
    recompressed: recompressed || undefined,
    verified: kind === 'same' || kind === 'moved' ? verified : undefined,
    before: before === null ? null : layerJSON(sideA.layers[before - sideA.from]),
    after: after === null ? null : layerJSON(sideB.layers[after - sideB.from]),
  };
}

function layerJSON(layer: LayerSummary | undefined) {
  return (
    layer && {
      index: layer.index,
      digest: layer.digest,
      diffID: layer.diffID,
      compression: layer.compression,
      blobSize: layer.blobSize,
      tarSize: layer.tarSize,
      contentSize: layer.contentSize,
      createdBy: layer.createdBy,
    }
  );
}
