import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useSyncExternalStore } from 'react';
import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatInstruction } from '../../../shared/format/instruction.ts';
import { safeText } from '../../../shared/format/safe-text.ts';
import type { ImageHandle } from '../../../shared/model/image.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import { useApp } from '../../app-context.ts';
import { Failure } from '../../ui/failure.tsx';
import { Icon } from '../../ui/icon.tsx';
import { layerColor } from '../../ui/layer-chip.tsx';
import { Term } from '../../ui/term.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import type { ContainerModel } from './container-model.ts';
import { EffectList } from './effect-list.tsx';
import styles from './container-stack.module.css';

/** A container's storage as Docker stacks it: writable layer, init layer, volumes, and the image's layers, which stay as they are. */
export function ContainerStack({ model, image }: { model: ContainerModel; image: ImageHandle }) {
  const { t } = useLingui();
  const { client } = useApp().connection;
  const { state, edited, revision } = useSyncExternalStore(model.subscribe, model.current);
  const load = useCallback((signal: AbortSignal) => readLayers(client, image, signal), [client, image]);
  const [loaded, retry] = useLoaded(load);
  const layers = loaded.kind === 'ready' ? loaded.value : [];
  const effects = edited?.effects ?? [];
  const sources = new Set(effects.flatMap(({ kind, layer }) => (kind === 'copy-up' && layer !== null ? [layer] : [])));
  if (!state) return null;
  const { counts, upperBytes, upperEntries, init, summary } = state;
  return (
    <section className={styles.pane} aria-label={t`Storage of the container`}>
      <header className={styles.head}>
        <h2>
          <Trans>Storage</Trans>
        </h2>
      </header>
      <div className={styles.scroll}>
        <ol className={styles.stack} aria-label={t`Layers, top first`}>
          {/* Another key begins the animation anew. */}
          <li key={`upper-${revision}`} className={styles.upper} data-flash={effects.length > 0 || undefined}>
            <span className={styles.what}>
              <Icon name="pencil" />
              <Term tip={t`Every change of the container lands here; the layers below are never written.`}>
                <Trans>Writable layer</Trans>
              </Term>
            </span>
            <span className={styles.meta}>
              <span>
                <Plural value={upperEntries} _0="empty" one="# entry" other="# entries" />
                {upperEntries > 0 && ` · ${formatBytes(upperBytes)}`}
              </span>
              <span className={styles.counts}>
                <span data-kind="A" title={t`Paths added`}>{`A ${counts.A}`}</span>
                <span data-kind="C" title={t`Paths changed`}>{`C ${counts.C}`}</span>
                <span data-kind="D" title={t`Paths deleted`}>{`D ${counts.D}`}</span>
              </span>
            </span>
          </li>
          <li className={styles.init} title={init.join('\n')}>
            <span className={styles.what}>
              <Icon name="gear" />
              <Term
                tip={t`Mount points that the engine puts between image and container: /etc/hosts, /dev/console and others. Never committed.`}
              >
                <Trans>Init layer</Trans>
              </Term>
            </span>
            <span className={styles.meta}>
              <Plural value={init.length} one="# entry" other="# entries" />
            </span>
          </li>
          {summary.volumes.map((volume) => (
            <li key={volume} className={styles.volume}>
              <span className={styles.what}>
                <Icon name="archive" />
                <Term tip={t`Hides what the image has at its path; it is not part of the layer and is not committed.`}>
                  <Trans>Volume</Trans>
                </Term>{' '}
                <bdi>{safeText(volume)}</bdi>
              </span>
            </li>
          ))}
          {layers.toReversed().map((layer) => (
            <li
              key={`${layer.index}-${sources.has(layer.index) ? revision : ''}`}
              className={styles.layer}
              data-layer-color={layerColor(layer.index)}
              data-source={sources.has(layer.index) || undefined}
            >
              <span className={styles.band}>{layer.index}</span>
              <span className={styles.words}>
                <bdi className={styles.instruction}>
                  {layer.createdBy === null ? t`No instruction recorded` : safeText(formatInstruction(layer.createdBy))}
                </bdi>
                <span className={styles.meta}>
                  <span>{formatBytes(layer.contentSize ?? layer.blobSize)}</span>
                  <span>
                    <Trans>read-only</Trans>
                  </span>
                </span>
              </span>
              {sources.has(layer.index) && (
                <span className={styles.flow} aria-hidden="true">
                  <Icon name="arrow-up" size={14} />
                </span>
              )}
            </li>
          ))}
        </ol>
        {loaded.kind === 'failed' && <Failure error={loaded.error} onRetry={retry} />}
        {edited && <EffectList edited={edited} />}
      </div>
    </section>
  );
}

async function readLayers(
  client: ReturnType<typeof useApp>['connection']['client'],
  image: ImageHandle,
  signal: AbortSignal,
): Promise<readonly LayerSummary[]> {
  for await (const event of await client.image.load({ image }, { signal }))
    if (event.kind === 'ready') return event.layers;
  return [];
}
