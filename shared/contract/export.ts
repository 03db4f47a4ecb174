import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import type { ExportReport } from '../model/export.ts';
import type { Progress } from '../model/progress.ts';
import { image, layer, method, path, pathID, returns } from './method.ts';

export type ExportEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly report: ExportReport };

/** Paths that one export may name; a folder stands for all below it. */
export const MAX_EXPORT_PATHS = 1000;

/** Files out of an image. A tar for the browser to save comes from `dataURL.exportTar` instead. */
export const exportContract = {
  /**
   * Writes into a folder of the engine's machine, made when missing: never outside it, nothing is overwritten unless
   * `force`, devices and set-id bits only when asked.
   */
  folder: method
    .input(
      z.strictObject({
        image,
        paths: z.array(pathID).max(MAX_EXPORT_PATHS),
        layer: layer.exactOptional(),
        folder: path,
        force: z.boolean(),
        devices: z.boolean(),
        setID: z.boolean(),
      }),
    )
    .output(eventIterator(returns<ExportEvent>())),
};
