import { Menu } from '@base-ui/react/menu';
import { Trans, useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import { safeText } from '../../shared/format/safe-text.ts';
import { useApp } from '../app-context.ts';
import { baseName, imageTitle, sourceTitle } from '../ui/image-words.ts';
import { closeTab } from '../features/library/open-source.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../i18n.ts';
import { THEMES, type Theme } from '../stores/settings.ts';
import { sourcesOf, type CompareChoice, type ImageChoice, type SessionTab } from '../stores/session.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Logo } from '../ui/logo.tsx';
import menu from '../ui/menu.module.css';
import styles from './title-bar.module.css';

/** The top of the window: library, opened sources, and how the window looks and speaks. */
export function TitleBar({ onOpen }: { onOpen: () => void }) {
  const { t } = useLingui();
  const app = useApp();
  const tabs = useStore(app.session, (state) => state.tabs);
  const active = useStore(app.session, (state) => state.active);
  const activate = useStore(app.session, (state) => state.activate);
  return (
    <header className={styles.bar}>
      <nav className={styles.tabs} aria-label={t`Opened images`}>
        <button
          type="button"
          className={styles.library}
          aria-current={active === null ? 'page' : undefined}
          onClick={() => activate(null)}
        >
          <Logo size={20} />
          <Trans>Library</Trans>
        </button>
        {tabs.map((tab) => (
          <SourceTab
            key={tab.key}
            tab={tab}
            active={tab.key === active}
            onActivate={() => activate(tab.key)}
            onClose={() => closeTab(app, tab.key)}
          />
        ))}
        <IconButton icon="plus" label={t`Open an image (Ctrl+O)`} onClick={onOpen} />
      </nav>
      <ThemeMenu />
      <LanguageMenu />
      <IconButton icon="gear" label={t`Settings (Ctrl+,)`} onClick={() => app.overlays.getState().show('settings')} />
    </header>
  );
}

interface SourceTabProps {
  readonly tab: SessionTab;
  readonly active: boolean;
  readonly onActivate: () => void;
  readonly onClose: () => void;
}

function SourceTab({ tab, active, onActivate, onClose }: SourceTabProps) {
  const { t } = useLingui();
  const title = titleOf(tab);
  return (
    <div
      className={styles.tab}
      data-active={active || undefined}
      onAuxClick={(event) => event.button === 1 && onClose()}
    >
      <button
        type="button"
        aria-current={active ? 'page' : undefined}
        title={sourcesOf(tab)
          .map((opened) => safeText(opened.source.path))
          .join('\n')}
        onClick={onActivate}
      >
        <Icon name={TAB_ICONS[tab.kind]} size={14} />
        <span>{title}</span>
      </button>
      <IconButton icon="close" label={t`Close ${title}`} onClick={onClose} />
    </div>
  );
}

const TAB_ICONS = { image: 'box', compare: 'swap', container: 'pencil' } as const;

function titleOf(tab: SessionTab): string {
  if (tab.kind === 'container') return safeText(tab.container.name || tab.container.id);
  return tab.kind === 'image' ? choiceTitle(tab) : `${sideTitle(tab.before)} ⇄ ${sideTitle(tab.after)}`;
}

function sideTitle({ opened, image, layers }: CompareChoice): string {
  const chosen = opened.images.find((other) => other.handle === image);
  const title = chosen ? sourceTitle(chosen, opened.source.path) : safeText(baseName(opened.source.path));
  return layers ? `${title} [${layers.from}–${layers.to}]` : title;
}

function choiceTitle({ opened, image }: ImageChoice): string {
  const chosen = opened.images.find((other) => other.handle === image);
  return chosen ? imageTitle(chosen) : safeText(baseName(opened.source.path));
}

function ThemeMenu() {
  const { t } = useLingui();
  const { settings } = useApp();
  const theme = useStore(settings, (state) => state.theme);
  const labels: Readonly<Record<Theme, string>> = { system: t`As the system`, light: t`Light`, dark: t`Dark` };
  const icons: Readonly<Record<Theme, IconName>> = { system: 'screen', light: 'sun', dark: 'moon' };
  return (
    <ChoiceMenu
      label={t`Theme`}
      icon={icons[theme]}
      value={theme}
      options={THEMES.map((value) => ({ value, label: labels[value] }))}
      onChoose={(next) => settings.getState().change({ theme: next })}
    />
  );
}

function LanguageMenu() {
  const { t } = useLingui();
  const { settings } = useApp();
  const language = useStore(settings, (state) => state.language);
  return (
    <ChoiceMenu<Language>
      label={t`Language`}
      icon="globe"
      value={language}
      options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      onChoose={(next) => settings.getState().change({ language: next })}
    />
  );
}

interface ChoiceMenuProps<T extends string> {
  readonly label: string;
  readonly icon: IconName;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChoose: (value: T) => void;
}

function ChoiceMenu<T extends string>({ label, icon, value, options, onChoose }: ChoiceMenuProps<T>) {
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton icon={icon} label={label} />} />
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            <Menu.RadioGroup value={value} onValueChange={(next: T) => onChoose(next)}>
              {options.map((option) => (
                <Menu.RadioItem key={option.value} value={option.value} className={menu.item} closeOnClick>
                  <span className={menu.mark}>
                    <Menu.RadioItemIndicator>
                      <Icon name="check" />
                    </Menu.RadioItemIndicator>
                  </span>
                  {option.label}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
