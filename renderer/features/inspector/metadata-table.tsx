import { Fragment, type ReactNode } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatInstruction } from '../../../shared/format/instruction.ts';
import { formatMode } from '../../../shared/format/mode.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { formatEpoch } from '../../../shared/format/time.ts';
import type { PathStory, PathVersion } from '../../../shared/model/entry.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { PathID } from '../../../shared/model/view.ts';
import type { OutcropClient } from '../../host/connect.ts';
import { useByteCount } from '../../ui/byte-count.ts';
import { useReasonWords, useTypeWords } from '../../ui/core-sample/words.ts';
import { LayerChip } from '../../ui/layer-chip.tsx';
import { Term } from '../../ui/term.tsx';
import { ContentDigest } from './content-digest.tsx';
import { versionBefore } from './version-before.ts';
import { xattrText } from '../../ui/file-content/xattr-text.ts';
import styles from './inspector.module.css';

interface MetadataTableProps {
  client: OutcropClient;
  image: ImageHandle;
  pathID: PathID;
  story: PathStory;
  version: PathVersion;
  layers: readonly LayerSummary[];
  onChooseLayer: (layer: number) => void;
}

/** The inode of one version, with the old value beside each that changed. */
export function MetadataTable(props: MetadataTableProps) {
  const { client, image, pathID, story, version, layers, onChooseLayer } = props;
  const { t } = useLingui();
  const types = useTypeWords();
  const byteCount = useByteCount();
  const before = versionBefore(story, version);
  const instruction = layers[version.layer]?.createdBy;
  const was = (value: (of: PathVersion) => string) => {
    const old = before && value(before);
    return old !== undefined && old !== value(version) ? old : undefined;
  };
  return (
    <dl className={styles.metadata} aria-label={t`Metadata`}>
      <Row name={t`Layer`}>
        <button
          type="button"
          className={styles.layerLink}
          onClick={() => onChooseLayer(version.layer)}
          title={t`Select this layer`}
        >
          <LayerChip layer={version.layer} />
          {instruction && <span>{safeText(formatInstruction(instruction))}</span>}
        </button>
      </Row>
      <ChangeRow version={version} before={before} />
      <Row name={t`Type`} was={was((of) => types[of.type])}>
        {types[version.type]}{' '}
        {version.implicit && (
          <span className={styles.aside}>
            <Term
              tip={t`A layer holds files in this folder, but no entry for the folder itself; its mode and owner are defaults.`}
            >
              <Trans>implied</Trans>
            </Term>
          </span>
        )}
      </Row>
      {version.type === 'file' && (
        <Row name={t`Size`} was={was((of) => formatBytes(of.size))}>
          {formatBytes(version.size)}{' '}
          {version.size >= 1000 && <span className={styles.aside}>{byteCount(version.size)}</span>}
        </Row>
      )}
      {version.type === 'file' && (
        <Row name={<Term tip={t`The sha256 of what the file holds.`}>{t`Digest`}</Term>}>
          <ContentDigest key={version.layer} {...{ client, image, pathID }} layer={version.layer} />
        </Row>
      )}
      <Row name={t`Mode`} was={was((of) => of.mode)}>
        <code>{modeText(version)}</code> <SpecialBits mode={version.mode} />
      </Row>
      <Row name={t`Owner`} was={was(ownerText)}>
        <code>{ownerText(version)}</code>
      </Row>
      <Row name={t`Modified`} was={was((of) => formatEpoch(of.mtime))}>
        {version.implicit ? (
          '–'
        ) : (
          <>
            {formatEpoch(version.mtime)} <span className={styles.aside}>UTC</span>
          </>
        )}
      </Row>
      {version.linkTarget !== undefined && (
        <Row name={t`Link target`} was={was((of) => safeText(of.linkTarget ?? ''))}>
          <code>{safeText(version.linkTarget)}</code>
        </Row>
      )}
      {version.hardlink !== undefined && (
        <Row
          name={
            <Term
              tip={t`Another name of the same inode: both names share content, mode and owner.`}
            >{t`Hard link to`}</Term>
          }
        >
          <code>{safeText(version.hardlink)}</code>
        </Row>
      )}
      {version.major !== undefined && (
        <Row name={t`Device`}>
          <code>
            {version.major}:{version.minor}
          </code>
        </Row>
      )}
      {Object.entries(version.xattrs ?? {}).map(([name, value]) => (
        <Fragment key={name}>
          <dt className={styles.xattr}>
            <code>{safeText(name)}</code>
          </dt>
          <dd className={styles.xattrValue} data-selectable>
            <code>{safeText(xattrText(name, value)) || t`empty`}</code>
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

function ownerText(of: PathVersion): string {
  return `${of.uid}:${of.gid}`;
}

function modeText(of: PathVersion): string {
  return `${of.mode}  ${formatMode(of.type, of.mode)}`;
}

function Row({ name, was, children }: { name: ReactNode; was?: string | undefined; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd data-selectable>
        {children}
        {was !== undefined && (
          <span className={styles.was}>
            <Trans>was {was}</Trans>
          </span>
        )}
      </dd>
    </>
  );
}

function ChangeRow({ version, before }: { version: PathVersion; before: PathVersion | undefined }) {
  const { t } = useLingui();
  const words = useReasonWords();
  if (version.change.length === 0 && !version.undecided) return null;
  const sameBytes =
    version.type === 'file' && before?.type === 'file' && !version.undecided && !version.change.includes('content');
  const size = formatBytes(version.size);
  return (
    <Row name={t`Changed`}>
      <span className={styles.chips}>
        {version.change.map((reason) => (
          <span key={reason} className={styles.chip}>
            {words[reason]}
          </span>
        ))}
        {version.undecided && (
          <span className={styles.aside} aria-busy="true">
            <Trans>comparing the content…</Trans>
          </span>
        )}
      </span>
      {sameBytes && version.size > 0 && (
        <p className={styles.note}>
          <Trans>The content is the same as below, yet the layer stores all {size} again.</Trans>
        </p>
      )}
    </Row>
  );
}

function SpecialBits({ mode }: { mode: string }) {
  const { t } = useLingui();
  const bits = Number.parseInt(mode, 8);
  const found = [
    bits & 0o4000 ? { name: 'setuid', tip: t`The program runs with the rights of the file's owner.` } : null,
    bits & 0o2000
      ? {
          name: 'setgid',
          tip: t`The program runs with the rights of the file's group; in such a folder new files get its group.`,
        }
      : null,
    bits & 0o1000 ? { name: 'sticky', tip: t`In this folder only a file's owner may delete it.` } : null,
  ].filter((bit) => bit !== null);
  return found.map(({ name, tip }) => (
    <span key={name} className={styles.chip} data-alert={name === 'sticky' ? undefined : true} title={tip}>
      {name}
    </span>
  ));
}
