import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';

/** Writes a tar straight to a file: ustar headers only, and a million entries in seconds. Not the product's writer. */
export interface TarWriter {
  /** @param name without a leading slash, at most 100 bytes of ASCII, or 255 with a slash to cut at */
  file(name: string, body: Uint8Array, mode?: number): void;
  /** With an entry for each folder above it that has none yet, as a layer that an engine wrote. */
  dir(name: string): void;
  symlink(name: string, to: string): void;
  /** @returns the digest of all that was written */
  end(): { readonly digest: string; readonly size: number; readonly entries: number };
}

const BLOCK = 512;
const BUFFER = 1 << 20;
/** Seconds since the epoch of every entry: nothing depends on the clock. */
const MTIME = 1_700_000_000;

export function createTarWriter(file: string): TarWriter {
  const fd = openSync(file, 'w');
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(BUFFER);
  let used = 0;
  let size = 0;
  let entries = 0;
  const folders = new Set<string>();

  function flush(): void {
    const part = buffer.subarray(0, used);
    writeSync(fd, part);
    hash.update(part);
    size += used;
    used = 0;
  }
  /** @returns where `length` zeroed bytes begin in the buffer */
  function take(length: number): number {
    if (used + length > BUFFER) flush();
    const start = used;
    buffer.fill(0, start, start + length);
    used += length;
    return start;
  }
  function put(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      if (used === BUFFER) flush();
      const step = Math.min(bytes.length - at, BUFFER - used);
      buffer.set(bytes.subarray(at, at + step), used);
      used += step;
      at += step;
    }
    take((BLOCK - (bytes.length % BLOCK)) % BLOCK);
  }
  function header(name: string, type: string, facts: { size?: number; mode: number; link?: string }): void {
    const start = take(BLOCK);
    const [prefix, short] = split(name);
    buffer.write(short, start, 100, 'latin1');
    octal(facts.mode, start + 100, 7);
    octal(0, start + 108, 7);
    octal(0, start + 116, 7);
    octal(facts.size ?? 0, start + 124, 11);
    octal(MTIME, start + 136, 11);
    buffer.fill(0x20, start + 148, start + 156);
    buffer.write(type, start + 156, 1, 'latin1');
    buffer.write(facts.link ?? '', start + 157, 100, 'latin1');
    buffer.write('ustar\x0000root', start + 257, 'latin1');
    buffer.write('root', start + 297, 'latin1');
    buffer.write(prefix, start + 345, 155, 'latin1');
    let sum = 0;
    for (let at = start; at < start + BLOCK; at += 1) sum += buffer[at] ?? 0;
    octal(sum, start + 148, 6);
    buffer[start + 154] = 0;
    entries += 1;
  }
  function folder(name: string): void {
    if (folders.has(name)) return;
    folders.add(name);
    header(`${name}/`, '5', { mode: 0o755 });
  }
  function octal(value: number, at: number, digits: number): void {
    let rest = value;
    for (let place = at + digits - 1; place >= at; place -= 1) {
      buffer[place] = 0x30 + (rest % 8);
      rest = Math.floor(rest / 8);
    }
  }

  return {
    file(name, body, mode = 0o644) {
      header(name, '0', { size: body.length, mode });
      put(body);
    },
    dir(name) {
      for (let end = name.indexOf('/'); end !== -1; end = name.indexOf('/', end + 1)) folder(name.slice(0, end));
      folder(name);
    },
    symlink: (name, link) => header(name, '2', { mode: 0o777, link }),
    end() {
      take(BLOCK);
      take(BLOCK);
      flush();
      closeSync(fd);
      return { digest: `sha256:${hash.digest('hex')}`, size, entries };
    },
  };
}

function split(name: string): [prefix: string, short: string] {
  if (name.length <= 100) return ['', name];
  const cut = name.indexOf('/', name.length - 101);
  return [name.slice(0, cut), name.slice(cut + 1)];
}
