import { OutcropError } from '../../../shared/errors.ts';
import { arrayField, field, isRecord, type JsonRecord } from '../oci/json.ts';
import type { WritableLayer } from './writable-image.ts';

/** A row for a config's history; what is left out is not written. */
export interface NewHistory {
  /** RFC 3339. */
  readonly created: string;
  readonly createdBy: string;
  readonly author?: string | undefined;
  readonly comment?: string | undefined;
}

/** The config of layers that came without one: a file system and nothing said about running it. */
export function newConfig(layers: readonly WritableLayer[]): Buffer {
  return Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffID }) => diffID) },
      history: layers.map(() => ({ created_by: 'imported' })),
    }),
  );
}

/**
 * Another config for other layers. Keys that Outcrop does not know stay as they are and where they are; what speaks of
 * the container that the image was once committed from goes.
 */
export function changedConfig(
  config: JsonRecord,
  layers: readonly WritableLayer[],
  change: {
    readonly history?: readonly unknown[];
    readonly runtime?: JsonRecord;
    readonly created?: string;
    readonly author?: string | undefined;
  },
): Buffer {
  const { container: _, container_config: __, ...kept } = config;
  const next = {
    ...kept,
    ...(change.created !== undefined && { created: change.created }),
    ...(change.author !== undefined && { author: change.author }),
    ...(change.runtime && { config: change.runtime }),
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffID }) => diffID) },
    ...(change.history && { history: change.history }),
  };
  return Buffer.from(JSON.stringify(next));
}

export function historyOf(config: JsonRecord): readonly unknown[] {
  return arrayField(config, 'history');
}

/** As image-spec config.md spells it. */
export function historyRow({ created, createdBy, author, comment }: NewHistory): JsonRecord {
  return {
    created,
    created_by: createdBy,
    ...(author !== undefined && { author }),
    ...(comment !== undefined && { comment }),
  };
}

/** `config.config`, changed by Dockerfile instructions as `docker commit --change` takes them. */
export function changedRuntime(config: JsonRecord, changes: readonly string[]): JsonRecord {
  const runtime = field(config, 'config');
  return changes.reduce(applyChange, isRecord(runtime) ? runtime : {});
}

function applyChange(runtime: JsonRecord, change: string): JsonRecord {
  const [, word = '', rest = ''] = /^\s*(\S+)\s*([\s\S]*?)\s*$/.exec(change) ?? [];
  switch (word.toUpperCase()) {
    case 'ENV':
      return { ...runtime, Env: withEnv(arrayField(runtime, 'Env'), pairs(change, rest)) };
    case 'LABEL':
      return { ...runtime, Labels: { ...record(runtime, 'Labels'), ...Object.fromEntries(pairs(change, rest)) } };
    case 'CMD':
      return { ...runtime, Cmd: command(rest) };
    case 'ENTRYPOINT':
      return { ...runtime, Entrypoint: command(rest) };
    case 'USER':
      return { ...runtime, User: needed(change, rest) };
    case 'WORKDIR':
      return { ...runtime, WorkingDir: workdir(field(runtime, 'WorkingDir'), needed(change, rest)) };
    case 'EXPOSE':
      return { ...runtime, ExposedPorts: { ...record(runtime, 'ExposedPorts'), ...keys(ports(change, rest)) } };
    case 'VOLUME':
      return { ...runtime, Volumes: { ...record(runtime, 'Volumes'), ...keys(list(change, rest)) } };
    case 'ONBUILD':
      return { ...runtime, OnBuild: [...arrayField(runtime, 'OnBuild'), needed(change, rest)] };
    default:
      throw refused(change, 'is none of CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, ONBUILD, USER, VOLUME and WORKDIR');
  }
}

const record = (runtime: JsonRecord, key: string): JsonRecord => {
  const found = field(runtime, key);
  return isRecord(found) ? found : {};
};
const keys = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, {}]));

/** `A=b "C d"=e`, or the old form `A b c`. */
function pairs(change: string, text: string): (readonly [string, string])[] {
  const words = [...text.matchAll(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+/g)].map(([word]) => word);
  if (words.length === 0) throw refused(change, 'needs NAME=VALUE');
  if (!words[0]!.includes('=')) {
    const [, name = '', value] = /^(\S+)\s+([\s\S]+)$/.exec(text) ?? [];
    if (value === undefined) throw refused(change, 'needs NAME=VALUE');
    return [[name, value]];
  }
  return words.map((word) => {
    const plain = unquoted(word);
    const cut = plain.indexOf('=');
    if (cut <= 0) throw refused(change, 'needs NAME=VALUE');
    return [plain.slice(0, cut), plain.slice(cut + 1)];
  });
}

function unquoted(word: string): string {
  return word.replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g, (_, double, single, escaped) => {
    if (escaped !== undefined) return String(escaped);
    return single === undefined ? String(double).replaceAll(/\\(.)/g, '$1') : String(single);
  });
}

function withEnv(env: readonly unknown[], changes: readonly (readonly [string, string])[]): string[] {
  const known = new Map(env.flatMap((line) => (typeof line === 'string' ? [[line.split('=', 1)[0]!, line]] : [])));
  for (const [name, value] of changes) known.set(name, `${name}=${value}`);
  return [...known.values()];
}

/** The exec form is JSON; anything else goes through the shell. */
function command(text: string): readonly string[] | null {
  if (text === '') return null;
  if (text.startsWith('[')) {
    try {
      const words: unknown = JSON.parse(text);
      if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
    } catch {
      // A shell command may begin with a bracket, as `[ -f x ]` does.
    }
  }
  return ['/bin/sh', '-c', text];
}

function list(change: string, text: string): string[] {
  const words = text.startsWith('[') ? (command(text) ?? []) : text.split(/\s+/);
  if (words[0] === undefined || words[0] === '' || words[0] === '/bin/sh') throw refused(change, 'needs a path');
  return [...words];
}

function ports(change: string, text: string): string[] {
  return text.split(/\s+/).map((port) => {
    const [, numbers, protocol = 'tcp'] = /^(\d{1,5}(?:-\d{1,5})?)(?:\/(tcp|udp|sctp))?$/.exec(port) ?? [];
    if (numbers === undefined) throw refused(change, 'needs ports such as 80 or 53/udp');
    return `${numbers}/${protocol}`;
  });
}

/** A relative one goes on from the one before, as in a Dockerfile. */
function workdir(before: unknown, path: string): string {
  if (path.startsWith('/')) return path;
  return `${typeof before === 'string' ? before.replace(/\/+$/, '') : ''}/${path}`;
}

function needed(change: string, text: string): string {
  if (text === '') throw refused(change, 'needs a value');
  return text;
}

function refused(change: string, why: string): OutcropError {
  return new OutcropError('bad-request', `The change “${change}” ${why}; write it as in a Dockerfile.`);
}
