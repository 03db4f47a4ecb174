import { parseInstruction } from '../../../shared/format/instruction.ts';
import type { HistoryRow } from '../../../shared/model/layer.ts';

/** The steps as a Dockerfile would have them. What was copied, and from which image it began, history does not say. */
export function dockerfileOf(rows: readonly HistoryRow[]): string {
  return `${rows.map((row) => lineOf(row.createdBy)).join('\n')}\n`;
}

/** What is no instruction becomes a comment, every line of it. */
function lineOf(createdBy: string): string {
  const { keyword, text } = parseInstruction(createdBy);
  if (keyword === null)
    return text
      .split('\n')
      .map((line) => `# ${line}`.trimEnd())
      .join('\n');
  return `${keyword} ${text.trim().replaceAll('\n', ' \\\n')}`;
}

/** True when the rows that made a layer are as many as the layers, so that each could be tied to its own. */
export function historyMatches(rows: readonly HistoryRow[], layerCount: number): boolean {
  return rows.filter((row) => row.layer !== null).length === layerCount;
}
