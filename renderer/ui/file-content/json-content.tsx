import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { JSONTree } from '../json-tree/json-tree.tsx';
import type { ContentKind } from './choose-view.ts';
import { createPageDecoder, TEXT_PAGE } from '../../../shared/format/text-encoding.ts';
import styles from './file-content.module.css';

const OPENERS = [0x7b, 0x5b];
const SPACE = [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf];

/** By its name, or by a first character that only JSON is likely to have beside a name of no other kind. */
export function looksLikeJSON(name: string, head: Uint8Array): boolean {
  if (/\.(?:json|map|webmanifest)$/i.test(name)) return true;
  const first = head.find((byte) => !SPACE.includes(byte));
  return first !== undefined && OPENERS.includes(first) && !name.includes('.');
}

interface JSONContentProps {
  /** The first page of the file. */
  readonly head: Uint8Array;
  readonly kind: ContentKind;
  readonly size: number;
  readonly name: string;
}

/** JSON of one page as a tree. */
export function JSONContent({ head, kind, size, name }: JSONContentProps) {
  const { t } = useLingui();
  const text = useMemo(
    () => createPageDecoder(kind.kind === 'text' ? kind.encoding : 'utf-8')(head, true),
    [head, kind],
  );
  const limit = formatBytes(TEXT_PAGE);
  if (size > head.length)
    return (
      <p className={styles.message}>
        <Trans>Too large for a tree: JSON up to {limit} is shown as one. See it as text.</Trans>
      </p>
    );
  return <JSONTree text={text} label={t`JSON of ${name}`} linkOf={noLink} />;
}

const noLink = () => undefined;
