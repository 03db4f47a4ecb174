/** Something that can be done by name. */
export interface Command {
  /** Unlike every other's that is offered at the same time. */
  readonly id: string;
  readonly label: string;
  /** Keys that do the same, as written on a keycap. */
  readonly keys?: string;
  readonly run: () => void;
}

/** What the screens that stand can do, for the command palette. */
export interface CommandSources {
  /** @param list asked for each time the palette opens @returns what withdraws it */
  readonly offer: (list: () => readonly Command[]) => () => void;
  /** The newest source first: what lies on top is meant most often. */
  readonly all: () => readonly Command[];
}

/** @returns sources without any command yet */
export function createCommandSources(): CommandSources {
  const sources = new Set<() => readonly Command[]>();
  return {
    offer(list) {
      sources.add(list);
      return () => void sources.delete(list);
    },
    all: () => [...sources].toReversed().flatMap((list) => list()),
  };
}
