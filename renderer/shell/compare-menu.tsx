import { Menu } from '@base-ui/react/menu';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { useStore } from 'zustand';
import { safeText } from '../../shared/format/safe-text.ts';
import type { ImageHandle, OpenedSourceSummary } from '../../shared/model/image.ts';
import { useApp } from '../app-context.ts';
import { compareWith } from '../features/library/open-source.ts';
import { sourcesOf } from '../stores/session.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { baseName, imageTitle, platformText, shortName } from '../ui/image-words.ts';
import menu from '../ui/menu.module.css';

interface CompareMenuProps {
  readonly opened: OpenedSourceSummary;
  readonly image: ImageHandle;
  readonly onOpenFile: () => void;
}

/** Begins a comparison of the image in front with another that is open, was open, or lies in a file. */
export function CompareMenu({ opened, image, onOpenFile }: CompareMenuProps) {
  const app = useApp();
  const tabs = useStore(app.session, (state) => state.tabs);
  const [recent, setRecent] = useState(app.host.recent);
  const [stored, setStored] = useState<readonly string[]>([]);
  const sources = [...new Map(tabs.flatMap(sourcesOf).map((source) => [source.source.path, source])).values()];
  const choices = sources.flatMap((source) =>
    source.images
      .filter((other) => other.kind === 'image' && other.problem === undefined && other.handle !== image)
      .map((other) => ({ source, other })),
  );
  const open = new Set(sources.map((source) => source.source.path));
  const before = { opened, image };
  const top = (opened.images.find(({ handle }) => handle === image)?.layerCount ?? 0) - 1;

  // What was opened in this window is recent as well.
  const refresh = () => {
    app.connection.client.host.info().then(
      (host) => setRecent(host.recent),
      () => {},
    );
    app.connection.client.store.list().then(
      ({ images }) => setStored(images.flatMap(({ names, manifestDigest }) => names[0] ?? manifestDigest)),
      () => {},
    );
  };

  return (
    <Menu.Root onOpenChange={(shown) => shown && refresh()}>
      <Menu.Trigger render={<Button look="plain" icon="swap" />}>
        <Trans>Compare with…</Trans>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            {choices.map(({ source, other }) => (
              <Menu.Item
                key={other.handle}
                className={menu.item}
                onClick={() => app.session.getState().compare(before, { opened: source, image: other.handle })}
              >
                <Icon name="box" />
                {imageTitle(other)}
                <span className={menu.hint}>{platformText(other.platform)}</span>
              </Menu.Item>
            ))}
            {choices.length > 0 && <Menu.Separator className={menu.separator} />}
            {recent
              .filter(({ path }) => !open.has(path))
              .map(({ path, names }) => (
                <Menu.Item
                  key={path}
                  className={menu.item}
                  title={safeText(path)}
                  onClick={() => void compareWith(app, before, { kind: 'path', path })}
                >
                  <Icon name="clock" />
                  {names[0] === undefined ? safeText(baseName(path)) : shortName(names[0])}
                  <span className={menu.hint}>{safeText(baseName(path))}</span>
                </Menu.Item>
              ))}
            {top > 0 && (
              <Menu.Item
                className={menu.item}
                onClick={() => app.session.getState().compare({ ...before, layers: { from: 0, to: top - 1 } }, before)}
              >
                <Icon name="layers" />
                <Trans>Layers of this image…</Trans>
              </Menu.Item>
            )}
            {stored
              .filter(
                (name) => !before.opened.images.some(({ handle, names }) => handle === image && names.includes(name)),
              )
              .map((name) => (
                <Menu.Item
                  key={name}
                  className={menu.item}
                  onClick={() => void compareWith(app, before, { kind: 'path', path: name })}
                >
                  <Icon name="layers" />
                  {shortName(name)}
                  <span className={menu.hint}>
                    <Trans>stored</Trans>
                  </span>
                </Menu.Item>
              ))}
            <Menu.Item className={menu.item} onClick={onOpenFile}>
              <Icon name="archive" />
              <Trans>Open image file…</Trans>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
