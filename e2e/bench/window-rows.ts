import type { BenchImage } from './inputs.ts';

export interface WindowFigures {
  readonly entries: number;
}
export async function measureWindow(image: BenchImage): Promise<WindowFigures> {
  return { entries: image.entries };
}
export function windowTable(figures: WindowFigures): string {
  return String(figures.entries);
}
