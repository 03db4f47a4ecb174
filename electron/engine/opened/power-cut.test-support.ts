import fs, { type PathLike } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { createUnsynced, type Loss } from './unsynced.test-support.ts';

type Call = (...args: unknown[]) => unknown;

const isWriting = (flags: unknown) => typeof flags === 'string' && /[wa+]/.test(flags);
const pass = (call: Call, args: readonly unknown[]) => call(...args);

export interface PowerCut {
  /** A folder on the same disk, outside of what the program works on; keeps what was removed or replaced. */
  readonly graveyard: string;
  /** Operation before which the power goes; 0 never. */
  readonly at: number;
  readonly loss: Loss;
  /** In [0, 1). */
  readonly random: () => number;
}

/**
 * Watches the calls of node:fs from now on; before one of them the disk loses what it may and the process is killed.
 * @returns how many calls there were
 */
export function cutPower({ graveyard, at, loss, random }: PowerCut): () => number {
  const disk = loss === 'kill' ? undefined : createUnsynced(graveyard, loss, random);
  let operations = 0;
  const watch = (holder: object, name: string, by: (call: Call, args: readonly unknown[]) => unknown) => {
    const call = Reflect.get(holder, name) as Call;
    Reflect.set(holder, name, function (this: unknown, ...args: unknown[]) {
      if (++operations === at) {
        disk?.lose();
        process.kill(process.pid, 'SIGKILL');
      }
      return disk ? by((...given) => Reflect.apply(call, this, given), args) : Reflect.apply(call, this, args);
    });
  };

  watch(fs, 'openSync', (call, args) => {
    const opened = isWriting(args[1]) ? disk?.opening(args[0] as PathLike) : undefined;
    const fd = pass(call, args);
    opened?.();
    return fd;
  });
  watch(fs, 'fsyncSync', (call, args) => {
    pass(call, args);
    disk?.synced(args[0] as number);
  });
  for (const name of ['writeSync', 'ftruncateSync', 'closeSync']) watch(fs, name, pass);
  for (const [holder, suffix] of [
    [fs, 'Sync'],
    [fs.promises, ''],
  ] as const) {
    watch(holder, `rename${suffix}`, (call, args) => {
      disk?.renaming(args[0] as PathLike, args[1] as PathLike);
      return pass(call, args);
    });
    watch(holder, `rm${suffix}`, (call, args) => {
      if (!disk?.removing(args[0] as PathLike)) return pass(call, args);
      return suffix === '' ? Promise.resolve() : undefined;
    });
    watch(holder, `mkdir${suffix}`, (call, args) => {
      disk?.making(args[0] as PathLike);
      return pass(call, args);
    });
  }
  watch(fs.promises, 'link', (call, args) => {
    disk?.linking(args[1] as PathLike);
    return pass(call, args);
  });
  watch(fs.promises, 'writeFile', async (call, args) => {
    const opened = disk?.opening(args[0] as PathLike);
    await pass(call, args);
    opened?.();
  });
  watch(fs.promises, 'open', async (call, args) => {
    const opened = isWriting(args[1]) ? disk?.opening(args[0] as PathLike) : undefined;
    const handle = (await pass(call, args)) as fs.promises.FileHandle;
    opened?.();
    for (const name of ['write', 'writeFile', 'truncate', 'close']) watch(handle, name, pass);
    watch(handle, 'sync', async (sync, more) => {
      await pass(sync, more);
      disk?.synced(handle.fd);
    });
    return handle;
  });
  syncBuiltinESMExports();
  return () => operations;
}
