import { OutcropError } from '../../../shared/errors.ts';
import { os } from '../context.ts';
import { listFolder } from '../folder.ts';
import { VERSION } from '../version.ts';

/** What the host is and can do, its dialogs, its folders and what it opened lately. */
export const hostHandlers = {
  info: os.host.info.handler(async ({ context: { host, recent } }) => ({
    version: VERSION,
    host: host.host,
    platform: host.platform,
    capabilities: host.capabilities,
    openAtStart: host.openAtStart,
    recent: await recent.list(),
  })),

  pickFile: os.host.pickFile.handler(({ context: { host }, input }) => {
    if (!host.pickFile)
      throw new OutcropError('bad-request', 'This host has no dialog of its own; list folders with host.listFolder.');
    return host.pickFile(input.folder);
  }),

  listFolder: os.host.listFolder.handler(({ input }) => listFolder(input.path)),

  forgetRecent: os.host.forgetRecent.handler(({ context: { recent }, input }) => recent.forget(input.path)),
};
