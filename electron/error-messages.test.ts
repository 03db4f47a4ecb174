import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';

/*
 * Every message of an OutcropError, read out of the source: what is filled in is written as `…`. Whatever an image makes
 * happen, the sentence that a person gets was written here, so that this holds for all of them.
 */

interface Message {
  readonly file: string;
  readonly code: string;
  readonly text: string;
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const root = fileURLToPath(new URL('../', import.meta.url));

/** Errors that are made of another's message, which was looked at where that was made. */
const PASSED_ON: ReadonlySet<string> = new Set([
  'electron/engine/compression/inflate-aside.ts',
  'electron/engine/image/pick-image.ts',
  'electron/engine/sources/open-source.ts',
  'electron/engine/work/pool.ts',
]);

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

function visit(value: unknown, act: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) visit(one, act);
  if (!isNode(value)) return;
  act(value);
  for (const child of Object.values(value)) visit(child, act);
}

/** What an expression may say, a constant of the same file looked up. */
function textsOf(node: unknown, constants: ReadonlyMap<string, readonly Node[]>): readonly string[] {
  if (!isNode(node)) return [];
  const of = (inner: unknown) => textsOf(inner, constants);
  switch (node.type) {
    case 'Literal':
      return [String(node['value'])];
    case 'TemplateLiteral':
      return [(node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…')];
    case 'ConditionalExpression':
      return [...of(node['consequent']), ...of(node['alternate'])];
    case 'BinaryExpression':
      return of(node['left']).flatMap((left) => of(node['right']).map((right) => left + right));
    case 'Identifier':
      return (constants.get(node['name'] as string) ?? []).flatMap(of);
    default:
      return [];
  }
}

function messagesOf(file: string): readonly Message[] {
  const source = readFileSync(root + file, 'utf8');
  if (!source.includes('new OutcropError(')) return [];
  const { program } = parseSync(file, source);
  const constants = new Map<string, Node[]>();
  const made: Node[] = [];
  visit(program, (node) => {
    const { type, id, init, callee } = node as Node & { id?: Node; init?: Node; callee?: Node };
    if (type === 'VariableDeclarator' && id?.['name'] !== undefined && init)
      constants.set(id['name'] as string, [...(constants.get(id['name'] as string) ?? []), init]);
    if (type === 'NewExpression' && callee?.['name'] === 'OutcropError') made.push(node);
  });
  return made.flatMap((node) => {
    const [code, message] = node['arguments'] as Node[];
    const texts = textsOf(message, constants);
    const [name = ''] = textsOf(code, constants);
    return (texts.length === 0 ? ['?'] : texts).map((text) => ({ file, code: name, text }));
  });
}

const messages = ['electron', 'shared']
  .flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  )
  .filter((file) => file.endsWith('.ts') && !/\.test|test-support|test-data|\/fuzz\//.test(file))
  .flatMap(messagesOf)
  .filter(({ file, text }) => text !== '?' || !PASSED_ON.has(file));

const shown = ({ file, text }: Message) => `${file}: ${text}`;

test('every error is one sentence that can be read out of the source', () => {
  expect(messages.length).toBeGreaterThan(200);
  expect(messages.filter(({ text }) => text === '?' || !/^[^\n]*[^\s.]\.$/.test(text)).map(shown)).toEqual([]);
});

test('every error says what to do, after a semicolon, or what is wanted instead of what was given', () => {
  // Who cancelled knows; nothing is wrong and there is nothing to do.
  const told = messages.filter(({ code }) => code !== 'cancelled');
  const ADVICE = /; ?[^;]{4,}\.$|, not [^,]+\.$|…\.$|: (?:see|ask for) .+\.$|^Say |[;:] [^;:]+, or [^;:]+\.$/;
  expect(told.filter(({ text }) => !ADVICE.test(text)).map(shown)).toEqual([]);
});

test('every error about an image names the file, layer or path, or what was asked for', () => {
  const ABOUT_IMAGES =
    /^(?:damaged-archive|bad-manifest|layer-|unsafe-path|no-such-|not-found|not-an-image|unreadable|unwritable|not-a-file|unsupported)/;
  const about = messages.filter(({ code }) => ABOUT_IMAGES.test(code));
  expect(about.filter(({ text }) => !text.includes('…')).map(shown)).toEqual([]);
});
