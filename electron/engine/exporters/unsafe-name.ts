import { isUtf8 } from 'node:buffer';

/** Names of devices in every folder of Windows, with or without an extension (Win32 "Naming Files"). */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
// oxlint-disable-next-line no-control-regex -- those are what is looked for
const WINDOWS_CHARACTERS = /[\u0000-\u001f<>:"/\\|?*]/;
const MAX_NAME_BYTES = 255;

/**
 * Why a system cannot hold a name of an image, or would take it for something else.
 * @param name one component, bytes as the archive has them
 * @returns the end of a sentence; undefined when it is safe
 */
export function unsafeName(name: Uint8Array, platform: NodeJS.Platform): string | undefined {
  const text = Buffer.from(name).toString('latin1');
  if (text === '' || text === '.' || text === '..' || text.includes('/') || text.includes('\0'))
    return 'would lead elsewhere';
  if (name.length > MAX_NAME_BYTES) return `is longer than ${MAX_NAME_BYTES} bytes`;
  if (platform === 'linux') return undefined;
  if (!isUtf8(name)) return 'is not UTF-8, which this system wants';
  if (platform !== 'win32') return undefined;
  const shown = Buffer.from(name).toString();
  if (WINDOWS_CHARACTERS.test(shown)) return 'holds a character that Windows forbids in names';
  if (/[. ]$/.test(shown)) return 'ends in a dot or a space, which Windows drops';
  return WINDOWS_DEVICE.test(shown) ? 'is the name of a device on Windows' : undefined;
}
