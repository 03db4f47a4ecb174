import type { ListChoice } from '../../shared/model/export.ts';
import type { LoadedImage } from '../engine/opened.ts';
import type { CommandContext } from './command.ts';
import type { OptionTable } from './options.ts';

/** Of commands that print a list. */
export const CSV_OPTION: OptionTable = {
  csv: { type: 'boolean', help: 'print CSV with a heading, safe to open in a spreadsheet' },
};

/** A list as the window saves it. */
export async function writeCSV({ out, signal }: CommandContext, loaded: LoadedImage, list: ListChoice): Promise<void> {
  for await (const text of loaded.exportList(list, 'csv', { signal })) await out.write(text);
}
