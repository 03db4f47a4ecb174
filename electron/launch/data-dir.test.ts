import { expect, test } from 'vitest';
import { dataDirFor, type DataDirFacts } from '../engine/data-dir.ts';

interface Launcher {
  readonly dataDirFor: (env: DataDirFacts['env'], platform: NodeJS.Platform, home: string) => string;
}
const launcher = (await import(/* @vite-ignore */ new URL('./data-dir.mjs', import.meta.url).href)) as Launcher;

const environments = [
  {},
  { OUTCROP_HOME: '/data' },
  { OUTCROP_HOME: 'data' },
  { OUTCROP_HOME: '' },
  { XDG_DATA_HOME: '/xdg' },
  { XDG_DATA_HOME: 'xdg' },
  { XDG_DATA_HOME: '' },
  { OUTCROP_HOME: '/data', XDG_DATA_HOME: '/xdg' },
  { LOCALAPPDATA: '/local' },
];

test.each(
  (['linux', 'darwin', 'win32'] as const).flatMap((platform) => environments.map((env) => ({ platform, env }))),
)('the launcher and the engine agree: $platform $env', ({ platform, env }) =>
  expect(launcher.dataDirFor(env, platform, '/home/me')).toBe(dataDirFor({ env, platform, home: '/home/me' })),
);
