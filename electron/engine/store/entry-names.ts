import { OutcropError } from '../../../shared/errors.ts';
import type { Digest } from '../../../shared/oci/digest.ts';
import { canonicalName, parseReference } from '../../../shared/oci/reference.ts';
import { textField } from '../oci/json.ts';
import type { IndexEntry } from './layout.ts';

const FULL_NAME = 'io.containerd.image.name';
const REFERENCE = 'org.opencontainers.image.ref.name';

/** The name of an entry, as the store writes it. */
export function nameOf({ annotations }: IndexEntry): string | undefined {
  return textField(annotations, FULL_NAME) ?? textField(annotations, REFERENCE) ?? undefined;
}

/** Whether two spellings are of one name. */
export function isSameName(name: string, text: string): boolean {
  return name === text || canonical(name) === canonical(text);
}

function canonical(name: string): string {
  const reference = parseReference(name);
  return reference === undefined ? name : canonicalName(reference);
}

/** A bare word is the tag of an OCI archive as often as a repository: it stays as it is. */
export function fullName(name: string): string {
  return /[:/@]/.test(name) ? canonical(name) : name;
}

/**
 * A name that a person gives an image, fully qualified.
 * @throws OutcropError `bad-request` for what is no name, or one with a digest
 */
export function chosenName(text: string): string {
  const reference = parseReference(text);
  if (!reference)
    throw new OutcropError(
      'bad-request',
      `“${text}” is no image name; write [registry/]repository[:tag] in lower case, such as team/app:1.`,
    );
  if (reference.digest !== null)
    throw new OutcropError('bad-request', `“${text}” holds a digest, which nobody can choose; give a tag instead.`);
  return canonicalName(reference);
}

/** A name stands for one image: it moves. An image that loses its last name stays, nameless, until it is collected. */
export function withImage(
  entries: readonly IndexEntry[],
  described: IndexEntry & { readonly digest: Digest },
  names: readonly string[],
): readonly IndexEntry[] {
  const isReplaced = hasOneOf(names);
  const others = entries.filter((entry) => !isReplaced(entry));
  const named = names.map((name) => ({ ...described, annotations: annotationsOf(name) }));
  return withOrphans(entries, [...others, ...(named.length > 0 ? named : [described])]);
}

/** The same entries without some of their names; an image that loses its last one stays, nameless. */
export function withoutNames(entries: readonly IndexEntry[], names: readonly string[]): readonly IndexEntry[] {
  const isDropped = hasOneOf(names);
  return withOrphans(
    entries,
    entries.filter((entry) => !isDropped(entry)),
  );
}

/** Whether an entry has one of these names, in any spelling. */
function hasOneOf(names: readonly string[]): (entry: IndexEntry) => boolean {
  const wanted = new Set(names.flatMap((name) => [name, canonical(name)]));
  return (entry) => {
    const own = nameOf(entry);
    return own !== undefined && (wanted.has(own) || wanted.has(canonical(own)));
  };
}

/** An image has one nameless entry, and none beside its names. */
function withOrphans(before: readonly IndexEntry[], next: readonly IndexEntry[]): readonly IndexEntry[] {
  const left = new Set(next.map(({ digest }) => digest));
  const orphans = before.filter(({ digest }) => !left.has(digest));
  const all: readonly IndexEntry[] = [...next, ...orphans.map((entry) => ({ ...entry, annotations: {} }))];
  const seen = new Set(all.filter((entry) => nameOf(entry) !== undefined).map(({ digest }) => digest));
  return all.filter((entry) => {
    if (nameOf(entry) !== undefined) return true;
    const isFirst = !seen.has(entry['digest']);
    seen.add(entry['digest']);
    return isFirst;
  });
}

/** skopeo finds an image by the reference, containerd by the full name, which a bare word is not. */
function annotationsOf(name: string): Readonly<Record<string, string>> {
  return { ...(/[:@]/.test(name) && { [FULL_NAME]: name }), [REFERENCE]: name };
}
