import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { assertNever } from '../../../shared/assert.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { CertificateItem, CertificatesSummary } from '../../../shared/model/content-summary.ts';
import { Icon, type IconName } from '../icon.tsx';
import { Notice } from '../notice.tsx';
import styles from './summary-view.module.css';

type Certificate = Extract<CertificateItem, { kind: 'certificate' }>;

/** So few are shown open. */
const OPEN = 2;

/** Certificates and keys of a file, in its order. */
export function CertificateList({ summary: { items, total, problem } }: { summary: CertificatesSummary }) {
  const { t } = useLingui();
  const shown = items.length;
  return (
    <div className={styles.facts} role="region" aria-label={t`Certificates`} tabIndex={0}>
      {problem !== null && <Notice kind="warning">{safeText(problem)}</Notice>}
      <p className={styles.lead}>
        <Plural value={total} one="# certificate or key" other="# certificates and keys" />
        {shown < total && (
          <>
            {' · '}
            <Trans>the first {shown} are shown</Trans>
          </>
        )}
      </p>
      <ol className={styles.items}>
        {items.map((item, at) => (
          <li key={at}>
            <Item item={item} open={total <= OPEN} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Item({ item, open }: { item: CertificateItem; open: boolean }) {
  switch (item.kind) {
    case 'certificate':
      return <CertificateFacts certificate={item} open={open} />;
    case 'private-key':
      return (
        <Line icon="warning" alert>
          <Trans>Private key</Trans> · {item.encrypted ? <Trans>encrypted</Trans> : <Trans>not encrypted</Trans>}
          <span className={styles.aside}>{item.label}</span>
        </Line>
      );
    case 'malformed':
      return (
        <Line icon="error">
          <Trans>Cannot be read</Trans>
          <span className={styles.aside}>{safeText(item.message)}</span>
        </Line>
      );
    case 'other':
      return <Line icon="file">{item.label}</Line>;
    default:
      return assertNever(item);
  }
}

function Line({ icon, alert = false, children }: { icon: IconName; alert?: boolean; children: ReactNode }) {
  return (
    <p className={styles.line} data-alert={alert || undefined}>
      <Icon name={icon} size={14} />
      <span>{children}</span>
    </p>
  );
}

function CertificateFacts({ certificate, open }: { certificate: Certificate; open: boolean }) {
  const { t } = useLingui();
  const { subject, issuer, validFrom, validTo, altNames, key, serial, fingerprint, ca, selfIssued } = certificate;
  const rows: readonly (readonly [string, string])[] = [
    [t`Subject`, subject],
    [t`Issuer`, selfIssued ? t`itself` : issuer],
    [t`Valid from`, validFrom],
    [t`Valid to`, validTo],
    [t`Names`, altNames.join('\n')],
    [t`Key`, key ?? t`unknown`],
    [t`May sign others`, ca ? t`yes` : t`no`],
    [t`Serial number`, serial],
    ['SHA-256', fingerprint],
  ];
  return (
    <details className={styles.certificate} open={open}>
      <summary>
        <Icon name="chevron-right" size={14} />
        <span className={styles.subject}>{safeText(commonName(subject))}</span>
        <Validity from={validFrom} to={validTo} />
      </summary>
      <dl className={styles.table}>
        {rows
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd data-selectable>
                <code>{value.split('\n').map(safeText).join('\n')}</code>
              </dd>
            </div>
          ))}
      </dl>
    </details>
  );
}

/** By the reader's clock at the time it is first shown. */
function Validity({ from, to }: { from: string; to: string }) {
  const [now] = useState(() => Date.now());
  if (Date.parse(to) < now)
    return (
      <span className={styles.chip} data-alert>
        <Trans>expired</Trans>
      </span>
    );
  if (Date.parse(from) > now)
    return (
      <span className={styles.chip} data-alert>
        <Trans>not valid yet</Trans>
      </span>
    );
  const until = to.slice(0, 10);
  return (
    <span className={styles.aside}>
      <Trans>until {until}</Trans>
    </span>
  );
}

/** The CN of a name, else its O, else all of it. */
function commonName(name: string): string {
  return /(?:^|, )CN=((?:\\.|[^,\\])*)/.exec(name)?.[1] ?? /(?:^|, )O=((?:\\.|[^,\\])*)/.exec(name)?.[1] ?? name;
}
