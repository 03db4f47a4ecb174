import { Trans, useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import { useApp } from '../../app-context.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n.ts';
import { Choice, Setting } from './setting.tsx';
import styles from './settings.module.css';

/** How the window looks and speaks. Kept by the window itself. */
export function AppearancePanel() {
  const { t } = useLingui();
  const { settings } = useApp();
  const { language, theme, density, motion, change } = useStore(settings);
  return (
    <>
      <h3>
        <Trans>Appearance</Trans>
      </h3>
      <Choice
        label={t`Language`}
        value={language}
        options={LANGUAGES.map((value) => [value, LANGUAGE_NAMES[value]])}
        onChoose={(value) => change({ language: value })}
      />
      <Choice
        label={t`Theme`}
        value={theme}
        options={[
          ['system', t`As the system`],
          ['light', t`Light`],
          ['dark', t`Dark`],
        ]}
        onChoose={(value) => change({ theme: value })}
      />
      <Choice
        label={t`Rows`}
        hint={t`Height of the rows of lists and of the bars.`}
        value={density}
        options={[
          ['compact', t`Compact`],
          ['normal', t`Normal`],
          ['roomy', t`Roomy`],
        ]}
        onChoose={(value) => change({ density: value })}
      />
      <Choice
        label={t`Motion`}
        hint={t`Without motion nothing fades or slides.`}
        value={motion}
        options={[
          ['system', t`As the system`],
          ['reduced', t`None`],
        ]}
        onChoose={(value) => change({ motion: value })}
      />
      <Setting label={t`Zoom`} hint={t`Everything grows with it, up to five times; the window remembers it.`}>
        {() => (
          <span className={styles.keys}>
            <kbd>Ctrl +</kbd> <kbd>Ctrl −</kbd> <kbd>Ctrl 0</kbd>
          </span>
        )}
      </Setting>
    </>
  );
}
