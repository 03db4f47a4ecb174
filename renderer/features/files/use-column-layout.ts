import { useLayoutEffect, useState, type CSSProperties, type RefObject } from 'react';
import { useStore } from 'zustand';
import { useApp } from '../../app-context.ts';
import { FILE_COLUMNS } from '../../stores/file-columns.ts';
import { layColumns, type ColumnLayout } from './column-layout.ts';
import styles from './file-columns.module.css';

/** What the element that holds the tree needs, so that head and rows have the same columns without being drawn again. */
interface TableProps {
  readonly className: string | undefined;
  readonly 'data-columns': string;
  readonly 'data-clock': '' | undefined;
  readonly style: CSSProperties;
}

/** The chosen columns, as far as this element has room for them. */
export function useColumnLayout(table: RefObject<HTMLElement | null>): { layout: ColumnLayout; props: TableProps } {
  const { fileColumns } = useApp();
  const choice = useStore(fileColumns);
  const [pane, setPane] = useState(0);
  useLayoutEffect(() => {
    const element = table.current;
    if (!element) return undefined;
    // It tells the first width too, in the frame of the first layout: nothing is painted without columns.
    const observer = new ResizeObserver(() => setPane(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [table]);
  const layout = layColumns(pane, choice);
  const style = Object.fromEntries(FILE_COLUMNS.map((column) => [`--col-${column}`, `${layout.widths[column]}px`]));
  return {
    layout,
    props: {
      className: styles.table,
      'data-columns': layout.shown.join(' '),
      'data-clock': layout.hasClock ? '' : undefined,
      style,
    },
  };
}
