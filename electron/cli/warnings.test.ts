import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '../../shared/errors.ts';
import { TAR_WARNINGS } from '../engine/tar/tar-warnings.ts';
import { MERGE_WARNINGS } from '../engine/union/warnings.ts';

const electron = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, electron), 'utf8');

/** Codes that the source writes as `code: '…'` and that are no error's; made-up ones are listed. */
function codesInSource(): string[] {
  const errors: ReadonlySet<string> = new Set(ERROR_CODES);
  const files = ['engine', 'cli'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, electron), { recursive: true, encoding: 'utf8' }).map(
      (name) => `${folder}/${name}`,
    ),
  );
  const literal = files
    .filter((path) => path.endsWith('.ts') && !/\.test|test-|\.fuzz/.test(path))
    .flatMap((path) => [...read(path).matchAll(/\bcode: '([a-z0-9-]+)'/g)].map((match) => match[1]!));
  const made = [
    'layer-absent',
    'layer-damaged',
    'gzip-trailing-data',
    'zstd-trailing-data',
    'bad-manifest',
    'digest-mismatch',
  ];
  return [
    ...literal.filter((code) => !errors.has(code)),
    ...made,
    ...Object.keys(TAR_WARNINGS),
    ...Object.keys(MERGE_WARNINGS),
  ];
}

test('README.md has one sentence for every warning', () => {
  const section = read('cli/README.md').split('\n## Warnings\n')[1] ?? '';
  const told = new Map(
    [...section.matchAll(/^\| `([a-z0-9-]+)` +\| (.+?) +\|$/gm)].map((match) => [match[1]!, match[2]!]),
  );
  expect([...new Set(codesInSource())].filter((code) => !told.has(code)).toSorted()).toEqual([]);
  for (const sentence of told.values()) expect(sentence).toMatch(/^[A-Z].*\.$/);
});
