import styles from './start-screen.module.css';

const BEDS = [
  { layer: 8, d: 'M0 96c220-34 420-30 640-6s430 12 560-14v124H0z' },
  { layer: 4, d: 'M0 120c180-30 380-22 620 2s420 8 580-18v96H0z' },
  { layer: 1, d: 'M0 142c240-18 440-6 660 6s380-8 540-20v72H0z' },
  { layer: 7, d: 'M0 166c260-16 480 6 700 4s360-22 500-18v48H0z' },
  { layer: 0, d: 'M0 186c300-8 520 2 760-4s320-6 440-4v22H0z' },
] as const;

/** Ground for the start screen: the beds that the program is named for. */
export function Strata() {
  return (
    <svg
      className={styles.strata}
      viewBox="0 0 1200 200"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {BEDS.map(({ layer, d }) => (
        <path key={layer} d={d} data-layer-color={layer} />
      ))}
    </svg>
  );
}
