import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { safeText } from '../../../shared/format/safe-text.ts';
import { useApp } from '../../app-context.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Logo } from '../../ui/logo.tsx';
import { baseName, shortName } from '../../ui/image-words.ts';
import { openSource } from './open-source.ts';
import { Strata } from './strata-picture.tsx';
import styles from './start-screen.module.css';

interface StartScreenProps {
  readonly onOpen: (folder: boolean) => void;
}

/** What is seen before an image is open: ways to open one, and what was open before. */
export function StartScreen({ onOpen }: StartScreenProps) {
  const app = useApp();
  return (
    <div className={styles.screen}>
      <Strata />
      <div className={styles.columns}>
        <section className={styles.start} aria-labelledby="start-title">
          <Logo size={52} />
          <h1 id="start-title">Outcrop</h1>
          <p className={styles.lead}>
            <Trans>
              See every layer of a container image: what each added, changed and removed, and what still lies hidden
              inside.
            </Trans>
          </p>
          <div className={styles.actions}>
            <Button look="primary" icon="archive" onClick={() => onOpen(false)}>
              <Trans>Open image file…</Trans>
            </Button>
            <Button icon="folder" onClick={() => onOpen(true)}>
              <Trans>Open folder…</Trans>
            </Button>
            <Button icon="sample" onClick={() => void openSource(app, { kind: 'sample' })}>
              <Trans>Explore the sample image</Trans>
            </Button>
          </div>
          <p className={styles.hint}>
            <Icon name="drop" />
            <span>
              <Trans>
                Or drop a file anywhere in this window. docker save, OCI archives and folders, and plain root file
                system tars open in place; nothing is unpacked.
              </Trans>
            </span>
          </p>
        </section>
        <Recent />
      </div>
    </div>
  );
}

function Recent() {
  const app = useApp();
  const { t } = useLingui();
  const [recent, setRecent] = useState(app.host.recent);
  useEffect(() => {
    const abort = new AbortController();
    // What was opened in this window is recent as well; without an answer the list of the start stands.
    app.connection.client.host.info(undefined, { signal: abort.signal }).then(
      (host) => setRecent(host.recent),
      () => {},
    );
    return () => abort.abort();
  }, [app]);
  const forget = (path: string) => {
    app.connection.client.host.forgetRecent({ path }).then(setRecent, () => {});
  };
  return (
    <section className={styles.recent} aria-labelledby="recent-title">
      <h2 id="recent-title">
        <Trans>Recent</Trans>
      </h2>
      {recent.length === 0 ? (
        <p className={styles.nothing}>
          <Trans>Images you open are listed here. To get one, run:</Trans>
          <code data-selectable>docker save -o busybox.tar busybox</code>
        </p>
      ) : (
        <ul>
          {recent.map(({ path, names }) => (
            <li key={path} className={styles.item}>
              <button type="button" title={safeText(path)} onClick={() => void openSource(app, { kind: 'path', path })}>
                <Icon name="box" />
                <span className={styles.name}>
                  {names[0] === undefined ? safeText(baseName(path)) : shortName(names[0])}
                </span>
                <span className={styles.more}>{names.length > 1 && `+${names.length - 1}`}</span>
                <span className={styles.path}>
                  <bdi>{safeText(path)}</bdi>
                </span>
              </button>
              <IconButton
                icon="close"
                label={t`Remove ${baseName(path)} from this list`}
                onClick={() => forget(path)}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
