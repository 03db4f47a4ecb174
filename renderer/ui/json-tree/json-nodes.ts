/** One value of a JSON text, in preorder. Texts are cut from the source, so numbers keep every digit. */
export interface JSONNode {
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
  /** 0 for the root value. */
  readonly depth: number;
  /** Name in an object (duplicates stay), index in an array, null for the root. */
  readonly key: string | number | null;
  /** Index of the containing value; -1 for the root. */
  readonly parent: number;
  /** First character of the value in the source, and one after its last. */
  readonly start: number;
  readonly end: number;
  /** One after the last node inside; the node's own index + 1 for a leaf. */
  readonly last: number;
  /** Values directly inside. */
  readonly children: number;
}

export type JSONOutline =
  | { readonly kind: 'ok'; readonly nodes: readonly JSONNode[] }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'too-large'; readonly limit: number };

/** More values than a person can look through; a config has hundreds. */
export const MAX_NODES = 200_000;

type Building = { -readonly [Key in keyof JSONNode]: JSONNode[Key] };

/** Flat nodes of a JSON text. Nothing recurses: a document of 100,000 brackets is only long. */
export function outlineJSON(text: string, maxNodes = MAX_NODES): JSONOutline {
  if (!isValid(text)) return { kind: 'invalid' };
  const nodes: Building[] = [];
  let container = -1;
  let key: string | number | null = null;
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '}' || char === ']') {
      const closed = nodes[container];
      if (!closed) return { kind: 'invalid' };
      closed.end = at + 1;
      closed.last = nodes.length;
      container = closed.parent;
      at++;
    } else if (isSeparator(char)) {
      at++;
    } else {
      const end = endOfToken(text, at);
      const parent = nodes[container];
      if (parent?.kind === 'object' && key === null) {
        key = unquote(text.slice(at, end));
      } else {
        if (nodes.length >= maxNodes) return { kind: 'too-large', limit: maxNodes };
        const index = nodes.length;
        nodes.push({
          kind: kindOf(char),
          depth: parent ? parent.depth + 1 : 0,
          key: parent?.kind === 'array' ? parent.children : key,
          parent: container,
          start: at,
          end,
          last: index + 1,
          children: 0,
        });
        if (parent) parent.children++;
        if (char === '{' || char === '[') container = index;
        key = null;
      }
      at = end;
    }
  }
  return { kind: 'ok', nodes };
}

/** V8's JSON.parse does not recurse without a reviver. */
function isValid(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isSeparator(char: string): boolean {
  return char === ',' || char === ':' || char === ' ' || char === '\n' || char === '\r' || char === '\t';
}

/** The text is known to be valid, so each token ends where the grammar says. */
function endOfToken(text: string, start: number): number {
  const first = text[start];
  if (first === '{' || first === '[') return start + 1;
  let at = start + 1;
  if (first === '"') {
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    return at + 1;
  }
  while (at < text.length && !/[\s,\]}:]/.test(text[at] ?? '')) at++;
  return at;
}

function kindOf(first: string): JSONNode['kind'] {
  switch (first) {
    case '{':
      return 'object';
    case '[':
      return 'array';
    case '"':
      return 'string';
    case 'n':
      return 'null';
    case 't':
    case 'f':
      return 'boolean';
    default:
      return 'number';
  }
}

function unquote(token: string): string {
  const value: unknown = JSON.parse(token);
  return String(value);
}

/** A string without its quotes and escapes; anything else as it stands in the source. */
export function valueText(text: string, node: JSONNode): string {
  const source = text.slice(node.start, node.end);
  return node.kind === 'string' ? unquote(source) : source;
}

/** Where a value stands, as jq writes it: `.config.Env[3]`, `.labels["a b"]`; `.` for the root. */
export function pathOf(nodes: readonly JSONNode[], index: number): string {
  const parts: string[] = [];
  for (let node = nodes[index]; node && node.key !== null; node = nodes[node.parent])
    parts.push(typeof node.key === 'number' ? `[${node.key}]` : nameStep(node.key));
  return parts.toReversed().join('') || '.';
}

function nameStep(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
