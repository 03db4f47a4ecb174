import type { Platform } from '../../../shared/model/image.ts';
import { textField } from './json.ts';

/** Spellings of machines (`uname -m`) that engines take for Go's names. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  armhf: 'arm',
  armel: 'arm',
  i386: '386',
  i686: '386',
};

/** @returns undefined when `text` is not `os/arch` or `os/arch/variant` */
export function parsePlatform(text: string): Platform | undefined {
  const parts = text.split('/');
  if (parts.length < 2 || parts.length > 3 || !parts.every((part) => /^[\w.-]+$/.test(part))) return undefined;
  const [os = '', architecture = '', variant] = parts;
  return platform(os, architecture, variant ?? null);
}

/** A platform as an index descriptor or a config spells it; null when it names no os or no architecture. */
export function platformOf(value: unknown): Platform | null {
  const os = textField(value, 'os');
  const architecture = textField(value, 'architecture');
  return os && architecture ? platform(os, architecture, textField(value, 'variant')) : null;
}

function platform(os: string, architecture: string, variant: string | null): Platform {
  return { os, architecture, ...(variant ? { variant } : {}) };
}

/** `linux/arm/v7`. */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}

/** Whether an image of platform `actual` is one of those that `wanted` asks for; without a variant any will do. */
export function platformMatches(wanted: Platform, actual: Platform): boolean {
  const want = normal(wanted);
  const have = normal(actual);
  if (want.os !== have.os || want.architecture !== have.architecture) return false;
  return want.variant === undefined || want.variant === have.variant;
}

/** As containerd's platforms.Normalize: aliases, and the variants that a bare name stands for. */
function normal({ os, architecture, variant }: Platform): Platform {
  const lower = architecture.toLowerCase();
  const known = Object.hasOwn(ARCHITECTURES, lower) ? ARCHITECTURES[lower] : undefined;
  const arch = known ?? lower;
  const level = variant?.toLowerCase().replace(/^(?=\d)/, 'v');
  const bare = (arch === 'arm64' && (level === 'v8' || level === 'v8.0')) || (arch === 'amd64' && level === 'v1');
  return platform(os.toLowerCase() === 'macos' ? 'darwin' : os.toLowerCase(), arch, bare ? null : (level ?? null));
}
