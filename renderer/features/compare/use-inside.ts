import { useMemo } from 'react';
import type { OutcropClient } from '../../host/connect.ts';
import type { InsideTeller } from '../../ui/content-difference/inside.ts';

/** Asks what differs inside a file that both sides have. Keeps its identity */
export function useInside(client: OutcropClient, compare: string, pathID: number): InsideTeller {
  return useMemo(
    () => ({
      describe: (signal) => client.compare.content({ compare, pathID }, { signal }),
      async members(start, end, signal) {
        const { members } = await client.compare.members({ compare, pathID, start, end }, { signal });
        return members;
      },
    }),
    [client, compare, pathID],
  );
}
