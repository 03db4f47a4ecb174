import { Trans } from '@lingui/react/macro';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { safeText } from '../../shared/format/safe-text.ts';
import styles from './failure.module.css';

/** The engine's sentence where there is one: in an oRPC error's `data`, or in the body of a refused fetch. */
export function failureText(error: unknown): string {
  if (error instanceof Error) {
    const data = 'data' in error ? error.data : undefined;
    if (typeof data === 'object' && data !== null && 'message' in data && typeof data.message === 'string')
      return data.message;
    return error.message;
  }
  return String(error);
}

/** An error where it happened, with a way to try again. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <div className={styles.failure} role="alert">
      <Icon name="error" />
      <p data-selectable>{safeText(failureText(error))}</p>
      {onRetry && (
        <Button onClick={onRetry}>
          <Trans>Try again</Trans>
        </Button>
      )}
    </div>
  );
}
