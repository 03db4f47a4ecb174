import { Menu } from '@base-ui/react/menu';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useStore } from 'zustand';
import { dataURL } from '../../../shared/contract/contract.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import { LIST_FORMATS, type ListChoice } from '../../../shared/model/export.ts';
import type { ImageSummary } from '../../../shared/model/image.ts';
import { useApp } from '../../app-context.ts';
import { wireErrorOf } from '../../host/outcrop-error.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { Button } from '../../ui/button.tsx';
import { downloadFrom } from '../../saving/download-from.ts';
import { fileNameFor } from '../../ui/file-content/path-name.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { imageTitle } from '../../ui/image-words.ts';
import menu from '../../ui/menu.module.css';
import { FolderExport } from './folder-export.tsx';

interface ExportMenuProps {
  readonly image: ImageSummary;
  readonly selection: SelectionStore;
}

/** Takes what is looked at out of the image: a path, a layer, the whole tree, or a list of it. */
export function ExportMenu({ image, selection }: ExportMenuProps) {
  const { t } = useLingui();
  const { connection, activity } = useApp();
  const { handle } = image;
  const mode = useStore(selection, (state) => state.mode);
  const settled = useStore(selection, (state) => state.settled);
  const version = useStore(selection, (state) => state.version);
  const [asking, setAsking] = useState(false);
  const layer = mode.kind === 'layer' ? mode.layer : undefined;
  const title = imageTitle(image);
  const base = title.split('/').at(-1)?.replaceAll(':', '-') ?? 'image';
  const name = settled && settled.pathID !== 0 ? safeText(settled.path.split('/').at(-1) ?? '') : null;

  const save = async (url: string, fileName: string): Promise<void> => {
    const { start, report, end, fail } = activity.getState();
    const { key, signal } = start({ kind: 'saving', subject: fileName });
    try {
      await downloadFrom(connection.data, url, {
        fileName: fileNameFor(fileName),
        signal,
        read: (response) => counted(response, (done, total) => report(key, { done, total })),
      });
    } catch (error) {
      if (!signal.aborted) fail(fileName, wireErrorOf(error));
    } finally {
      end(key);
    }
  };
  const list: ListChoice = layer === undefined ? { name: 'files' } : { name: 'changes', from: layer, to: layer };
  return (
    <>
      <Menu.Root>
        <Menu.Trigger render={<Button look="plain" icon="drop" />}>
          <Trans>Export…</Trans>
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
            <Menu.Popup className={menu.popup}>
              {settled &&
                name !== null &&
                item(
                  'file',
                  t`${name} as a tar`,
                  () => void save(dataURL.exportTar(handle, [settled.pathID], version ?? layer), `${name}.tar`),
                )}
              {item(
                'layers',
                t`Root file system as a tar`,
                () => void save(dataURL.exportTar(handle, []), `${base}-rootfs.tar`),
              )}
              {item('folder', t`Into a folder…`, () => setAsking(true))}
              {layer !== undefined && (
                <>
                  <Menu.Separator className={menu.separator} />
                  {item(
                    'layers',
                    t`Files of layer ${layer} as a tar`,
                    () => void save(dataURL.exportTar(handle, [], layer), `${base}-layer-${layer}-files.tar`),
                  )}
                  {item(
                    'archive',
                    t`Layer ${layer} as it is stored`,
                    () => void save(dataURL.exportLayer(handle, layer), `${base}-layer-${layer}.blob`),
                  )}
                </>
              )}
              <Menu.Separator className={menu.separator} />
              {LIST_FORMATS.map((format) =>
                item(
                  'file',
                  layer === undefined
                    ? t`List of files as ${format.toUpperCase()}`
                    : t`Changes of layer ${layer} as ${format.toUpperCase()}`,
                  () => void save(dataURL.list(handle, list, format), `${base}-${list.name}.${format}`),
                ),
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {asking && (
        <FolderExport
          image={handle}
          selection={settled && name !== null ? { pathID: settled.pathID, path: settled.path } : null}
          layer={version ?? layer}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function item(icon: IconName, label: string, onClick: () => void) {
  return (
    <Menu.Item key={label} className={menu.item} onClick={onClick}>
      <Icon name={icon} />
      {label}
    </Menu.Item>
  );
}

/** The body of a response, told as it comes; `total` is 0 when the host does not know. */
async function counted(response: Response, tell: (done: number, total: number) => void): Promise<Blob> {
  const total = Number(response.headers.get('content-length') ?? 0);
  let done = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      done += chunk.byteLength;
      tell(done, total);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(counter)).blob();
}
