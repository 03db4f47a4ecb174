import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button, IconButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { LoadState } from './image-load.ts';

interface ClaimsNoticeProps {
  readonly claims: LoadState['claims'];
  /** Nobody reads the layers at the moment. */
  readonly isStopped: boolean;
  readonly onWarnings: () => void;
}

/** Says that the tree is a claim while it is one, and afterwards when the claim was wrong. */
export function ClaimsNotice({ claims, isStopped, onWarnings }: ClaimsNoticeProps) {
  const { t } = useLingui();
  const [dismissed, setDismissed] = useState(false);
  if (claims === 'shown')
    return (
      <Notice kind="info">
        {isStopped ? (
          <Trans>Shown as the layers’ own tables of contents say; the layers were not read to the end.</Trans>
        ) : (
          <Trans>Shown as the layers’ own tables of contents say, until the layers are read.</Trans>
        )}
      </Notice>
    );
  if (claims !== 'differed' || dismissed) return null;
  return (
    <Notice
      kind="warning"
      actions={
        <>
          <Button onClick={onWarnings}>
            <Trans>Warnings</Trans>
          </Button>
          <IconButton icon="close" label={t`Dismiss`} onClick={() => setDismissed(true)} />
        </>
      }
    >
      <Trans>A table of contents said otherwise than its layer. What you see now was read from the layers.</Trans>
    </Notice>
  );
}
