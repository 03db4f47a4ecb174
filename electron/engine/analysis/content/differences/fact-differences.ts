import type { FactDifference } from '../../../../../shared/model/content-difference.ts';
import type { CertificateItem, ContentSummary } from '../../../../../shared/model/content-summary.ts';

type Fact = string | readonly string[] | null;
type WithFacts = Extract<ContentSummary, { readonly kind: 'elf' | 'pe' | 'mach-o' | 'certificates' }>;

export function hasFacts(summary: ContentSummary): summary is WithFacts {
  return ['elf', 'pe', 'mach-o', 'certificates'].includes(summary.kind);
}

/** Facts of two files of one kind that differ, in the order of the summary. */
export function factDifferences(before: WithFacts, after: WithFacts): readonly FactDifference[] {
  const a = factsOf(before);
  const b = factsOf(after);
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((fact): FactDifference[] => {
    const old = a.get(fact) ?? null;
    const now = b.get(fact) ?? null;
    if (Array.isArray(old) || Array.isArray(now)) {
      const [was, is] = [asList(old), asList(now)];
      const removed = without(was, is);
      const added = without(is, was);
      return removed.length + added.length === 0 ? [] : [{ kind: 'list', fact, added, removed }];
    }
    return old === now ? [] : [{ kind: 'value', fact, before: old as string | null, after: now as string | null }];
  });
}

/** Of a summary, what is about the summary. */
const NO_FACTS: ReadonlySet<string> = new Set(['kind', 'problem', 'total']);

/** Each as text; those of an object inside under both names. */
function factsOf(summary: WithFacts): Map<string, Fact> {
  const facts = new Map<string, Fact>();
  const add = (name: string, value: unknown): void => {
    if (Array.isArray(value)) facts.set(name, value.map(itemText));
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) add(`${name}.${key}`, inner);
    else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      facts.set(name, String(value));
  };
  for (const [name, value] of Object.entries(summary)) if (!NO_FACTS.has(name)) add(name, value);
  return facts;
}

function itemText(item: string | CertificateItem | { readonly machine: string; readonly type: string }): string {
  if (typeof item === 'string') return item;
  if (!('kind' in item)) return `${item.machine} ${item.type}`;
  switch (item.kind) {
    case 'certificate':
      return `${item.subject}, ${item.validFrom} – ${item.validTo}, ${item.fingerprint}`;
    case 'malformed':
      return `${item.label}: ${item.message}`;
    default:
      return item.label;
  }
}

const asList = (fact: Fact): readonly string[] => (Array.isArray(fact) ? fact : fact === null ? [] : [fact as string]);

/** Each as often as it is there more often. */
function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const item of other) left.set(item, (left.get(item) ?? 0) + 1);
  return list.filter((item) => {
    const count = left.get(item) ?? 0;
    left.set(item, count - 1);
    return count <= 0;
  });
}
