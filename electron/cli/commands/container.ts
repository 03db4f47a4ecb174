import { OutcropError } from '../../../shared/errors.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatMode } from '../../../shared/format/mode.ts';
import { pathTextOf, type NamePath } from '../../engine/container/name.ts';
import { notThere, parsePath, resolvePath } from '../../engine/container/resolve.ts';
import { nodeAt, type TreeNode } from '../../engine/container/tree.ts';
import { shownFacts } from '../../engine/container/views.ts';
import type { Containers } from '../../engine/opened.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { EDIT_VERBS, shownName, type EditVerb } from '../container/edits.ts';
import { containerChangeJSON, containerJSON, layerTarEntryJSON, upperEntryJSON } from '../container/json.ts';
import { writeDocument, writeLine } from '../json.ts';
import { loadImage } from '../open-image.ts';
import { writeTable } from '../table.ts';

interface Verb extends Pick<EditVerb, 'name' | 'operands' | 'count' | 'help'> {
  readonly run: (context: CommandContext, containers: Containers, operands: readonly string[]) => Promise<void>;
}

const ONE = { min: 1, max: 1 };

const VERBS: readonly Verb[] = [
  {
    name: 'create',
    operands: 'IMAGE',
    count: ONE,
    help: 'a new container over an image; --name gives it one',
    run: create,
  },
  {
    name: 'ls',
    operands: '[CONTAINER [PATH]]',
    count: { min: 0, max: 2 },
    help: 'the containers, or what a folder of one shows; -R all below',
    run: list,
  },
  { name: 'cat', operands: 'CONTAINER PATH', count: { min: 2, max: 2 }, help: 'the bytes of a file', run: cat },
  ...EDIT_VERBS.map((verb) => ({
    ...verb,
    operands: `CONTAINER ${verb.operands}`,
    count: { min: verb.count.min + 1, max: verb.count.max + 1 },
    run: edit(verb),
  })),
  {
    name: 'diff',
    operands: 'CONTAINER',
    count: ONE,
    help: 'the writable layer; --as docker (A C D), overlay (on disk) or oci (tar entries)',
    run: diff,
  },
  { name: 'undo', operands: 'CONTAINER', count: ONE, help: 'take the last edit back', run: step('undo') },
  { name: 'redo', operands: 'CONTAINER', count: ONE, help: 'make it again', run: step('redo') },
  {
    name: 'delete',
    operands: 'CONTAINER',
    count: ONE,
    help: 'discard the container with all its edits',
    run: remove,
  },
];

export const container: Command = {
  name: 'container',
  summary: 'a writable layer over an image: edit its files, see what copy-on-write makes of it',
  operands: 'VERB …',
  operandCount: { min: 1, max: Number.POSITIVE_INFINITY },
  options: {
    name: { type: 'string', value: 'NAME', help: 'create: a name beside the ID' },
    text: { type: 'string', value: 'TEXT', help: 'write: the content' },
    file: { type: 'string', value: 'FILE', help: 'write: a file of this machine that has the content' },
    mode: { type: 'string', value: 'MODE', help: 'write, mkdir: octal permission bits of what is made' },
    parents: { type: 'boolean', short: 'p', help: 'mkdir: make the folders above as well' },
    symbolic: { type: 'boolean', short: 's', help: 'ln: a symbolic link' },
    recursive: { type: 'boolean', short: 'R', help: 'ls: everything below, not only the folder’s children' },
    as: { type: 'string', value: 'FORM', help: 'diff: docker, overlay or oci' },
  },
  picksImage: true,
  json: `VERB is one of:
${VERBS.map(({ name, operands, help }) => `  ${`${name} ${operands}`.padEnd(28)} ${help}`).join('\n')}
CONTAINER is a name, an ID or its first digits.
create, every edit, undo, redo and delete print the container: {"id", "name", "image": {"path", "id", "names"}, "created",
  "edits", "undone", "volumes"}; so does ls without CONTAINER, one line each.
ls CONTAINER, one line each: {"path", "type", "mode", "uid", "gid", "size", "mtime", "linkTarget"?}
diff, one line each: {"kind": "A" | "C" | "D", "path"}
diff --as overlay: {"path", "type", "whiteout", "opaque", "mode", "uid", "gid", "size", "mtime", "linkTarget"?, "hardlink"?}
diff --as oci: {"name", "type", "mode", "uid", "gid", "size", "mtime", "link"?}`,
  async run(context): Promise<Outcome> {
    const [name, ...operands] = context.operands;
    const verb = VERBS.find((candidate) => candidate.name === name);
    if (!verb)
      throw new OutcropError(
        'bad-request',
        `container has no verb “${name}”; it has ${VERBS.map((one) => one.name).join(', ')}.`,
      );
    if (operands.length < verb.count.min || operands.length > verb.count.max)
      throw new OutcropError(
        'bad-request',
        `container ${verb.name} takes ${verb.operands}: see outcrop container --help.`,
      );
    await verb.run(context, context.engine.containers, operands);
    return 0;
  },
};

async function create(context: CommandContext, containers: Containers, operands: readonly string[]): Promise<void> {
  const image = await loadImage({ ...context, operands });
  const made = await containers.create(image, context.options.text('name') ?? '');
  await writeSummary(context, made.container.summary);
}

async function list(context: CommandContext, containers: Containers, operands: readonly string[]): Promise<void> {
  const [which, path] = operands;
  if (which !== undefined) return listFolder(context, containers, which, path ?? '/');
  const all = await containers.list();
  if (context.options.flag('json')) {
    for (const summary of all) await writeLine(context.out, containerJSON(summary));
    return;
  }
  await writeTable(
    context.out,
    [{ title: 'ID' }, { title: 'NAME' }, { title: 'EDITS', align: 'right' }, { title: 'CREATED' }, { title: 'IMAGE' }],
    all.map(({ id, name, edits, created, image }) => [id, name, String(edits), created, image.names[0] ?? image.path]),
  );
}

async function listFolder(context: CommandContext, containers: Containers, which: string, text: string): Promise<void> {
  const { container: opened } = await open(context, containers, which);
  const { path, node } = found(opened.tree, text);
  for (const row of rows(node, pathTextOf(path), context.options.flag('recursive')))
    if (context.options.flag('json')) await writeLine(context.out, row);
    else
      await context.out.write(
        `${formatMode(row.type, row.mode)} ${`${row.uid}:${row.gid}`.padStart(9)} ${formatBytes(row.size).padStart(8)} ${row.path}${row.linkTarget === undefined ? '' : ` -> ${row.linkTarget}`}\n`,
      );
}

function* rows(
  folder: TreeNode,
  path: string,
  recursive: boolean,
): Iterable<{ path: string } & ReturnType<typeof shownFacts>> {
  for (const [name, node] of folder.children()) {
    const at = shownName(path, name);
    yield { path: at, ...shownFacts(node.facts) };
    if (recursive) yield* rows(node, at, true);
  }
}

function found(tree: TreeNode, text: string): { readonly path: NamePath; readonly node: TreeNode } {
  const path = resolvePath(tree, parsePath(tree, text), true);
  const node = nodeAt(tree, path);
  if (!node) throw notThere(path);
  return { path, node };
}

async function cat(context: CommandContext, containers: Containers, operands: readonly string[]): Promise<void> {
  const [which = '', text = ''] = operands;
  const { container: opened } = await open(context, containers, which);
  const { path, node } = found(opened.tree, text);
  const { facts } = node;
  if (facts.kind !== 'file')
    throw new OutcropError('not-a-file', `${pathTextOf(path)} is a ${facts.kind}; only regular files have content.`);
  if (facts.body.size === 0) return;
  for await (const chunk of opened.read(facts.body)) await context.out.write(chunk);
}

function edit(verb: EditVerb): Verb['run'] {
  return async (context, containers, [which = '', ...operands]) => {
    const { container: opened } = await open(context, containers, which);
    const edits = await verb.edit(opened, operands, context.options);
    for (const one of 'kind' in edits ? [edits] : edits) await opened.apply(one);
    await writeSummary(context, opened.summary);
  };
}

function step(direction: 'undo' | 'redo'): Verb['run'] {
  return async (context, containers, [which = '']) => {
    const { container: opened } = await open(context, containers, which);
    if (!(await opened[direction]()))
      throw new OutcropError(
        'bad-request',
        `There is no edit to ${direction} in container ${which}; “outcrop container diff” shows what it holds.`,
      );
    await writeSummary(context, opened.summary);
  };
}

async function diff(context: CommandContext, containers: Containers, [which = '']: readonly string[]): Promise<void> {
  const { container: opened } = await open(context, containers, which);
  const { out, options } = context;
  const form = options.text('as') ?? 'docker';
  const json = options.flag('json');
  if (form === 'docker')
    for (const change of opened.diff())
      await (json ? writeLine(out, containerChangeJSON(change)) : out.write(`${change.kind} ${change.path}\n`));
  else if (form === 'overlay')
    for (const entry of opened.upper()) {
      const note = entry.whiteout ? 'char 0:0 (whiteout)' : `${entry.type} ${entry.mode} ${entry.uid}:${entry.gid}`;
      const mark = entry.opaque ? '  trusted.overlay.opaque=y' : '';
      await (json ? writeLine(out, upperEntryJSON(entry)) : out.write(`${note.padEnd(22)} ${entry.path}${mark}\n`));
    }
  else if (form === 'oci')
    for (const entry of opened.layer())
      await (json ? writeLine(out, layerTarEntryJSON(entry)) : out.write(`${entry.type.padEnd(8)} ${entry.name}\n`));
  else throw new OutcropError('bad-request', `--as takes docker, overlay or oci, not “${form}”.`);
}

async function remove(context: CommandContext, containers: Containers, [which = '']: readonly string[]): Promise<void> {
  await writeSummary(context, await containers.remove(which));
}

function open(context: CommandContext, containers: Containers, which: string) {
  return containers.open(which, { signal: context.signal, onProgress: context.progress });
}

async function writeSummary(
  { out, options }: CommandContext,
  summary: Parameters<typeof containerJSON>[0],
): Promise<void> {
  if (options.flag('json')) await writeDocument(out, containerJSON(summary));
  else await out.write(`${summary.name || summary.id}\n`);
}
