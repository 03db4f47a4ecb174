import { Trans } from '@lingui/react/macro';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { safeText } from '../../shared/format/safe-text.ts';
import styles from './failure.module.css';

/** The engine's sentence where there is one: in an oRPC error's `data`, in the body of a refused fetch, in a WireError. */
export function failureText(error: unknown): string {
  const data = error instanceof Error && 'data' in error ? error.data : undefined;
  return messageOf(data) ?? messageOf(error) ?? String(error);
}

function messageOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('message' in value)) return undefined;
  return typeof value.message === 'string' ? value.message : undefined;
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
