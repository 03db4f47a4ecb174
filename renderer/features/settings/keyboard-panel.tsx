import { Trans, useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import { useApp } from '../../app-context.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from './setting.tsx';

/** What the keys do. */
export function KeyboardPanel() {
  const { t } = useLingui();
  const { settings, overlays } = useApp();
  const diveKeys = useStore(settings, (state) => state.diveKeys);
  return (
    <>
      <h3>
        <Trans>Keyboard</Trans>
      </h3>
      <Choice
        label={t`Keys of dive`}
        hint={t`In the layers and the tree the keys of the terminal program dive work beside the window’s own: h j k l, Tab, Space, Ctrl+A, Ctrl+L and others. Letters then no longer jump to names.`}
        value={diveKeys ? 'on' : 'off'}
        options={[
          ['off', t`Off`],
          ['on', t`On`],
        ]}
        onChoose={(value) => settings.getState().change({ diveKeys: value === 'on' })}
      />
      <p>
        <Button icon="keyboard" onClick={() => overlays.getState().show('shortcuts')}>
          <Trans>Show all keyboard shortcuts</Trans>
        </Button>
      </p>
    </>
  );
}
