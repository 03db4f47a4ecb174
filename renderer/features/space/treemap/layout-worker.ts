import { layOut, type LayoutInput } from './layout.ts';

/** A picture to lay out; the answer carries the same key. */
export interface LayoutRequest {
  readonly key: number;
  readonly input: LayoutInput;
}

export interface LayoutAnswer {
  readonly key: number;
  readonly rects: Float32Array;
}

addEventListener('message', ({ data: { key, input } }: MessageEvent<LayoutRequest>) => {
  const rects = layOut(input);
  const answer: LayoutAnswer = { key, rects };
  postMessage(answer, { transfer: [rects.buffer] });
});
