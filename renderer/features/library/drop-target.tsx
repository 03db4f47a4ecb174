import { Trans } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { useApp } from '../../app-context.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './drop-target.module.css';
import { openDropped } from './open-source.ts';

/** Opens files dropped anywhere in the window, and shows that it would. */
export function DropTarget() {
  const app = useApp();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    // Entering a child leaves its parent: only the count knows whether the window was left.
    let depth = 0;
    const listen = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', react: (event: DragEvent) => void) =>
      window.addEventListener(
        type,
        (event) => {
          if (!event.dataTransfer?.types.includes('Files')) return;
          event.preventDefault();
          react(event);
        },
        { signal },
      );
    listen('dragenter', () => {
      depth += 1;
      setOver(true);
    });
    listen('dragover', (event) => {
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    });
    listen('dragleave', () => {
      depth -= 1;
      if (depth <= 0) setOver(false);
    });
    listen('drop', (event) => {
      depth = 0;
      setOver(false);
      void openDropped(app, [...(event.dataTransfer?.files ?? [])]);
    });
    return () => abort.abort();
  }, [app]);
  return (
    over && (
      <div className={styles.overlay}>
        <div className={styles.card}>
          <Icon name="drop" size={28} />
          <Trans>Drop to open</Trans>
        </div>
      </div>
    )
  );
}
