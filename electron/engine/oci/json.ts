import { LIMITS } from '../limits/limits.ts';

/** Own members of an object, as JSON has them. Untrusted: any value may be anything. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** The deepest that any limit lets through; stops whoever recurses. */
export const MAX_JSON_DEPTH = LIMITS['json-depth'].most;

export type JsonResult =
  | {
      readonly kind: 'json';
      readonly value: unknown;
      /** Ends of sentences that begin with the document's name: accepted, but other readers may see something else. */
      readonly oddities: readonly JsonOddity[];
    }
  /** `problem` ends a sentence that begins with the document's name. */
  | { readonly kind: 'refused'; readonly problem: string };

export interface JsonOddity {
  readonly code: 'duplicate-json-key' | 'byte-order-mark';
  readonly what: string;
}

/**
 * Strict UTF-8 JSON, of a bounded depth that who first reads a document says; a leading byte order mark is passed over, as engines that write one exist.
 * The size limit is the reader's: it must hold before the bytes are read.
 */
export function parseJson(bytes: Uint8Array, maxDepth: number = MAX_JSON_DEPTH): JsonResult {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { kind: 'refused', problem: 'is not UTF-8 text' };
  }
  const keys = new DuplicateKeys();
  if (nestsDeeper(text, maxDepth, keys))
    return { kind: 'refused', problem: `nests deeper than ${maxDepth} levels (limit json-depth)` };
  try {
    const value: unknown = JSON.parse(text);
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    return { kind: 'json', value, oddities: [...(hasMark ? [BYTE_ORDER_MARK] : []), ...keys.oddities()] };
  } catch {
    return { kind: 'refused', problem: text.trim() === '' ? 'is empty' : 'is not valid JSON' };
  }
}

const BYTE_ORDER_MARK: JsonOddity = {
  code: 'byte-order-mark',
  what: 'begins with a byte order mark, which JSON may not have and some readers refuse',
};
/** Names of repeated keys that a warning lists. */
const LISTED_KEYS = 5;

/** Keys that the specifications name. Go reads these in any case, so that `Layers` repeats `layers`; labels are not such. */
const FIELDS: ReadonlySet<string> = new Set(
  'config layers repotags manifests digest mediatype size platform annotations rootfs diff_ids history os architecture'.split(
    ' ',
  ),
);

/** Keys of the open objects, to find those that stand twice in one; the last one counts, though not for every reader. */
class DuplicateKeys {
  readonly #open: (Set<string> | undefined)[] = [];
  readonly #found = new Set<string>();

  enter(isObject: boolean): void {
    this.#open.push(isObject ? new Set() : undefined);
  }
  leave(): void {
    this.#open.pop();
  }
  /** @param key as it stands between the quotes */
  add(key: string): void {
    const keys = this.#open.at(-1);
    const anyCase = key.toLowerCase();
    const name = FIELDS.has(anyCase) ? anyCase : key;
    if (keys?.has(name) && this.#found.size <= LISTED_KEYS) this.#found.add(key);
    keys?.add(name);
  }
  oddities(): readonly JsonOddity[] {
    if (this.#found.size === 0) return [];
    const names = [...this.#found].slice(0, LISTED_KEYS).map((key) => JSON.stringify(key.slice(0, 100)));
    const what = `has a key more than once in one object (${names.join(', ')}); the last one counts, though some readers take another`;
    return [{ code: 'duplicate-json-key', what }];
  }
}

function nestsDeeper(text: string, limit: number, keys: DuplicateKeys): boolean {
  let depth = 0;
  let stringStart = -1;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (stringStart !== -1) {
      if (c === 0x5c) i++;
      else if (c === 0x22) {
        // Sliced only when a colon follows: most strings are values.
        if (isKeyEnd(text, i + 1)) keys.add(text.slice(stringStart, i));
        stringStart = -1;
      }
    } else if (c === 0x22) stringStart = i + 1;
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > limit) return true;
      keys.enter(c === 0x7b);
    } else if (c === 0x7d || c === 0x5d) {
      depth--;
      keys.leave();
    }
  }
  return false;
}

/** Whether a colon comes next. */
function isKeyEnd(text: string, at: number): boolean {
  for (let i = at; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c !== 0x20 && c !== 0x09 && c !== 0x0a && c !== 0x0d) return c === 0x3a;
  }
  return false;
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A member by its exact name, else by its name in any case, the last one winning: Go reads keys so, and archives with
 * `config/repoTags/layers` exist (jib). Undefined when `value` is no object.
 */
export function field(value: unknown, key: string): unknown {
  if (!isRecord(value)) return undefined;
  if (Object.hasOwn(value, key)) return value[key];
  const wanted = key.toLowerCase();
  const found = Object.keys(value).findLast((name) => name.toLowerCase() === wanted);
  return found === undefined ? undefined : value[found];
}

/** A string member, or null. */
export function textField(value: unknown, key: string): string | null {
  const text = field(value, key);
  return typeof text === 'string' ? text : null;
}

/** An array member; empty for null, absent and anything else. */
export function arrayField(value: unknown, key: string): readonly unknown[] {
  const list = field(value, key);
  return Array.isArray(list) ? list : [];
}

/** The string members of an object member, without prototype. */
export function textMapField(value: unknown, key: string): Readonly<Record<string, string>> {
  const map = field(value, key);
  const texts: Record<string, string> = Object.create(null) as Record<string, string>;
  if (isRecord(map)) for (const [name, text] of Object.entries(map)) if (typeof text === 'string') texts[name] = text;
  return texts;
}
