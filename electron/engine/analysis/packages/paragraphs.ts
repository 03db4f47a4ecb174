/** Fields of one paragraph; a repeated field keeps its first value. */
export type Paragraph = ReadonlyMap<string, string>;

/** `Key: value` paragraphs divided by blank lines, as dpkg, opkg and mail headers write them (deb822). Lower-case keys. */
export function* readParagraphs(text: string): Iterable<Paragraph> {
  let fields = new Map<string, string>();
  let last: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') {
      if (fields.size > 0) yield fields;
      fields = new Map();
      last = undefined;
      continue;
    }
    if (line[0] === ' ' || line[0] === '\t') {
      if (last !== undefined) fields.set(last, `${fields.get(last) ?? ''}\n${line.slice(1)}`);
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    last = line.slice(0, colon).toLowerCase();
    if (fields.has(last)) last = undefined;
    else fields.set(last, line.slice(colon + 1).trim());
  }
  if (fields.size > 0) yield fields;
}
