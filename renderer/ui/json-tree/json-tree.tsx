import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { IconButton } from '../button.tsx';
import { useRowScroll } from '../hex-view/row-scroll.ts';
import type { LinkOf } from './json-link.ts';
import { JSONRow } from './json-row.tsx';
import { JSONSearch } from './json-search.tsx';
import { JSONValueBar } from './json-value-bar.tsx';
import { outlineJSON, type JSONNode } from './json-nodes.ts';
import { firstFolded, searchNodes, unfoldTo, visibleRows } from './json-rows.ts';
import styles from './json-tree.module.css';

export const JSON_ROW_HEIGHT = 22;

interface JSONTreeProps {
  /** Untrusted. Must keep its identity while it is shown: folds belong to it. */
  text: string;
  label: string;
  linkOf: LinkOf;
}

/** A JSON text as a tree that can be folded and searched; of any depth, and only what is on the screen is rendered. */
export function JSONTree({ text, label, linkOf }: JSONTreeProps) {
  const outline = useMemo(() => outlineJSON(text), [text]);
  switch (outline.kind) {
    case 'invalid':
      return (
        <p className={styles.message}>
          <Trans>This is not valid JSON. Its raw text is in the other tab.</Trans>
        </p>
      );
    case 'too-large':
      return (
        <p className={styles.message}>
          <Trans>More than {outline.limit} values: too many for a tree. Its raw text is in the other tab.</Trans>
        </p>
      );
    case 'ok':
      return <OutlinedTree text={text} nodes={outline.nodes} label={label} linkOf={linkOf} />;
    default:
      return outline satisfies never;
  }
}

function OutlinedTree({ text, nodes, label, linkOf }: JSONTreeProps & { nodes: readonly JSONNode[] }) {
  const { t } = useLingui();
  const id = useId();
  const [folded, setFolded] = useState(() => firstFolded(nodes));
  const [active, setActive] = useState(0);
  const [query, setQuery] = useState('');
  const rows = useMemo(() => visibleRows(nodes, folded), [nodes, folded]);
  const matches = useMemo(() => searchNodes(text, nodes, query), [text, nodes, query]);
  const matching = useMemo(() => new Set(matches), [matches]);
  const scroller = useRef<HTMLDivElement>(null);
  const scroll = useRowScroll(scroller, rows.length, JSON_ROW_HEIGHT);

  const toggle = (index: number, fold: boolean) => {
    const next = new Set(folded);
    if (fold) next.add(index);
    else next.delete(index);
    setFolded(next);
  };
  const goTo = (index: number) => {
    const open = unfoldTo(nodes, folded, index);
    setFolded(open);
    setActive(index);
    scroll.reveal(visibleRows(nodes, open).indexOf(index));
  };
  const find = (index: number) => {
    const open = unfoldTo(nodes, folded, index);
    setFolded(open);
    setActive(index);
    scroll.jump(visibleRows(nodes, open).indexOf(index));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const step = stepByKey(event.key, { nodes, rows, folded, active, page: scroll.fit });
    if (!step) {
      if (event.key === 'Enter') linkOf(leafText(text, nodes[active]))?.follow();
      return;
    }
    event.preventDefault();
    if (step.kind === 'go') goTo(step.to);
    else toggle(active, step.kind === 'fold');
  };

  const shown = rows.slice(scroll.top, scroll.top + scroll.fit + 2);
  // The active row must exist for aria-activedescendant, on the screen or not.
  const offScreen = shown.includes(active) || !rows.includes(active) ? [] : [active];
  return (
    <div className={styles.tree}>
      <div className={styles.bar}>
        <JSONSearch query={query} matches={matches} active={active} onQuery={setQuery} onGo={find} />
        <span className={styles.gap} />
        <IconButton icon="expand-all" label={t`Unfold all`} onClick={() => setFolded(new Set())} />
        <IconButton icon="collapse-all" label={t`Fold all`} onClick={() => setFolded(foldedAll(nodes))} />
      </div>
      <div
        ref={scroller}
        className={styles.scroller}
        role="tree"
        aria-label={label || t`JSON`}
        tabIndex={0}
        aria-activedescendant={rows.includes(active) ? `${id}-${active}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div style={{ height: scroll.height }} role="presentation">
          <div className={styles.window} role="presentation">
            {[...shown, ...offScreen].map((index) => (
              <JSONRow
                key={index}
                id={`${id}-${index}`}
                text={text}
                nodes={nodes}
                index={index}
                folded={folded.has(index)}
                active={index === active}
                match={matching.has(index)}
                offScreen={offScreen.includes(index)}
                linkOf={linkOf}
                onToggle={toggle}
                onActivate={setActive}
              />
            ))}
          </div>
        </div>
      </div>
      <JSONValueBar text={text} nodes={nodes} index={active} />
    </div>
  );
}

/** Everything but the root folded. */
function foldedAll(nodes: readonly JSONNode[]): ReadonlySet<number> {
  return new Set(nodes.flatMap((node, at) => (node.depth > 0 && node.children > 0 ? [at] : [])));
}

/** The source of a string without quotes; empty for anything that cannot be a link. */
function leafText(text: string, node: JSONNode | undefined): string {
  return node?.kind === 'string' ? text.slice(node.start + 1, node.end - 1) : '';
}

interface Place {
  readonly nodes: readonly JSONNode[];
  /** Rows that show, as indexes of nodes. */
  readonly rows: readonly number[];
  readonly folded: ReadonlySet<number>;
  readonly active: number;
  readonly page: number;
}

type Step = { readonly kind: 'go'; readonly to: number } | { readonly kind: 'fold' } | { readonly kind: 'unfold' };

/** Keys of a tree as the ARIA practices have them. */
function stepByKey(key: string, { nodes, rows, folded, active, page }: Place): Step | undefined {
  const node = nodes[active];
  const at = rows.indexOf(active);
  const go = (row: number): Step | undefined => {
    const to = rows[Math.min(Math.max(0, row), rows.length - 1)];
    return to === undefined ? undefined : { kind: 'go', to };
  };
  switch (key) {
    case 'ArrowDown':
      return go(at + 1);
    case 'ArrowUp':
      return go(at - 1);
    case 'PageDown':
      return go(at + page);
    case 'PageUp':
      return go(at - page);
    case 'Home':
      return go(0);
    case 'End':
      return go(rows.length - 1);
    case 'ArrowRight':
      if (!node || node.children === 0) return undefined;
      return folded.has(active) ? { kind: 'unfold' } : go(at + 1);
    case 'ArrowLeft':
      if (node && node.children > 0 && !folded.has(active)) return { kind: 'fold' };
      return node && node.parent >= 0 ? { kind: 'go', to: node.parent } : undefined;
    default:
      return undefined;
  }
}
