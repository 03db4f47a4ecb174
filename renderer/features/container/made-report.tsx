import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { LayerReport, MadeImage } from '../../../shared/model/container.ts';
import { shortDigest } from '../../../shared/oci/digest.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { shortName } from '../../ui/image-words.ts';
import styles from './made-report.module.css';

const MOST_PURGED = 50;

/** What became of each layer of a new image, in digests and bytes. */
export function MadeReport({ made }: { made: MadeImage }) {
  const { t } = useLingui();
  const { report, names, diffIDs, purged } = made;
  const words: Readonly<Record<LayerReport['state'], string>> = {
    kept: t`kept`,
    new: t`new`,
    rewritten: t`rewritten`,
    squashed: t`squashed`,
  };
  const top = report.layers.find(({ state, index }) => state === 'new' && index !== null);
  const topDiffID = top?.index === undefined || top.index === null ? undefined : diffIDs[top.index];
  const more = purged.length - MOST_PURGED;
  return (
    <div className={styles.report}>
      <dl className={styles.facts}>
        {names.length > 0 && (
          <>
            <dt>{t`Name`}</dt>
            <dd>{names.map(shortName).join(', ')}</dd>
          </>
        )}
        <Digest name={t`Image ID`} digest={report.id} />
        {topDiffID !== undefined && <Digest name={t`diffID of the new layer`} digest={topDiffID} />}
        {top && (
          <>
            <dt>{t`Size of the new layer`}</dt>
            <dd>{formatBytes(top.bytesAfter)}</dd>
          </>
        )}
        <dt>{t`Bytes of all layers`}</dt>
        <dd>
          {formatBytes(report.bytesBefore)} → {formatBytes(report.bytesAfter)}
        </dd>
      </dl>
      {purged.length > 0 && (
        <>
          <h3>
            <Plural
              value={purged.length}
              one="# path is in no byte of the new image"
              other="# paths are in no byte of the new image"
            />
          </h3>
          <ul className={styles.purged}>
            {purged.slice(0, MOST_PURGED).map(({ path, layer, size }) => (
              <li key={`${layer} ${path}`}>
                <bdi>{safeText(path)}</bdi>
                <span>
                  <Trans>
                    layer {layer}, {formatBytes(size)}
                  </Trans>
                </span>
              </li>
            ))}
          </ul>
          {more > 0 && <Plural value={more} one="and # more" other="and # more" />}
        </>
      )}
      <table className={styles.layers}>
        <thead>
          <tr>
            <th scope="col">{t`Was`}</th>
            <th scope="col">{t`Now`}</th>
            <th scope="col">{t`State`}</th>
            <th scope="col">{t`Bytes`}</th>
            <th scope="col">{t`Digest`}</th>
          </tr>
        </thead>
        <tbody>
          {report.layers.map(({ was, index, state, bytesBefore, bytesAfter, digestBefore, digestAfter }) => (
            <tr key={`${was} ${index}`} data-state={state}>
              <td>{was ?? '–'}</td>
              <td>{index ?? '–'}</td>
              <td>{words[state]}</td>
              <td>
                {state === 'rewritten'
                  ? `${formatBytes(bytesBefore)} → ${formatBytes(bytesAfter)}`
                  : formatBytes(bytesAfter || bytesBefore)}
              </td>
              <td>
                <code>
                  {[state === 'kept' ? null : digestBefore, digestAfter]
                    .flatMap((digest) => (digest ? [shortDigest(digest)] : []))
                    .join(' → ')}
                </code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Digest({ name, digest }: { name: string; digest: string }) {
  const { t } = useLingui();
  return (
    <>
      <dt>{name}</dt>
      <dd className={styles.digest}>
        <code data-selectable title={digest}>
          {digest}
        </code>
        <CopyButton text={digest} label={t`Copy ${name}`} />
      </dd>
    </>
  );
}
