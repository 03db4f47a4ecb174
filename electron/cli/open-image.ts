import type { LayerSummary } from '../../shared/model/layer.ts';
import type { LoadedImage, OpenedImage } from '../engine/opened.ts';
import type { CommandContext } from './command.ts';

/** For commands that list or read files only. */
export const LAZY_OPTION = {
  type: 'boolean',
  help: 'do not read layers that bring a table of contents (eStargz, zstd:chunked, SOCI): believe it',
} as const;

/** The image that the first operand, `--image` and `--platform` name. @throws OutcropError */
export async function openImage(context: CommandContext): Promise<OpenedImage> {
  const [path = ''] = context.operands;
  const source = await context.engine.open(path, { signal: context.signal, onProgress: context.progress });
  for (const warning of source.warnings) context.warn(warning);
  return source.pick(choiceOf(context));
}

/** The image with its layers read and merged. A layer that cannot be read is told on stderr; the rest is still shown. */
export async function loadImage(context: CommandContext): Promise<LoadedImage> {
  const image = await openImage(context);
  const work = { signal: context.signal, onProgress: context.progress };
  const loaded = await (context.options.flag('lazy') ? image.loadLazy(work) : image.load(work));
  warnOfMissingLayers(context, loaded.layers);
  return loaded;
}

export function choiceOf({ options }: CommandContext): { readonly image?: string; readonly platform?: string } {
  const image = options.text('image');
  const platform = options.text('platform');
  return { ...(image !== undefined && { image }), ...(platform !== undefined && { platform }) };
}

/** Without this a list that lacks a layer would look whole. */
export function warnOfMissingLayers(context: CommandContext, layers: readonly LayerSummary[]): void {
  for (const { state, problem, index } of layers) {
    if (state !== 'damaged' && state !== 'absent') continue;
    const message = problem ?? `Layer ${index} is ${state}.`;
    context.warn({ code: `layer-${state}`, message, layer: index });
  }
}
