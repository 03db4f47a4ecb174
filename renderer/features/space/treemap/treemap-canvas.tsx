import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { useApp } from '../../../app-context.ts';
import { draw, inkOf, type ColorBy, type Ink } from './draw.ts';
import styles from './treemap.module.css';
import type { Picture } from './use-layout.ts';

/** The drawing alone; what lies under the pointer and the keys is its owner's. Redrawn for another picture, theme or screen. */
export function TreemapCanvas({ picture, colorBy }: { picture: Picture; colorBy: ColorBy }) {
  const { t } = useLingui();
  const canvas = useRef<HTMLCanvasElement>(null);
  const ink = useInk();
  const ratio = useDeviceRatio();
  const rest = t`smaller:`;
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    element.width = Math.round(picture.width * ratio);
    element.height = Math.round(picture.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw(context, picture, ink, colorBy, rest);
  }, [picture, colorBy, ink, ratio, rest]);
  return (
    <canvas
      ref={canvas}
      className={styles.canvas}
      aria-hidden="true"
      style={{ width: picture.width, height: picture.height }}
    />
  );
}

/** The colours of the theme; read again when the settings or the system change it. */
function useInk(): Ink {
  const { settings } = useApp();
  const [ink, setInk] = useState(() => inkOf(document.documentElement));
  useEffect(() => {
    const refresh = () => setInk(inkOf(document.documentElement));
    const media = matchMedia('(prefers-color-scheme: dark)');
    media.addEventListener('change', refresh);
    const end = settings.subscribe(refresh);
    return () => {
      media.removeEventListener('change', refresh);
      end();
    };
  }, [settings]);
  return ink;
}

/** Device pixels of a CSS pixel; changes with the zoom and the screen the window is on. */
function useDeviceRatio(): number {
  const [ratio, setRatio] = useState(devicePixelRatio);
  useEffect(() => {
    const media = matchMedia(`(resolution: ${ratio}dppx)`);
    const onChange = () => setRatio(devicePixelRatio);
    media.addEventListener('change', onChange);
    return () => media.removeEventListener('change', onChange);
  }, [ratio]);
  return ratio;
}
