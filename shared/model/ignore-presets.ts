/**
 * What most builds change and few people ask for, as globs: a name without a slash is met at any depth, one with a slash
 * is the whole path. What lies in an ignored folder is ignored as well.
 */
export const IGNORE_PRESETS = {
  bytecode: ['*.pyc', '*.pyo', '__pycache__'],
  caches: ['/var/cache/**', '/root/.cache/**', '/root/.npm/**', '/tmp/**', '/var/tmp/**'],
  logs: ['/var/log/**', '*.log'],
  databases: [
    '/var/lib/dpkg/**',
    '/var/lib/apt/**',
    '/lib/apk/db/**',
    '/usr/lib/apk/db/**',
    '/var/lib/rpm/**',
    '/usr/lib/sysimage/rpm/**',
    '/var/lib/dnf/**',
  ],
  machine: [
    '/etc/machine-id',
    '/var/lib/dbus/machine-id',
    '/etc/ld.so.cache',
    '/etc/*-',
    '/var/lib/systemd/random-seed',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type IgnorePreset = keyof typeof IGNORE_PRESETS;
export const IGNORE_PRESET_NAMES = Object.keys(IGNORE_PRESETS) as readonly IgnorePreset[];
