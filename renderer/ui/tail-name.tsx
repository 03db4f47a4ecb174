import styles from './tail-name.module.css';

/** A name of which the end tells most: where it is too narrow, what lies before the last slash is cut first. */
export function TailName({ text }: { text: string }) {
  const cut = text.lastIndexOf('/') + 1;
  return (
    <span className={styles.name}>
      {cut > 0 && <bdi className={styles.head}>{text.slice(0, cut)}</bdi>}
      <bdi className={styles.tail}>{text.slice(cut)}</bdi>
    </span>
  );
}
