import styles from './layer-chip.module.css';

/** Colours repeat after this many layers; the number tells which one it is. */
export const LAYER_COLORS = 12;

/** Value of `data-layer-color`, which sets `--layer-color` for the element and all in it. */
export function layerColor(layer: number): number {
  return layer % LAYER_COLORS;
}

/** A layer's number on its colour: the same mark everywhere a layer is meant. */
export function LayerChip({ layer, title, ghost = false }: { layer: number; title?: string; ghost?: boolean }) {
  return (
    <span className={styles.chip} data-layer-color={layerColor(layer)} data-ghost={ghost || undefined} title={title}>
      {layer}
    </span>
  );
}
