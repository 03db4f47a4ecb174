/** Own members of an object, as JSON has them. Untrusted: any value may be anything. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Deeper nesting than any image document has; stops parsers that recurse. */
export const MAX_JSON_DEPTH = 100;

export type JsonResult =
  | { readonly kind: 'json'; readonly value: unknown }
  /** `problem` ends a sentence that begins with the document's name. */
  | { readonly kind: 'refused'; readonly problem: string };

/**
 * Strict UTF-8 JSON of bounded depth; a leading byte order mark is passed over, as engines that write one exist.
 * The size limit is the reader's: it must hold before the bytes are read.
 */
export function parseJson(bytes: Uint8Array): JsonResult {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { kind: 'refused', problem: 'is not UTF-8 text' };
  }
  if (nestsDeeper(text, MAX_JSON_DEPTH))
    return { kind: 'refused', problem: `nests deeper than ${MAX_JSON_DEPTH} levels` };
  try {
    const value: unknown = JSON.parse(text);
    return { kind: 'json', value };
  } catch {
    return { kind: 'refused', problem: text.trim() === '' ? 'is empty' : 'is not valid JSON' };
  }
}

function nestsDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 0x5c) i++;
      else if (c === 0x22) inString = false;
    } else if (c === 0x22) inString = true;
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > limit) return true;
    } else if (c === 0x7d || c === 0x5d) depth--;
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
