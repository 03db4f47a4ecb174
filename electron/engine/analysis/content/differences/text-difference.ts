import { createPageDecoder, guessEncoding } from '../../../../../shared/format/text-encoding.ts';
import type { ContentDifference, TextForm } from '../../../../../shared/model/content-difference.ts';

interface Text {
  readonly form: TextForm;
  readonly text: string;
}

export type TextDifference = Pick<ContentDifference, 'textBefore' | 'textAfter' | 'textDiffersIn'>;

export const NO_TEXT: TextDifference = { textBefore: null, textAfter: null, textDiffersIn: null };

/** How two texts are stored, and what is left of their difference when they are read. @param before whole files */
export function textDifference(before: Uint8Array, after: Uint8Array): TextDifference {
  const a = readText(before);
  const b = readText(after);
  const forms = { textBefore: a?.form ?? null, textAfter: b?.form ?? null };
  if (!a || !b) return { ...forms, textDiffersIn: null };
  if (withLF(a.text) !== withLF(b.text)) return { ...forms, textDiffersIn: 'content' };
  const isStoredAlike = a.form.encoding === b.form.encoding && a.form.bom === b.form.bom;
  if (!isStoredAlike) return { ...forms, textDiffersIn: 'encoding' };
  return { ...forms, textDiffersIn: a.text === b.text ? null : 'line-ends' };
}

function readText(bytes: Uint8Array): Text | undefined {
  const guess = guessEncoding(bytes, true);
  if (guess.kind === 'binary') return undefined;
  const text = createPageDecoder(guess.encoding)(bytes, true);
  return { form: { encoding: guess.encoding, bom: guess.bom > 0, lineEnds: lineEndsOf(text) }, text };
}

function lineEndsOf(text: string): TextForm['lineEnds'] {
  const crlf = text.includes('\r\n');
  const lf = /(?:^|[^\r])\n/.test(text);
  const cr = /\r(?!\n)/.test(text);
  const kinds = Number(crlf) + Number(lf) + Number(cr);
  if (kinds !== 1) return kinds === 0 ? 'none' : 'mixed';
  return crlf ? 'crlf' : lf ? 'lf' : 'cr';
}

function withLF(text: string): string {
  return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
}
