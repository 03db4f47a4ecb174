/*
 * Builders write what an instruction set as Go prints it (moby builder/dockerfile/dispatchers.go, buildkit
 * frontend/dockerfile/dockerfile2llb): `["node" "app.js"]`, `map[8080/tcp:{}]`, `&{["CMD" "x"] "30s" "3s" "0s" '\x03'}`.
 */

const QUOTED = /"(?:[^"\\]|\\.)*"/g;
const QUOTED_LIST = /^\[(?:\s*"(?:[^"\\]|\\.)*")*\s*\]$/;
const BARE_LIST = /^\[([^"[\]{}]*)\]$/;
const KEY_SET = /^map\[([^[\]]*)\]$/;
const HEALTH = /^&\{\[((?:\s*"(?:[^"\\]|\\.)*")*)\s*\]((?:\s+"[^"]*")*)\s+(\S+)\}$/;
/** In the order of Go's `HealthConfig`; the start interval came with Docker 25, before the retries as well. */
const DURATIONS = ['interval', 'timeout', 'start-period', 'start-interval'] as const;
/** Go prints the number of retries as the character that has it. */
const ESCAPED: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/**
 * What follows a keyword as a Dockerfile would have it.
 * @param text untrusted; what is in none of the forms comes back as it stands
 */
export function readableGo(keyword: string, text: string): string {
  switch (keyword) {
    case 'CMD':
    case 'ENTRYPOINT':
    case 'SHELL':
      return QUOTED_LIST.test(text) ? list(text) : text;
    case 'EXPOSE':
      return keys(text) ?? text;
    case 'VOLUME':
      return QUOTED_LIST.test(text) ? list(text) : (keys(text) ?? text);
    case 'HEALTHCHECK':
      return health(text) ?? text;
    default:
      return text;
  }
}

function list(text: string): string {
  return `[${(text.match(QUOTED) ?? []).join(', ')}]`;
}

function keys(text: string): string | undefined {
  const bare = BARE_LIST.exec(text)?.[1];
  const set = KEY_SET.exec(text)?.[1]?.replaceAll(':{}', '');
  return (bare ?? set)?.trim();
}

function health(text: string): string | undefined {
  const [, test, durations, retries] = HEALTH.exec(text) ?? [];
  if (test === undefined || durations === undefined || retries === undefined) return undefined;
  const [kind, ...words] = test.match(QUOTED) ?? [];
  if (kind === '"NONE"') return 'NONE';
  const options = (durations.match(QUOTED) ?? []).flatMap((duration, i) => {
    const value = duration.slice(1, -1);
    return value === '0s' || DURATIONS[i] === undefined ? [] : [`--${DURATIONS[i]}=${value}`];
  });
  const count = retriesOf(retries);
  if (count > 0) options.push(`--retries=${count}`);
  const command = kind === '"CMD-SHELL"' ? words.map((word) => unquoted(word)).join(' ') : `[${words.join(', ')}]`;
  return [...options, 'CMD', command].join(' ');
}

function retriesOf(text: string): number {
  const [, hex, escaped, plain] = /^'?(?:\\[xu]([0-9a-f]+)|\\([abtnvfr])|(.))'?$/.exec(text) ?? [];
  if (hex !== undefined) return Number.parseInt(hex, 16);
  if (escaped !== undefined) return ESCAPED[escaped] ?? 0;
  return plain === undefined || !text.startsWith("'") ? Number(text) || 0 : plain.charCodeAt(0);
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(["\\])/g, '$1');
}
