import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { formatBytes, formatExactBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { useApp } from '../../app-context.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useOfferedCommands } from '../../use-offered-commands.ts';
import type { LibraryRow } from './library-rows.ts';
import { LibraryTable } from './library-table.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { saveArchive } from './store-work.ts';
import { StoredMenu } from './stored-menu.tsx';
import type { StoredRow } from './stored-rows.ts';
import { TagDialog } from './tag-dialog.tsx';
import type { Store } from './use-image-store.ts';

interface StoredImagesProps {
  readonly store: Store;
  /** Those that the filter leaves. */
  readonly rows: readonly StoredRow[];
  readonly picked: readonly string[];
  readonly onPick: (row: LibraryRow, picked: boolean) => void;
  readonly onOpen: (row: LibraryRow) => void;
  /** Picks it for a comparison with the next that is picked. */
  readonly onCompare: (row: StoredRow) => void;
  /** Asks for a file to load. */
  readonly onLoad: () => void;
}

/** The images of the store by repository, and what can be done with them. */
export function StoredImages({ store, rows, picked, onPick, onOpen, onCompare, onLoad }: StoredImagesProps) {
  const { t } = useLingui();
  const app = useApp();
  const [asked, setAsked] = useState<{ readonly what: 'tag' | 'remove'; readonly row: StoredRow } | null>(null);
  const { loaded, removal } = store;
  const listing = loaded.kind === 'failed' ? undefined : loaded.value;
  const total = listing?.images.length ?? 0;
  useOfferedCommands([
    { id: 'store-load', label: t`Load a file into the store…`, run: onLoad },
    { id: 'store-gc', label: t`Free what no stored image needs`, run: () => void store.collectGarbage() },
    { id: 'store-refresh', label: t`Look at the store again`, run: store.refresh },
  ]);
  const size = formatBytes(listing?.size ?? 0);
  return (
    <>
      <LibraryTable
        title={t`Stored images`}
        rows={rows}
        picked={picked}
        onPick={onPick}
        onOpen={onOpen}
        sizeTip={t`Bytes of all its blobs in the store, those it shares too`}
        headings={[
          { name: t`Only here`, tip: t`Bytes that no other stored image uses: what removing it frees` },
          { name: t`Shared with`, tip: t`Other stored images that have a layer in common with it` },
        ]}
        renderCells={({ image, sharedWith }) => [
          <span key="unique" title={formatExactBytes(image.unique)}>
            {formatBytes(image.unique)}
          </span>,
          <span key="shared" title={sharedWith.map(safeText).join('\n')}>
            {sharedWith.length > 0 && sharedWith.length}
          </span>,
        ]}
        actions={
          <>
            {total > 0 && (
              <span title={t`Bytes of all blobs of the store, each once`}>
                <Trans>{size} in all</Trans>
              </span>
            )}
            <Button icon="drop" onClick={onLoad}>
              <Trans>Load a file…</Trans>
            </Button>
            <IconButton icon="refresh" label={t`Look at the store again`} onClick={store.refresh} />
          </>
        }
        renderMenu={(row) => (
          <StoredMenu
            row={row}
            onOpen={() => onOpen(row)}
            onCompare={() => onCompare(row)}
            onTag={() => setAsked({ what: 'tag', row })}
            onSave={(format) => void saveArchive(app, row.opening, format)}
            onRemove={() => setAsked({ what: 'remove', row })}
          />
        )}
        empty={
          loaded.kind === 'failed' ? (
            <Failure error={loaded.error} onRetry={store.refresh} />
          ) : listing === undefined ? (
            <span role="status">
              <Trans>Looking at the store…</Trans>
            </span>
          ) : total > 0 ? (
            <Trans>No image here is called that.</Trans>
          ) : (
            <Trans>
              The store keeps images without their files: each layer once, however many images share it. It is an OCI
              layout that skopeo and podman read.
            </Trans>
          )
        }
      />
      {removal && (
        <Notice kind="info" actions={<IconButton icon="close" label={t`Dismiss`} onClick={store.dismiss} />}>
          <Removed {...removal} />
        </Notice>
      )}
      {asked?.what === 'tag' && (
        <TagDialog
          row={asked.row}
          onTag={(name) => store.tag(asked.row.image.manifestDigest, name)}
          onClose={() => setAsked(null)}
        />
      )}
      {asked?.what === 'remove' && (
        <RemoveDialog
          row={asked.row}
          onRemove={() => void store.remove(asked.row.image.manifestDigest, asked.row.name)}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

function Removed({ names, images, bytes, kept }: NonNullable<Store['removal']>) {
  const name = names.map(safeText).join(', ');
  const freed = formatBytes(bytes);
  return (
    <>
      {name !== '' && <strong>{name} </strong>}
      {images === 0 && bytes === 0 ? (
        <Trans>Removed; nothing was freed.</Trans>
      ) : (
        <Trans>Removed; {freed} were freed.</Trans>
      )}
      {kept.map((sentence) => (
        <p key={sentence}>{safeText(sentence)}</p>
      ))}
    </>
  );
}
