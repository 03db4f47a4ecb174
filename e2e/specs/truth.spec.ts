import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { fixture, imageForms, type ImageForm } from '../harness/forms.ts';
import { outcropJSON, outcropLines, requireBuild, succeeded } from '../harness/product.ts';
import { makeScratch, removeScratch } from '../harness/scratch.ts';
import {
  contentTruth,
  diffIDTruth,
  disagreements,
  hiddenTruth,
  layerFacts,
  layerTruth,
  mergedFacts,
  mergedTruth,
  type ListedEntry,
} from '../harness/truth.ts';

interface Inspected {
  readonly source: { readonly kind: string };
  readonly images: readonly {
    readonly id: string;
    readonly config: unknown;
    readonly names: readonly string[];
    readonly kind?: string;
    readonly platform: { readonly os: string; readonly architecture: string; readonly variant?: string } | null;
    readonly layers: readonly { readonly diffID: string }[];
  }[];
}
interface Verified {
  readonly ok: boolean;
  readonly items: readonly { readonly state: string; readonly expected: string | null }[];
}
interface Hidden {
  readonly path: string;
  readonly rawPath?: string;
  readonly layer: number;
  readonly size: number;
  readonly hiddenBy: { readonly layer: number };
}

/** Files read back by content in a form; in an image's first form all of them are. */
const SAMPLED_FILES = 4;

let scratch: string;
let home: string;

test.beforeAll(async () => {
  requireBuild();
  scratch = makeScratch();
  home = join(scratch, 'home');
  await mkdir(home);
});
test.afterAll(() => removeScratch(scratch));

const forms = imageForms();
for (const [index, form] of forms.entries()) {
  test(`${form.image}, ${form.form}: what the kernel and tar say`, async () => {
    test.skip(form.missing !== undefined, form.missing);
    test.setTimeout(180_000);
    const folder = join(scratch, `form-${index}`);
    await mkdir(folder);
    const path = await form.make(folder);
    await checkIdentity(form, path);
    await checkTree(form, path);
    await checkLayers(form, path);
    const first = forms.findIndex(({ image }) => image === form.image) === index;
    await checkContents(form, path, first ? Number.POSITIVE_INFINITY : SAMPLED_FILES);
    await checkHidden(form, path);
    removeScratch(folder);
  });
}

test('an index of four platforms and an attestation: each image can be picked', async () => {
  const path = fixture('multi-attest.oci.tar');
  const { images } = (await outcropJSON(['inspect', path, '--json'], { home })) as Inspected;
  expect(images.filter(({ kind }) => kind === undefined)).toHaveLength(4);
  expect(images.filter(({ kind }) => kind === 'attestation')).toHaveLength(1);
  for (const { platform, kind } of images) {
    if (kind !== undefined || !platform) continue;
    const name = [platform.os, platform.architecture, platform.variant].filter(Boolean).join('/');
    const entries = await outcropLines(['ls', path, '-R', '--json', '--platform', name], { home });
    expect(entries.length, name).toBeGreaterThan(0);
    const { ok } = (await outcropJSON(['verify', path, '--json', '--platform', name], { home })) as Verified;
    expect(ok, name).toBe(true);
  }
});

test('an image without layers opens, lists nothing but the root, and verifies', async () => {
  const path = fixture('zero-layers.oci.tar');
  const entries = (await outcropLines(['ls', path, '-R', '--json'], { home })) as ListedEntry[];
  expect(entries.filter((entry) => entry.path !== '/')).toEqual([]);
  expect(await outcropJSON(['layers', path, '--json'], { home })).toEqual([]);
  expect(((await outcropJSON(['verify', path, '--json'], { home })) as Verified).ok).toBe(true);
});

async function checkIdentity(form: ImageForm, path: string): Promise<void> {
  await test.step('identity', async () => {
    const { source, images } = (await outcropJSON(['inspect', path, '--json'], { home })) as Inspected;
    expect(source.kind).toBe(form.kind);
    expect(images).toHaveLength(1);
    expect(images[0]?.layers.map(({ diffID }) => diffID)).toEqual(diffIDTruth(form.truth));
    expect(images[0]?.id).toBe(await form.imageID());
    if (form.keepsConfig)
      expect(images[0]?.config).toEqual(JSON.parse(readFileSync(join(form.truth, 'config.raw.json'), 'utf8')));
    const { ok, items } = (await outcropJSON(['verify', path, '--json'], { home })) as Verified;
    // What nothing claims has no digest to be compared with.
    expect(items.filter(({ state, expected }) => state !== 'ok' && expected !== null)).toEqual([]);
    expect(ok).toBe(true);
  });
}

async function checkTree(form: ImageForm, path: string): Promise<void> {
  await test.step('merged tree', async () => {
    const entries = (await outcropLines(['ls', path, '-R', '--json'], { home })) as ListedEntry[];
    expect(disagreements(mergedTruth(form.truth), mergedFacts(entries))).toEqual([]);
  });
}

async function checkLayers(form: ImageForm, path: string): Promise<void> {
  await test.step('each layer', async () => {
    await inPairs([...diffIDTruth(form.truth).keys()], async (layer) => {
      const args = ['ls', path, '-R', '--layer', String(layer), '--json'];
      const entries = (await outcropLines(args, { home })) as ListedEntry[];
      expect(disagreements(layerTruth(form.truth, layer), layerFacts(entries)), `layer ${layer}`).toEqual([]);
    });
  });
}

async function checkContents(form: ImageForm, path: string, limit: number): Promise<void> {
  await test.step('contents', async () => {
    const contents = [...contentTruth(form.truth)].filter(([name]) => isText(name));
    const stride = Math.max(1, Math.floor(contents.length / limit));
    const sampled = contents.filter((_, at) => at % stride === 0);
    await inPairs(sampled, async ([name, digest]) => {
      const utf8 = Buffer.from(name, 'latin1').toString('utf8');
      const { stdout } = await succeeded(['cat', path, utf8], { home });
      expect(createHash('sha256').update(stdout).digest('hex'), utf8).toBe(digest);
    });
  });
}

async function checkHidden(form: ImageForm, path: string): Promise<void> {
  await test.step('hidden versions', async () => {
    const found = (await outcropLines(['hidden', path, '--json'], { home })) as Hidden[];
    const told = new Set(
      found.map(({ path, rawPath, layer, size, hiddenBy }) =>
        key(rawPath === undefined ? path : fromBase64(rawPath), layer, size, hiddenBy.layer),
      ),
    );
    const missing = hiddenTruth(form.truth)
      .map(({ p, added, bytes, hidden }) => key(`/${p}`, added, bytes, hidden))
      .filter((row) => !told.has(row));
    expect(missing).toEqual([]);
  });
}

/** Two at a time: each is a process of its own, and two cores are what CI has. */
async function inPairs<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < items.length; at += 2) await Promise.all(items.slice(at, at + 2).map(work));
}

function key(path: string, layer: number, size: number, hiddenBy: number): string {
  return `${path} of layer ${layer}, ${size} bytes, hidden by layer ${hiddenBy}`;
}

/** waste.json has no bytes of a name: what is not UTF-8 is U+FFFD there. */
function fromBase64(rawPath: string): string {
  return Buffer.from(rawPath, 'base64').toString('utf8');
}

/** An operating system hands arguments over as text: a name that is not UTF-8 cannot be one. */
function isText(name: string): boolean {
  const bytes = Buffer.from(name, 'latin1');
  return Buffer.from(bytes.toString('utf8')).equals(bytes);
}
