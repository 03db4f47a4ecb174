/** How a pattern is read. `regex` is RE2 syntax: no look-around and no back-references, linear time. */
export const PATTERN_KINDS = ['text', 'glob', 'regex'] as const;
export type PatternKind = (typeof PATTERN_KINDS)[number];
