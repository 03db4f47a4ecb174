import { arrayField } from '../oci/json.ts';
import { DEFAULT_LIMITS } from '../limits/limits.ts';
import type { Warning } from '../../../shared/model/warning.ts';
import { oddConfigFields, parseImageConfig } from '../oci/image-config.ts';
import type { StoredDocument } from './source.ts';
import { refusal, type DocumentResult } from './stored-document.ts';

/**
 * What is odd about an image's config. None of it stops the image from being browsed.
 * @param result null when the manifest names no config
 * @param image what names the config, such as `image 1 of manifest.json`
 */
export function configWarnings(result: DocumentResult | null, image: string, layerCount: number): readonly Warning[] {
  const missing = 'its history, platform and diffIDs are unknown';
  if (result === null) return [{ code: 'config-missing', message: `The ${image} names no config: ${missing}.` }];
  if (result.kind === 'refused')
    return [{ code: 'config-missing', message: `The config of the ${image} ${refusal(result)}: ${missing}.` }];
  const { document, value } = result;
  if (document.problem !== undefined) return [{ code: 'bad-config', message: document.problem }];

  const warnings = [...digestWarnings(document)];
  const odd = oddConfigFields(value);
  if (odd.length > 0)
    warnings.push({
      code: 'odd-config',
      message: `The ${document.title} has values of the wrong type, which are passed over: ${odd.join(', ')}.`,
    });
  const rows = arrayField(value, 'history').length;
  if (rows > DEFAULT_LIMITS['history-rows'])
    warnings.push({
      code: 'history-cut',
      message: `The ${document.title} has ${rows} rows of history; the first ${DEFAULT_LIMITS['history-rows']} are shown (limit history-rows).`,
    });
  const { diffIDs } = parseImageConfig(value);
  if (diffIDs.length !== layerCount)
    warnings.push({
      code: 'layer-count',
      message: `The ${image} lists ${layerCount} layers, but its config has ${diffIDs.length} diffIDs.`,
    });
  return warnings;
}

/** One warning when a document's bytes do not hash to what names it. */
export function digestWarnings({ title, digest, claimed }: StoredDocument): readonly Warning[] {
  if (claimed === null || claimed.digest === digest) return [];
  return [
    { code: 'digest-mismatch', message: `The ${title} hashes to ${digest}, but ${claimed.by} says ${claimed.digest}.` },
  ];
}
