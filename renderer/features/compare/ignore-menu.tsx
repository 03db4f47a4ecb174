import { Popover } from '@base-ui/react/popover';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { safeText } from '../../../shared/format/safe-text.ts';
import { IGNORE_PRESET_NAMES, IGNORE_PRESETS, type IgnorePreset } from '../../../shared/model/ignore-presets.ts';
import type { ViewState } from '../../../shared/model/view.ts';
import { useApp } from '../../app-context.ts';
import { LONGEST_GLOB, MOST_GLOBS } from '../../stores/settings.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import menu from '../../ui/menu.module.css';
import type { CompareSelectionStore } from './compare-selection.ts';
import styles from './choice-popup.module.css';

interface IgnoreMenuProps {
  readonly selection: CompareSelectionStore;
  /** Null until known. */
  readonly state: ViewState | null;
}

/** Which noise is left out, with how much that is: nothing is hidden unseen. The reader's own patterns are kept. */
export function IgnoreMenu({ selection, state }: IgnoreMenuProps) {
  const { t } = useLingui();
  const { settings } = useApp();
  const ignored = useStore(selection, ({ spec }) => spec.ignore);
  const active = useStore(selection, ({ spec }) => spec.ignoreGlobs);
  const globs = useStore(settings, ({ ignoreGlobs }) => ignoreGlobs);
  const { toggleGlob, toggleIgnored } = selection.getState();
  const names: Readonly<Record<IgnorePreset, string>> = {
    bytecode: t`Python bytecode`,
    caches: t`Caches and temporary files`,
    logs: t`Logs`,
    databases: t`Package databases`,
    machine: t`What each machine makes anew`,
  };
  const count = state?.ignored ?? 0;
  const isOn = (ignored?.length ?? 0) + (active?.length ?? 0) > 0;
  const keep = (next: readonly string[]) => settings.getState().change({ ignoreGlobs: next });
  return (
    <Popover.Root>
      <Popover.Trigger render={<Button look="plain" icon="funnel" aria-pressed={isOn} />}>
        {isOn ? <Trans>Ignored: {count}</Trans> : <Trans>Ignore…</Trans>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={menu.positioner} align="start" sideOffset={4}>
          <Popover.Popup className={`${menu.popup} ${styles.popup}`} aria-label={t`Ignore`}>
            <p className={styles.lead}>
              <Trans>Left out of the differences:</Trans>
            </p>
            {IGNORE_PRESET_NAMES.map((name) => (
              <Choice
                key={name}
                label={names[name]}
                hint={IGNORE_PRESETS[name].join('\n')}
                checked={ignored?.includes(name) ?? false}
                onChange={() => toggleIgnored(name)}
              >
                {(state?.noise?.[name] ?? 0).toLocaleString()}
              </Choice>
            ))}
            {globs.map((glob) => (
              <Choice
                key={glob}
                label={<code>{safeText(glob)}</code>}
                checked={active?.includes(glob) ?? false}
                onChange={(checked) => toggleGlob(glob, checked)}
              >
                <IconButton
                  icon="close"
                  label={t`Forget ${safeText(glob)}`}
                  onClick={() => {
                    toggleGlob(glob, false);
                    keep(globs.filter((other) => other !== glob));
                  }}
                />
              </Choice>
            ))}
            <NewGlob
              disabled={globs.length >= MOST_GLOBS}
              onAdd={(glob) => {
                keep([...globs.filter((other) => other !== glob), glob]);
                toggleGlob(glob, true);
              }}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface ChoiceProps {
  readonly label: ReactNode;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** At the end of the line. */
  readonly children: ReactNode;
}

function Choice({ label, hint, checked, onChange, children }: ChoiceProps) {
  return (
    <div className={styles.line}>
      <label className={styles.choice} title={hint}>
        <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
        <span>{label}</span>
      </label>
      <span className={styles.count}>{children}</span>
    </div>
  );
}

function NewGlob({ disabled, onAdd }: { disabled: boolean; onAdd: (glob: string) => void }) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const glob = text.trim();
  return (
    <form
      className={styles.own}
      onSubmit={(event) => {
        event.preventDefault();
        if (glob === '') return;
        onAdd(glob);
        setText('');
      }}
    >
      <input
        type="text"
        value={text}
        maxLength={LONGEST_GLOB}
        spellCheck={false}
        disabled={disabled}
        placeholder={t`*.map or /srv/cache/**`}
        aria-label={t`Pattern of your own`}
        title={t`A name without a slash is met in any folder; with one it is the whole path.`}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" disabled={disabled || glob === ''}>
        <Trans>Add</Trans>
      </Button>
    </form>
  );
}
