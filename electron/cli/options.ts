import { parseArgs } from 'node:util';
import { OutcropError } from '../../shared/errors.ts';

export interface OptionSpec {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  /** May be given several times. */
  readonly multiple?: true;
  /** The value's name in the help: `N`. */
  readonly value?: string;
  readonly help: string;
}
export type OptionTable = Readonly<Record<string, OptionSpec>>;

export const COMMON_OPTIONS: OptionTable = {
  json: { type: 'boolean', help: 'print JSON for scripts instead of text' },
  help: { type: 'boolean', short: 'h', help: 'show this help' },
  limit: {
    type: 'string',
    value: 'NAME=N',
    multiple: true,
    help: 'another limit than the default; “outcrop limits” lists them',
  },
};

export const IMAGE_OPTIONS: OptionTable = {
  image: { type: 'string', value: 'NAME|ID|N', help: 'which image, when the file holds several' },
  platform: { type: 'string', value: 'OS/ARCH[/VARIANT]', help: 'which platform, when it has several' },
};

/** The values of one command's options, each already known to be of its declared type. */
export interface Options {
  flag(name: string): boolean;
  text(name: string): string | undefined;
  /** Of an option that may be given several times, in order. */
  texts(name: string): readonly string[];
  /** A whole number, 0 or more. @throws OutcropError `bad-request` */
  count(name: string): number | undefined;
}

export interface ParsedArguments {
  readonly options: Options;
  readonly operands: readonly string[];
}

/** @throws OutcropError `bad-request` on an option the table does not have, or one without its value */
export function parseOptions(args: readonly string[], table: OptionTable): ParsedArguments {
  const { values, positionals } = parse(args, table);
  const text = (name: string) => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    operands: positionals,
    options: {
      flag: (name) => values[name] === true,
      text,
      texts(name) {
        const value = values[name];
        return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
      },
      count(name) {
        const value = text(name);
        if (value === undefined) return undefined;
        const number = Number(value);
        if (!/^\d+$/.test(value) || !Number.isSafeInteger(number))
          throw new OutcropError('bad-request', `--${name} wants a whole number, 0 or more, not “${value}”.`);
        return number;
      },
    },
  };
}

/**
 * Where the first operand stands, so that options may come before the command.
 * @param table every option that any command has, to know which ones take a value
 * @returns -1 when there is none
 */
export function firstOperand(args: readonly string[], table: OptionTable): number {
  const { tokens } = parseArgs({ args, options: table, strict: false, allowPositionals: true, tokens: true });
  return tokens.find((token) => token.kind === 'positional')?.index ?? -1;
}

function parse(args: readonly string[], table: OptionTable) {
  try {
    return parseArgs({ args, options: table, strict: true, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's messages end in advice over several sentences; the first one says what is wrong.
    const [fact = error.message] = error.message.split(/\.\s/, 1);
    throw new OutcropError('bad-request', `${fact.replace(/\.$/, '')}; see outcrop COMMAND --help.`, undefined, error);
  }
}
