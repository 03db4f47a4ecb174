import { useCallback, useState } from 'react';
import type { ReviewProgress, UnionID } from '../../../shared/model/compare.ts';
import { useApp } from '../../app-context.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';

/** Marks on what someone has seen to. */
export interface Review {
  readonly progress: ReviewProgress;
  /** Marks a path and all that differs below it, or takes the marks away. */
  readonly mark: (pathID: UnionID, reviewed: boolean) => void;
}

/** @param subject of the comparison, where a failure is told @param onMarked rows know more now */
export function useReview(
  { compare, reviewed, subject }: { compare: string; reviewed: ReviewProgress; subject: string },
  onMarked: () => void,
): Review {
  const { activity, connection } = useApp();
  const { client } = connection;
  const [progress, setProgress] = useState(reviewed);
  const mark = useCallback(
    (pathID: UnionID, isReviewed: boolean) => {
      const run = async () => {
        try {
          setProgress(await client.compare.review({ compare, pathID, reviewed: isReviewed }));
          onMarked();
        } catch (error) {
          activity.getState().fail(subject, wireErrorOf(error));
        }
      };
      void run();
    },
    [client, compare, activity, subject, onMarked],
  );
  return { progress, mark };
}
