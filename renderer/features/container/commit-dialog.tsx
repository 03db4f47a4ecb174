import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { ContainerState, MadeImage } from '../../../shared/model/container.ts';
import { useApp } from '../../app-context.ts';
import form from '../../ui/form.module.css';
import { MakeDialog } from './make-dialog.tsx';

interface CommitDialogProps {
  readonly state: ContainerState;
  readonly openMade: (made: MadeImage) => void;
  readonly compareMade: (made: MadeImage) => void;
  readonly onClose: () => void;
}

/** One field of the form, and the instruction that it becomes; `each` for one that takes a line each. */
const FIELDS = [
  { word: 'ENV', each: true, example: 'LANG=C.UTF-8' },
  { word: 'LABEL', each: true, example: 'version="2"' },
  { word: 'CMD', each: false, example: '["nginx", "-g", "daemon off;"]' },
  { word: 'ENTRYPOINT', each: false, example: '["/entrypoint.sh"]' },
  { word: 'USER', each: false, example: '1000:1000' },
  { word: 'WORKDIR', each: false, example: '/srv' },
  { word: 'EXPOSE', each: true, example: '8080/tcp' },
  { word: 'VOLUME', each: true, example: '/data' },
] as const;
type Word = (typeof FIELDS)[number]['word'];

/** What a commit says beside the files: its name, who and why, and what of the config changes. */
export function CommitDialog({ state, openMade, compareMade, onClose }: CommitDialogProps) {
  const { t } = useLingui();
  const { client } = useApp().connection;
  const [name, setName] = useState('');
  const [author, setAuthor] = useState('');
  const [message, setMessage] = useState('');
  const [words, setWords] = useState<Partial<Record<Word, string>>>({});
  const changes = FIELDS.flatMap(({ word, each }) => {
    const text = (words[word] ?? '').trim();
    const lines = each ? text.split('\n') : [text];
    return lines.filter((line) => line.trim() !== '').map((line) => `${word} ${line.trim()}`);
  });
  const container = state.summary.id;
  return (
    <MakeDialog
      title={t`Commit the container`}
      verb={t`Commit`}
      make={(signal) => client.container.commit({ container, name: name.trim(), author, message, changes }, { signal })}
      openMade={openMade}
      compareMade={compareMade}
      onClose={onClose}
    >
      <p className={form.hint}>
        <Trans>
          The writable layer becomes the top layer of a new image in the store, which shares every layer below.
        </Trans>
      </p>
      <label className={form.field}>
        <span>{t`Name and tag`}</span>
        <input
          type="text"
          className={form.mono}
          value={name}
          placeholder="myapp:2"
          spellCheck={false}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <div className={form.pair}>
        <label className={form.field}>
          <span>{t`Author`}</span>
          <input type="text" value={author} onChange={(event) => setAuthor(event.target.value)} />
        </label>
        <label className={form.field}>
          <span>{t`Message`}</span>
          <input type="text" value={message} onChange={(event) => setMessage(event.target.value)} />
        </label>
      </div>
      <p className={form.hint}>
        <Trans>
          What of the config changes; what is left empty stays. ENV, LABEL, EXPOSE and VOLUME take a line each.
        </Trans>
      </p>
      <div className={form.pair}>
        {FIELDS.map(({ word, each, example }) => {
          const shared = {
            className: form.mono,
            value: words[word] ?? '',
            placeholder: example,
            spellCheck: false,
          };
          const set = (text: string) => setWords({ ...words, [word]: text });
          return (
            <label key={word} className={form.field}>
              <span>{word}</span>
              {each ? (
                <textarea rows={1} {...shared} onChange={(event) => set(event.target.value)} />
              ) : (
                <input type="text" {...shared} onChange={(event) => set(event.target.value)} />
              )}
            </label>
          );
        })}
      </div>
    </MakeDialog>
  );
}
