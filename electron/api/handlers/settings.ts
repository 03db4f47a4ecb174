import { os } from '../context.ts';

/** What is kept in the data folder for every window. */
export const settingsHandlers = {
  get: os.settings.get.handler(({ context: { engine } }) => engine.settings.read()),

  change: os.settings.change.handler(({ context: { engine }, input }) => engine.settings.change(input)),

  clearCaches: os.settings.clearCaches.handler(async ({ context: { engine } }) => {
    const freed = await engine.settings.clearCaches();
    return { freed, settings: await engine.settings.read() };
  }),
};
