import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../app-context.ts';
import { PANES, type Pane } from '../stores/panes.ts';
import { Splitter } from '../ui/splitter.tsx';
import styles from './side-pane.module.css';

interface SidePaneProps {
  readonly pane: Pane;
  readonly side: 'before' | 'after';
  readonly label: string;
  /** `rows`: it lies above or below, and its height is set. */
  readonly across?: 'columns' | 'rows';
  readonly children: ReactNode;
}

/** A pane whose size the reader sets; kept between starts. */
export function SidePane({ pane, side, label, across = 'columns', children }: SidePaneProps) {
  const { panes } = useApp();
  const size = useStore(panes, (state) => state[pane]);
  const resize = useStore(panes, (state) => state.resize);
  const { min, max, initial } = PANES[pane];
  const splitter = (
    <Splitter
      label={label}
      size={size}
      min={min}
      max={max}
      side={side}
      across={across}
      onResize={(next) => resize(pane, next)}
      onReset={() => resize(pane, initial)}
    />
  );
  return (
    <>
      {side === 'after' && splitter}
      <div className={styles.side} data-across={across} style={across === 'rows' ? { height: size } : { width: size }}>
        {children}
      </div>
      {side === 'before' && splitter}
    </>
  );
}
