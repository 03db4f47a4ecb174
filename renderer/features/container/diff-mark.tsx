import { useLingui } from '@lingui/react/macro';
import type { ContainerChange } from '../../../shared/model/container.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import styles from './container.module.css';

const ICONS: Readonly<Record<ContainerChange['kind'], IconName>> = { A: 'plus', C: 'pencil', D: 'minus' };

/** What `docker diff` says of a path: letter, icon, colour, and the word. */
export function DiffMark({ kind, short = false }: { kind: ContainerChange['kind']; short?: boolean }) {
  const { t } = useLingui();
  const words = { A: t`added`, C: t`changed`, D: t`deleted` };
  return (
    <span className={styles.diffMark} data-kind={kind} title={words[kind]}>
      <b>{kind}</b>
      <Icon name={ICONS[kind]} size={12} />
      {short ? <span className="visually-hidden">{words[kind]}</span> : words[kind]}
    </span>
  );
}
