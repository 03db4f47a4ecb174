import type { ComponentProps } from 'react';
import { Icon, type IconName } from './icon.tsx';
import styles from './button.module.css';

export interface ButtonProps extends ComponentProps<'button'> {
  icon?: IconName;
  /** `plain` is for bars, `primary` for the one thing the screen is for. */
  look?: 'plain' | 'normal' | 'primary';
}

/** A push button; `aria-pressed` makes it a switch that shows its state. */
export function Button({ icon, look = 'normal', className, children, type = 'button', ...rest }: ButtonProps) {
  const names = [styles.button, styles[look], children === undefined && styles.square, className];
  return (
    // oxlint-disable-next-line react/button-has-type -- always set, by default to `button`
    <button {...rest} type={type} className={names.filter(Boolean).join(' ')}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button that is a picture; the label is its tooltip and its name. */
export function IconButton({ label, ...rest }: ButtonProps & { icon: IconName; label: string }) {
  return <Button look="plain" aria-label={label} title={label} {...rest} />;
}
