import { expect, test } from 'vitest';
import type { ImageDocument } from '../../../shared/model/document.ts';
import type { LayerSummary } from '../../../shared/model/layer.ts';
import type { Digest, DiffID } from '../../../shared/oci/digest.ts';
import { digestTargets } from './digest-targets.ts';

const document = (digest: string): ImageDocument => ({
  kind: 'config',
  title: digest,
  digest: digest as Digest,
  mediaType: null,
  size: 2,
  text: '{}',
});
const layer = (index: number, digest: string | null, diffID: string | null): LayerSummary => ({
  index,
  digest: digest as Digest | null,
  diffID: diffID as DiffID | null,
  chainID: null,
  mediaType: null,
  compression: 'gzip',
  blobSize: 0,
  tarSize: null,
  contentSize: null,
  entries: null,
  added: null,
  changed: null,
  removed: null,
  createdBy: null,
  created: null,
  state: 'ready',
});
const targets = digestTargets(
  [document('sha256:index'), document('sha256:config')],
  [layer(0, 'sha256:blob0', 'sha256:empty'), layer(1, null, 'sha256:diff1'), layer(2, 'sha256:blob2', 'sha256:empty')],
);

test.each([
  ['a document is named by its digest', 'sha256:config', { kind: 'document', index: 1 }],
  ['a layer is named by its blob', 'sha256:blob2', { kind: 'layer', layer: 2 }],
  ['and by its diffID', 'sha256:diff1', { kind: 'layer', layer: 1 }],
  ['the same bytes twice are the lower layer', 'sha256:empty', { kind: 'layer', layer: 0 }],
  ['what the image lacks is nothing', 'sha256:other', undefined],
])('%s', (_, digest, expected) => expect(targets.get(digest)).toEqual(expected));
