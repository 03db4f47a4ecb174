import { useEffect, useRef, useState } from 'react';
import type { Box } from './boxes.ts';
import type { LayoutAnswer, LayoutRequest } from './layout-worker.ts';

/** Boxes with their places: always of one request, so that a box and its rectangle belong together. */
export interface Picture {
  readonly boxes: readonly Box[];
  /** x0, y0, x1, y1 of each box, CSS pixels. */
  readonly rects: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Lays boxes out off the main thread. @returns the last picture that is ready, null before the first */
export function useLayout(boxes: readonly Box[] | null, width: number, height: number): Picture | null {
  const [picture, setPicture] = useState<Picture | null>(null);
  const worker = useRef<Worker | null>(null);
  const asked = useRef(0);

  useEffect(() => {
    const started = new Worker(new URL('layout-worker.ts', import.meta.url), { type: 'module' });
    worker.current = started;
    return () => {
      worker.current = null;
      started.terminate();
    };
  }, []);

  useEffect(() => {
    const target = worker.current;
    if (!boxes || !target || width < 1 || height < 1) return undefined;
    asked.current += 1;
    const key = asked.current;
    const parent = Int32Array.from(boxes, (box) => box.parent);
    const size = Float64Array.from(boxes, (box) => box.size);
    const onMessage = ({ data }: MessageEvent<LayoutAnswer>) => {
      if (data.key === key) setPicture({ boxes, rects: data.rects, width, height });
    };
    target.addEventListener('message', onMessage);
    const request: LayoutRequest = { key, input: { parent, size, width, height } };
    target.postMessage(request, [parent.buffer, size.buffer]);
    return () => target.removeEventListener('message', onMessage);
  }, [boxes, width, height]);
  return picture;
}
