import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** What the built window is made of; nothing else is served. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

export interface StaticFile {
  readonly path: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Named by what it holds, so that a browser may keep it, and keep it compiled. */
  readonly isForever: boolean;
}

/** As the build names them: `assets/index-DTLpjgYG.js`. */
const HASHED = /^\/assets\/[^/]+-[\w-]{8}\.\w+$/;

/**
 * Finds a file of the built window.
 * @param pathname of a URL, escapes and all; `/` is `/index.html`
 * @returns undefined when there is none, when its kind is not served, and when it lies outside `root`, by `..`, an
 * escape or a link
 */
export async function findStaticFile(root: string, pathname: string): Promise<StaticFile | undefined> {
  const name = decode(pathname === '/' ? '/index.html' : pathname);
  if (name === undefined || !name.startsWith('/') || /[\\\0]/.test(name)) return undefined;
  if (name.split('/').some((part, index) => index > 0 && (part === '' || part.startsWith('.')))) return undefined;
  const type = TYPES[extname(name)];
  if (!type) return undefined;
  try {
    const base = await realpath(root);
    const path = await realpath(join(base, name));
    if (!path.startsWith(base + sep)) return undefined;
    const facts = await stat(path);
    return facts.isFile() ? { path, type, size: facts.size, isForever: HASHED.test(name) } : undefined;
  } catch {
    return undefined;
  }
}

function decode(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}
