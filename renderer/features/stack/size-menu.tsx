import { Menu } from '@base-ui/react/menu';
import { useLingui } from '@lingui/react/macro';
import { LAYER_SIZES, type LayerSize } from '../../stores/settings.ts';
import { Icon } from '../../ui/icon.tsx';
import menu from '../../ui/menu.module.css';
import styles from './stack.module.css';

interface SizeMenuProps {
  readonly size: LayerSize;
  /** Sum of the layers, in words. */
  readonly total: string;
  readonly onChoose: (size: LayerSize) => void;
}

/** Says which bytes the strata show and are as thick as, and chooses others. */
export function SizeMenu({ size, total, onChoose }: SizeMenuProps) {
  const { t } = useLingui();
  const words: Readonly<Record<LayerSize, readonly [name: string, meaning: string]>> = {
    stored: [t`Stored`, t`bytes of the blob, compressed or not`],
    content: [t`Uncompressed`, t`bytes of the layer’s files`],
    visible: [t`In the rootfs`, t`bytes of its files that no upper layer hides`],
  };
  const [name] = words[size];
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.sizes} aria-label={t`Sizes shown: ${name}, ${total}`}>
        <span className={styles.sizeName}>{name}</span>
        <span>{total}</span>
        <Icon name="chevron-down" size={12} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            <Menu.RadioGroup value={size} onValueChange={(next: LayerSize) => onChoose(next)}>
              {LAYER_SIZES.map((value) => (
                <Menu.RadioItem key={value} value={value} className={menu.item} closeOnClick>
                  <span className={menu.mark}>
                    <Menu.RadioItemIndicator>
                      <Icon name="check" />
                    </Menu.RadioItemIndicator>
                  </span>
                  {words[value][0]}
                  <span className={menu.hint}>{words[value][1]}</span>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
