import type { Warning } from '../../../shared/model/warning.ts';
import type { SourceKind } from '../../../shared/model/image.ts';
import { isRecord, parseJson } from '../oci/json.ts';
import { readContainersDir } from './containers-dir/containers-dir.ts';
import { readDockerArchive } from './docker-archive/docker-archive.ts';
import { readDockerV1 } from './docker-v1/docker-v1.ts';
import type { FormResult } from './form.ts';
import type { Limits } from '../limits/limits.ts';
import { readRegion, type Members } from './members/members.ts';
import { readOciLayout } from './oci-layout/oci-layout.ts';
import { withSociTables } from './soci-tables.ts';
import { createDocumentReader, type DocumentReader } from './stored-document.ts';
import { uniteImages } from './unite-images.ts';

/** What the documents of a tar or folder say. */
export type Forms =
  | ({ readonly kind: 'images'; readonly source: SourceKind } & FormResult)
  /** It has the marks of an image; `problem` is a half sentence that says what is wrong. */
  | { readonly kind: 'unusable'; readonly problem: string }
  /** No mark of any form: a plain tar, or any folder. */
  | { readonly kind: 'none' };

/** Warnings that name the document which leads to the config. */
const ABOUT_CONFIG: ReadonlySet<string> = new Set(['layer-count', 'config-missing']);

/**
 * Reads whichever forms are there. manifest.json and index.json may live in one archive and are united.
 * @param container decides the name of the form only
 * @param isCutOff the end is missing, and with it maybe what names the images
 */
export async function readForms(
  members: Members,
  container: 'archive' | 'folder',
  isCutOff: boolean,
  limits: Limits,
): Promise<Forms> {
  const { topLevel } = members;
  const reader = createDocumentReader(members, limits);
  if (container === 'folder' && topLevel.has('version') && (await holdsObject(reader, 'manifest.json')))
    return { kind: 'images', source: 'containers-dir', ...withOddities(await readContainersDir(reader), reader) };

  const archive = topLevel.has('manifest.json') ? await readDockerArchive(reader) : undefined;
  const layout = topLevel.has('index.json') || topLevel.has('oci-layout') ? await readOciLayout(reader) : undefined;
  const images = withSociTables(
    uniteImages(
      limits,
      layout?.kind === 'images' ? layout.images : [],
      archive?.kind === 'images' ? archive.images : [],
    ),
  );
  const problems = [
    ...(archive?.kind === 'unusable' ? [`manifest.json ${archive.problem}`] : []),
    ...(layout?.kind === 'unusable' ? [`index.json ${layout.problem}`] : []),
  ];
  // Docker and podman write both documents of one image: what is odd about its config is told once.
  const told = layout?.kind === 'images' ? layout : undefined;
  const areTwins = told?.images.length === images.length;
  const isTold = ({ code, message }: Warning) =>
    told?.warnings.some(
      (known) => known.message === message || (areTwins && ABOUT_CONFIG.has(code) && known.code === code),
    );
  if (images.length > 0) {
    const warnings = [
      ...problems.map((problem) => ({
        code: 'bad-manifest',
        message: `${problem}; its images are known from elsewhere.`,
      })),
      ...reader.warnings,
      ...(layout?.kind === 'images' ? layout.warnings : []),
      ...(archive?.kind === 'images' ? archive.warnings.filter((warning) => !isTold(warning)) : []),
    ];
    return { kind: 'images', source: sourceKind(archive?.kind === 'images', container), images, warnings };
  }
  // A root file system may well have a manifest.json of its own.
  if (problems.length > 0 && isRootfs(topLevel)) return { kind: 'none' };
  if (problems.length > 0) return { kind: 'unusable', problem: problems.join(' and ') };
  return readOldForms(members, isCutOff, limits);
}

function withOddities(form: FormResult, { warnings }: DocumentReader): FormResult {
  return { ...form, warnings: [...warnings, ...form.warnings] };
}

function isRootfs(topLevel: ReadonlySet<string>): boolean {
  const hasMark = ['oci-layout', 'blobs', 'repositories'].some((name) => topLevel.has(name));
  return !hasMark && ['etc', 'usr', 'bin'].some((name) => topLevel.has(name));
}

const LAYOUT_NAMES: ReadonlySet<string> = new Set(['blobs', 'oci-layout', 'repositories']);

/** Docker before 1.10, or the marks of an archive whose manifest is missing. */
async function readOldForms(members: Members, isCutOff: boolean, limits: Limits): Promise<Forms> {
  const names = [...members.topLevel];
  // Since Docker writes manifest.json it also writes configs into the root; then the layers' own JSON is a leftover,
  // as it is when the end of the archive, where manifest.json lies, is missing.
  const hasConfig = names.some((name) => /^(?:sha256:[0-9a-f]{64}|[0-9a-f]{64}\.(?:json|tar(?:\.\w+)?))$/.test(name));
  const isLegacy = names.includes('repositories') || !isCutOff;
  if (!hasConfig && isLegacy) {
    const reader = createDocumentReader(members, limits);
    const legacy = withOddities(await readDockerV1(reader), reader);
    if (legacy.images.length > 0) return { kind: 'images', source: 'docker-archive-v1', ...legacy };
  }
  const hasLayers = await someAsync(
    names.filter((name) => /^[0-9a-f]{64}$/.test(name)),
    async (name) => (await members.find(`${name}/layer.tar`)).kind !== 'absent',
  );
  const hasBlobs = names.length > 0 && names.every((name) => LAYOUT_NAMES.has(name));
  return hasLayers || hasConfig || hasBlobs || names.includes('repositories')
    ? { kind: 'unusable', problem: 'it holds parts of an image, but neither manifest.json nor index.json' }
    : { kind: 'none' };
}

async function someAsync(names: readonly string[], test: (name: string) => Promise<boolean>): Promise<boolean> {
  // oxlint-disable-next-line no-await-in-loop
  for (const name of names) if (await test(name)) return true;
  return false;
}

function sourceKind(fromArchive: boolean, container: 'archive' | 'folder'): SourceKind {
  if (container === 'archive') return fromArchive ? 'docker-archive' : 'oci-archive';
  return fromArchive ? 'docker-folder' : 'oci-layout';
}

async function holdsObject({ members, limits }: DocumentReader, name: string): Promise<boolean> {
  const found = await members.find(name);
  if (found.kind !== 'file' || found.region.size > limits['manifest-bytes']) return false;
  const json = parseJson(await readRegion(found.region));
  return json.kind === 'json' && isRecord(json.value);
}
