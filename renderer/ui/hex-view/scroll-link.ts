/** Keeps hex views on the same offset. Each view tells where it scrolled, and is told where the others did. */
export interface ScrollLink {
  /** @param offset bytes, of the first row on the screen */
  readonly tell: (teller: object, offset: number) => void;
  readonly join: (member: object, follow: (offset: number) => void) => () => void;
}

export function createScrollLink(): ScrollLink {
  const members = new Map<object, (offset: number) => void>();
  return {
    tell(teller, offset) {
      for (const [member, follow] of members) if (member !== teller) follow(offset);
    },
    join(member, follow) {
      members.set(member, follow);
      return () => members.delete(member);
    },
  };
}
