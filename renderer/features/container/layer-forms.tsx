import { Tabs } from '@base-ui/react/tabs';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { LAYER_FORMS, type LayerForm } from '../../../shared/contract/container.ts';
import { MAX_WINDOW_ROWS } from '../../../shared/contract/contract.ts';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ContainerLayerPage, LayerTarEntry, UpperEntry } from '../../../shared/model/container.ts';
import { useApp } from '../../app-context.ts';
import { Failure } from '../../ui/failure.tsx';
import tabs from '../../ui/tabs.module.css';
import { useLoaded } from '../../ui/use-loaded.ts';
import styles from './container.module.css';
import { DiffMark } from './diff-mark.tsx';

interface LayerFormsProps {
  readonly container: string;
  /** Another one: the layer changed. */
  readonly revision: number;
  readonly onGoTo: (path: string) => void;
}

/** The writable layer three ways: as `docker diff`, as it lies on disk under overlayfs, as tar entries of an OCI layer. */
export function LayerForms({ container, revision, onGoTo }: LayerFormsProps) {
  const { t } = useLingui();
  const [form, setForm] = useState<LayerForm>('docker');
  const labels: Readonly<Record<LayerForm, string>> = {
    docker: t`docker diff`,
    overlay: t`overlayfs`,
    oci: t`OCI tar`,
  };
  const tips: Readonly<Record<LayerForm, string>> = {
    docker: t`A added, C changed, D deleted, as “docker diff” lists them.`,
    overlay: t`The upper directory on disk: a character device 0:0 is a whiteout, an xattr makes a folder opaque.`,
    oci: t`The tar entries of the layer that a commit makes: .wh. deletes, .wh..wh..opq makes a folder opaque.`,
  };
  return (
    <aside className={styles.forms} aria-label={t`Writable layer`}>
      <Tabs.Root className={styles.formTabs} value={form} onValueChange={(value: LayerForm) => setForm(value)}>
        <Tabs.List className={tabs.list} aria-label={t`Forms of the writable layer`} activateOnFocus>
          {LAYER_FORMS.map((name) => (
            <Tabs.Tab key={name} value={name} className={tabs.tab}>
              {labels[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {LAYER_FORMS.map((name) => (
          <Tabs.Panel key={name} value={name} className={tabs.panel} tabIndex={-1}>
            <p className={styles.formTip}>{tips[name]}</p>
            <Page container={container} revision={revision} form={name} onGoTo={onGoTo} />
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </aside>
  );
}

function Page({ container, revision, form, onGoTo }: LayerFormsProps & { readonly form: LayerForm }) {
  const { t } = useLingui();
  const { client } = useApp().connection;
  const load = useCallback(
    (signal: AbortSignal) =>
      client.container.layer({ container, as: form, start: 0, end: MAX_WINDOW_ROWS }, { signal }),
    [client, container, form],
  );
  const [loaded, retry] = useLoaded<ContainerLayerPage>(load);
  const again = useEffectEvent(retry);
  const shown = useRef(revision);
  useEffect(() => {
    if (shown.current === revision) return;
    shown.current = revision;
    again();
  }, [revision]);
  if (loaded.kind === 'failed') return <Failure error={loaded.error} onRetry={retry} />;
  const page = loaded.value;
  if (!page) return null;
  const { rows, total } = page;
  const more = total - rows.rows.length;
  if (total === 0)
    return (
      <p className={styles.empty}>
        <Trans>The writable layer is empty. Edit a file, and it is copied up into it.</Trans>
      </p>
    );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
    <ul className={styles.formRows} tabIndex={0} aria-label={t`Entries`}>
      {rows.as === 'docker' &&
        rows.rows.map(({ kind, path }) => (
          <li key={path}>
            <button type="button" onClick={() => onGoTo(path)}>
              <DiffMark kind={kind} short />
              <bdi>{safeText(path)}</bdi>
            </button>
          </li>
        ))}
      {rows.as === 'overlay' && rows.rows.map((entry) => <OverlayRow key={entry.path} entry={entry} />)}
      {rows.as === 'oci' && rows.rows.map((entry) => <TarRow key={entry.name} entry={entry} />)}
      {more > 0 && (
        <li className={styles.formNote}>
          <Plural value={more} one="and # more" other="and # more" />
        </li>
      )}
    </ul>
  );
}

function OverlayRow({ entry }: { entry: UpperEntry }) {
  const { path, whiteout, opaque, type, mode, uid, gid, size, linkTarget, hardlink } = entry;
  return (
    <li data-selectable data-mark={whiteout ? 'D' : opaque ? 'C' : undefined}>
      <bdi>{safeText(path)}</bdi>
      <code>
        {whiteout
          ? 'c 0:0  whiteout'
          : [type, mode, `${uid}:${gid}`, type === 'file' ? formatBytes(size) : ''].filter(Boolean).join('  ')}
      </code>
      {opaque && <code>trusted.overlay.opaque=&quot;y&quot;</code>}
      {linkTarget !== undefined && <code>→ {safeText(linkTarget)}</code>}
      {hardlink !== undefined && <code>= {safeText(hardlink)}</code>}
    </li>
  );
}

function TarRow({ entry }: { entry: LayerTarEntry }) {
  const { name, type, mode, uid, gid, size, link } = entry;
  const isMarker = /(^|\/)\.wh\./.test(name);
  return (
    <li data-selectable data-mark={isMarker ? 'D' : undefined}>
      <bdi>{safeText(name)}</bdi>
      <code>
        {[type, mode, `${uid}:${gid}`, type === 'file' ? formatBytes(size) : ''].filter(Boolean).join('  ')}
        {link !== undefined && ` → ${safeText(link)}`}
      </code>
    </li>
  );
}
