import { Plural } from '@lingui/react/macro';
import { safeText } from '../../../shared/format/safe-text.ts';
import { Icon } from '../icon.tsx';
import { valueText, type JSONNode } from './json-nodes.ts';
import type { LinkOf } from './json-link.ts';
import styles from './json-tree.module.css';

/** Characters of a value on one row; the bar below the tree shows all of it. */
const MAX_VALUE = 400;
/** Levels deeper than this are indented no further, or the row would leave the screen. */
const MAX_INDENT = 40;

interface JSONRowProps {
  id: string;
  text: string;
  nodes: readonly JSONNode[];
  index: number;
  folded: boolean;
  active: boolean;
  match: boolean;
  offScreen: boolean;
  linkOf: LinkOf;
  onToggle: (index: number, fold: boolean) => void;
  onActivate: (index: number) => void;
}

/** One value of the tree. */
export function JSONRow(props: JSONRowProps) {
  const { id, text, nodes, index, folded, active, match, offScreen, onToggle, onActivate } = props;
  const node = nodes[index];
  if (!node) return null;
  const foldable = node.children > 0;
  return (
    <div
      id={id}
      role="treeitem"
      className={offScreen ? 'visually-hidden' : styles.row}
      aria-level={node.depth + 1}
      aria-expanded={foldable ? !folded : undefined}
      aria-selected={active}
      data-match={match || undefined}
      style={{ paddingLeft: 8 + Math.min(node.depth, MAX_INDENT) * 16 }}
      onClick={() => onActivate(index)}
      onDoubleClick={foldable ? () => onToggle(index, !folded) : undefined}
    >
      <span className={styles.twisty} onClick={foldable ? () => onToggle(index, !folded) : undefined}>
        {foldable && <Icon name={folded ? 'chevron-right' : 'chevron-down'} size={12} />}
      </span>
      <Key node={node} />
      <Value node={node} text={text} linkOf={props.linkOf} />
    </div>
  );
}

function Key({ node }: { node: JSONNode }) {
  if (node.key === null) return null;
  return (
    <>
      <bdi className={typeof node.key === 'number' ? styles.index : styles.key}>{safeText(String(node.key))}</bdi>
      <span className={styles.colon}>:</span>
    </>
  );
}

function Value({ node, text, linkOf }: { node: JSONNode; text: string; linkOf: LinkOf }) {
  if (node.kind === 'object' || node.kind === 'array')
    return (
      <span className={styles.container}>
        {node.kind === 'object' ? '{ }' : '[ ]'}{' '}
        <span className={styles.count}>
          <Plural value={node.children} _0="empty" one="# item" other="# items" />
        </span>
      </span>
    );
  const value = valueText(text, node);
  const short = safeText(value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}…` : value);
  const link = node.kind === 'string' ? linkOf(value) : undefined;
  return (
    <>
      <bdi className={styles.value} data-kind={node.kind}>
        {node.kind === 'string' ? `"${short}"` : short}
      </bdi>
      {link && (
        <button type="button" tabIndex={-1} className={styles.link} onClick={link.follow} title={link.label}>
          {link.label}
        </button>
      )}
    </>
  );
}
