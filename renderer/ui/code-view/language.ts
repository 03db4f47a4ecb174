import { LanguageDescription } from '@codemirror/language';
import { languages } from '@codemirror/language-data';

/** Interpreters by the last word of a `#!` line, without its version. */
const INTERPRETERS: Readonly<Record<string, string>> = {
  sh: 'Shell',
  bash: 'Shell',
  dash: 'Shell',
  ash: 'Shell',
  zsh: 'Shell',
  python: 'Python',
  perl: 'Perl',
  node: 'JavaScript',
  ruby: 'Ruby',
  php: 'PHP',
  lua: 'Lua',
  tclsh: 'Tcl',
};

/** Names that a root file system is full of and that no extension tells. */
const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/^(?:\.?(?:bash|zsh|ksh)(?:rc|_profile|_logout|env)|\.?profile|\.?zprofile|environment)$/, 'Shell'],
  [/\.(?:preinst|postinst|prerm|postrm|config)$/, 'Shell'],
  [/^nginx\.conf$/, 'Nginx'],
  [/\.(?:service|socket|timer|target|mount|slice|conf|cfg|cnf|desktop|repo|pc)$/, 'Properties files'],
  [/^(?:Dockerfile|Containerfile)(?:\..+)?$/i, 'Dockerfile'],
  [/\.(?:jsonl|ndjson|map|webmanifest)$/, 'JSON'],
  [/^(?:Makefile|GNUmakefile)$/, 'CMake'],
];

/** What to look for in the list of languages: names, best first. The file's first line decides over its name. */
export function languageNames(fileName: string, firstLine: string): readonly string[] {
  const interpreter = INTERPRETERS[programOf(firstLine).replace(/[\d.]+$/, '')];
  const named = BY_NAME.filter(([pattern]) => pattern.test(fileName)).map(([, name]) => name);
  return [...(interpreter ? [interpreter] : []), ...named];
}

/** The language of a file, whose parser is not loaded yet. Undefined when none fits. */
export function findLanguage(fileName: string, firstLine: string): LanguageDescription | undefined {
  for (const name of languageNames(fileName, firstLine)) {
    const found = languages.find((language) => language.name === name);
    if (found) return found;
  }
  return LanguageDescription.matchFilename(languages, fileName) ?? undefined;
}

/** The interpreter of `#!/usr/bin/env -S node --flag`: `node`. Empty when the line is no `#!`. */
function programOf(firstLine: string): string {
  if (!firstLine.startsWith('#!')) return '';
  const [path = '', ...rest] = firstLine.slice(2).trim().split(/\s+/);
  const program = path.slice(path.lastIndexOf('/') + 1);
  return program === 'env' ? (rest.find((word) => !word.startsWith('-')) ?? '') : program;
}
