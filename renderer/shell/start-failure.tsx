import { Trans } from '@lingui/react/macro';
import type { WireError } from '../../shared/errors.ts';
import { safeText } from '../../shared/format/safe-text.ts';
import { Button } from '../ui/button.tsx';
import { Logo } from '../ui/logo.tsx';
import styles from './start-failure.module.css';

/** Instead of the window, when the engine could not be reached. */
export function StartFailure({ error }: { error: WireError }) {
  return (
    <main className={styles.screen}>
      <Logo size={52} />
      <h1>
        <Trans>Outcrop could not start</Trans>
      </h1>
      <p role="alert" data-selectable>
        {safeText(error.message)}
      </p>
      <Button look="primary" onClick={() => location.reload()}>
        <Trans>Try again</Trans>
      </Button>
    </main>
  );
}
