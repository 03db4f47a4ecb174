import { useLingui } from '@lingui/react/macro';
import { safeText } from '../../../shared/format/safe-text.ts';
import { CopyButton } from '../copy-button.tsx';
import { pathOf, valueText, type JSONNode } from './json-nodes.ts';
import styles from './json-tree.module.css';

/** Characters shown; what is copied is whole. */
const MAX_SHOWN = 4000;
/** Deeper paths are not read by anyone. */
const MAX_PATH_DEPTH = 200;

/** The chosen value in full: where it stands, and its text with its line breaks. */
export function JSONValueBar({ text, nodes, index }: { text: string; nodes: readonly JSONNode[]; index: number }) {
  const { t } = useLingui();
  const node = nodes[index];
  if (!node) return null;
  const value = valueText(text, node);
  const leaf = node.kind !== 'object' && node.kind !== 'array';
  const path = node.depth <= MAX_PATH_DEPTH ? pathOf(nodes, index) : '…';
  const lines = leaf ? value.slice(0, MAX_SHOWN).split('\n').map(safeText).join('\n') : '';
  return (
    <div className={styles.valueBar}>
      <div className={styles.valuePath}>
        <code data-selectable>{safeText(path)}</code>
        <CopyButton text={path} label={t`Copy where it stands`} />
        <span className={styles.gap} />
        <CopyButton text={value} label={t`Copy value`} />
      </div>
      {leaf && (
        <pre data-selectable tabIndex={0} aria-label={t`Value`}>
          {lines}
          {value.length > MAX_SHOWN && '…'}
        </pre>
      )}
    </div>
  );
}
