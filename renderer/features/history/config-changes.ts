import { parseInstruction } from '../../../shared/format/instruction.ts';
import type { HistoryRow } from '../../../shared/model/layer.ts';

/** What a step did to one field of the config, as far as its instruction tells. */
export interface ConfigChange {
  /** `ENV PATH`, `USER`, `EXPOSE 80/tcp` … */
  readonly field: string;
  /** Null: no step before set it. */
  readonly before: string | null;
  readonly after: string;
}

/** Fields that hold one value, which the last step wins. */
const SINGLE: ReadonlySet<string> = new Set([
  'CMD',
  'ENTRYPOINT',
  'HEALTHCHECK',
  'MAINTAINER',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'WORKDIR',
]);
/** Fields that hold a value for each name (`NAME=value`, or `NAME value` of old). */
const NAMED: ReadonlySet<string> = new Set(['ENV', 'LABEL']);
const PAIR = /([^\s=]+)=("(?:[^"\\]|\\.)*"|'[^']*'|(?:\\.|[^\s\\])*)/gy;

/** For each row, what it changed in the config that the rows before it had made; base first, as the rows. */
export function configChanges(rows: readonly HistoryRow[]): readonly (readonly ConfigChange[])[] {
  const known = new Map<string, string>();
  return rows.map(({ createdBy }) =>
    settings(createdBy).map(([field, after]) => {
      const before = known.get(field) ?? null;
      known.set(field, after);
      return { field, before, after };
    }),
  );
}

function settings(createdBy: string): readonly (readonly [field: string, value: string])[] {
  const { keyword, text } = parseInstruction(createdBy);
  if (keyword === null) return [];
  if (SINGLE.has(keyword)) return [[keyword, text.trim()]];
  return NAMED.has(keyword) ? pairs(text.trim()).map(([name, value]) => [`${keyword} ${name}`, value]) : [];
}

/** BuildKit and classic builders write each pair once more as it was; only the first can hold blanks unquoted. */
function pairs(text: string): readonly (readonly [name: string, value: string])[] {
  const found: [string, string][] = [];
  let end = 0;
  PAIR.lastIndex = 0;
  for (let pair = PAIR.exec(text); pair; pair = PAIR.exec(text)) {
    found.push([pair[1]!, bare(pair[2]!)]);
    while (text[PAIR.lastIndex] === ' ' || text[PAIR.lastIndex] === '\t') PAIR.lastIndex++;
    end = PAIR.lastIndex;
  }
  // The builder drops the quotes of a value with blanks: then all of it is one value.
  if (end < text.length) {
    const [, name, value] = /^([^\s=]+)[\s=]([^]*)$/.exec(text) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  }
  return found;
}

function bare(value: string): string {
  return /^(["']).*\1$/s.test(value) ? value.slice(1, -1) : value;
}
