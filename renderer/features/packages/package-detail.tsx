import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { InstalledPackage, OwnedFile } from '../../../shared/model/packages.ts';
import type { OutcropClient } from '../../host/connect.ts';
import type { SelectionStore } from '../../stores/selection.ts';
import { IconButton } from '../../ui/button.tsx';
import { Failure } from '../../ui/failure.tsx';
import { LayerChip } from '../../ui/layer-chip.tsx';
import list from '../../ui/list-screen.module.css';
import { SafeName } from '../../ui/safe-name.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';

/** Files listed; the count is exact. */
const MOST_SHOWN = 400;

interface PackageDetailProps {
  readonly client: OutcropClient;
  readonly image: ImageHandle;
  readonly found: InstalledPackage;
  readonly selection: SelectionStore;
}

/** What one package says of itself, and the files that it owns. */
export function PackageDetail({ client, image, found, selection }: PackageDetailProps) {
  const { t } = useLingui();
  const { id, name, version, layer, source, license, foundIn, pathID, files } = found;
  const load = useCallback(
    (signal: AbortSignal) => client.packages.files({ image, id, start: 0, end: MOST_SHOWN }, { signal }),
    [client, image, id],
  );
  const [state, retry] = useLoaded(load);
  const { select, goTo } = selection.getState();
  const left = (files ?? 0) - MOST_SHOWN;
  return (
    <section className={list.detail} aria-label={t`Package`}>
      <h2>
        {layer !== null && <LayerChip layer={layer} />}
        <SafeName text={`${name} ${version}`} />
      </h2>
      <dl className={list.facts}>
        <div>
          <dt>
            <Trans>Found in</Trans>
          </dt>
          <dd>
            {pathID === null ? (
              <SafeName text={foundIn} />
            ) : (
              <button type="button" onClick={() => select(pathID, foundIn)}>
                <SafeName text={foundIn} />
              </button>
            )}
          </dd>
        </div>
        {source !== undefined && (
          <div>
            <dt>
              <Trans>Source</Trans>
            </dt>
            <dd>{safeText(source)}</dd>
          </div>
        )}
        {license !== undefined && (
          <div>
            <dt>
              <Trans>Licence</Trans>
            </dt>
            <dd>{safeText(license)}</dd>
          </div>
        )}
      </dl>
      {files === null && (
        <p className={list.number}>
          <Trans>Nothing in the image says which files it owns.</Trans>
        </p>
      )}
      {files === 0 && (
        <p className={list.number}>
          <Trans>The merged tree has none of its files.</Trans>
        </p>
      )}
      {state.kind === 'failed' && <Failure error={state.error} onRetry={retry} />}
      {state.kind !== 'failed' && (
        <ul className={list.paths} aria-label={t`Files of the package`}>
          {state.value?.map((file) => (
            <OwnedRow
              key={file.pathID}
              file={file}
              onSelect={() => select(file.pathID, file.path)}
              onGoTo={() => goTo(file.path)}
            />
          ))}
        </ul>
      )}
      {left > 0 && (
        <p className={list.number}>
          <Plural value={left} one="and # more" other="and # more" />
        </p>
      )}
    </section>
  );
}

function OwnedRow({ file, onSelect, onGoTo }: { file: OwnedFile; onSelect: () => void; onGoTo: () => void }) {
  const { t } = useLingui();
  const path = safeText(file.path);
  return (
    <li>
      <LayerChip layer={file.layer} />
      <button type="button" title={path} onClick={onSelect}>
        <SafeName text={file.path} />
      </button>
      <span className={list.size}>{file.type === 'file' ? formatBytes(file.size) : ''}</span>
      <IconButton icon="arrow-right" label={t`Show ${path} in Files`} onClick={onGoTo} />
    </li>
  );
}
