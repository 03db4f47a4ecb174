import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { MadeImage } from '../../../shared/model/container.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import { useApp } from '../../app-context.ts';
import form from '../../ui/form.module.css';
import { MakeDialog } from './make-dialog.tsx';

/** What is to be done with the layers of an image. */
export type Rewrite =
  | { readonly kind: 'purge'; readonly path: string }
  | { readonly kind: 'squash'; readonly layerCount: number };

interface RewriteDialogProps {
  readonly image: ImageHandle;
  readonly rewrite: Rewrite;
  readonly openMade: (made: MadeImage) => void;
  readonly compareMade: (made: MadeImage) => void;
  readonly onClose: () => void;
}

/** Makes an image with a path taken out of every layer, or with some layers as one. The image it is made from stays. */
export function RewriteDialog({ image, rewrite, ...rest }: RewriteDialogProps) {
  const { t } = useLingui();
  const { client } = useApp().connection;
  const top = rewrite.kind === 'squash' ? rewrite.layerCount - 1 : 0;
  const [name, setName] = useState('');
  const [from, setFrom] = useState(0);
  const [to, setTo] = useState(top);
  const nameField = (
    <label className={form.field}>
      <span>{t`Name and tag of the new image`}</span>
      <input
        type="text"
        className={form.mono}
        value={name}
        placeholder="myapp:2"
        required
        spellCheck={false}
        onChange={(event) => setName(event.target.value)}
      />
    </label>
  );
  if (rewrite.kind === 'purge') {
    const path = safeText(rewrite.path);
    return (
      <MakeDialog
        title={t`Purge from every layer`}
        verb={t`Purge`}
        make={(signal) => client.container.purge({ image, path: rewrite.path, name: name.trim() }, { signal })}
        {...rest}
      >
        <p>
          <code>
            <bdi>{path}</bdi>
          </code>
        </p>
        <p className={form.hint}>
          <Trans>
            Deleting a path hides it; its bytes still ship in the layer below. A purge makes a new image whose layers
            hold no byte of it. Layers that had none stay as they are.
          </Trans>
        </p>
        {nameField}
      </MakeDialog>
    );
  }
  const choice = (label: string, value: number, set: (layer: number) => void) => (
    <label className={form.field}>
      <span>{label}</span>
      <input
        type="number"
        min={0}
        max={top}
        required
        value={value}
        onChange={(event) => set(Number(event.target.value))}
      />
    </label>
  );
  return (
    <MakeDialog
      title={t`Squash layers`}
      verb={t`Squash`}
      make={(signal) => client.container.squash({ image, from, to, name: name.trim() }, { signal })}
      {...rest}
    >
      <p className={form.hint}>
        <Trans>
          The layers of the range become one in a new image: the tree stays the same, what they hid among each other is
          gone.
        </Trans>
      </p>
      <div className={form.pair}>
        {choice(t`From layer`, from, setFrom)}
        {choice(t`To layer`, to, setTo)}
      </div>
      {nameField}
    </MakeDialog>
  );
}
