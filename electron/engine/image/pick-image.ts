import { OutcropError } from '../../../shared/errors.ts';
import type { ImageSummary, Platform } from '../../../shared/model/image.ts';
import { encodedOf, shortDigest, type Digest } from '../../../shared/oci/digest.ts';
import { canonicalName, familiarRepository, parseReference } from '../../../shared/oci/reference.ts';
import { formatPlatform, parsePlatform, platformMatches } from '../oci/platform.ts';
import type { ImageProblem } from '../sources/source.ts';

/** What picking looks at. */
export interface Pickable {
  readonly summary: ImageSummary;
  /** Why it cannot be browsed: picking it throws this. */
  readonly problem?: ImageProblem | undefined;
}

export interface ImageChoice {
  /** Name in any spelling, image ID or its first digits, manifest digest, or 1-based number among the images. */
  readonly image?: string | undefined;
  /** `os/arch[/variant]`. */
  readonly platform?: string | undefined;
}

/**
 * One image of kind `image`. Of a multi-platform image without a chosen platform the one that is all there, when it
 * is the only one.
 * @param file path of the source, for messages
 * @throws OutcropError `several-images`, `no-such-image`, `no-such-platform` (their messages list the choices),
 *   `bad-request`, or the problem of the image picked
 */
export function pickImage<T extends Pickable>(all: readonly T[], choice: ImageChoice, file: string): T {
  const images = all.filter(({ summary }) => summary.kind === 'image');
  const named = choice.image === undefined ? images : imagesNamed(images, choice.image);
  if (named.length === 0) throw noSuchImage(all, images, choice.image, file);
  const fitting = choice.platform === undefined ? named : imagesFor(named, choice.platform, file);
  const picked = fitting.length === 1 ? fitting[0] : onlyComplete(fitting);
  if (picked === undefined) throw severalImages(fitting, images, file);
  if (picked.problem !== undefined) throw new OutcropError(picked.problem.code, picked.problem.message, { file });
  return picked;
}

/** Names first: a tag may look like a number or like digits of an ID. */
function imagesNamed<T extends Pickable>(images: readonly T[], text: string): readonly T[] {
  const exact = images.filter(({ summary }) => summary.names.some((name) => sameName(name, text)));
  if (exact.length > 0) return exact;
  const number = /^[0-9]{1,6}$/.test(text) ? images[Number(text) - 1] : undefined;
  if (number !== undefined) return [number];
  const byDigest = images.filter(({ summary: { id, manifestDigest } }) => [id, manifestDigest].some(beginsWith(text)));
  if (byDigest.length > 0) return byDigest;

  const reference = parseReference(text);
  if (reference === undefined) return [];
  if (reference.digest !== null) return images.filter(({ summary }) => summary.manifestDigest === reference.digest);
  // A bare repository stands for `latest`; where there is none, for whatever tags the archive has of it.
  return reference.tag === null
    ? images.filter(({ summary }) => summary.names.some((name) => repositoryOf(name) === familiarRepository(reference)))
    : [];
}

function sameName(name: string, text: string): boolean {
  return name === text || canonical(name) === canonical(text);
}

function canonical(text: string): string {
  const reference = parseReference(text);
  return reference === undefined ? text : canonicalName(reference);
}

function repositoryOf(name: string): string | undefined {
  const reference = parseReference(name);
  return reference === undefined ? undefined : familiarRepository(reference);
}

function beginsWith(text: string): (digest: Digest | null) => boolean {
  return (digest) =>
    digest !== null &&
    (/^[0-9a-f]+$/.test(text) ? encodedOf(digest).startsWith(text) : text.includes(':') && digest.startsWith(text));
}

function imagesFor<T extends Pickable>(images: readonly T[], text: string, file: string): readonly T[] {
  const wanted = parsePlatform(text);
  if (wanted === undefined)
    throw new OutcropError('bad-request', `${text} is no platform; write it as os/arch or os/arch/variant.`);
  const fitting = images.filter(
    ({ summary }) => summary.platform !== null && platformMatches(wanted, summary.platform),
  );
  if (fitting.length > 0) return fitting;
  const choices = listed(images.map(({ summary }) => platformText(summary.platform)));
  throw new OutcropError('no-such-platform', `${file} has no image for ${text}; choose one of ${choices}.`, { file });
}

/** Only among the platforms of one image: of two images with different names neither is the one that was meant. */
function onlyComplete<T extends Pickable>(images: readonly T[]): T | undefined {
  const [first] = images;
  if (first === undefined || !areOneImage(images)) return undefined;
  const complete = images.filter(({ summary, problem }) => problem === undefined && summary.absentLayers === 0);
  return complete.length === 1 ? complete[0] : undefined;
}

function areOneImage(images: readonly Pickable[]): boolean {
  const platforms = new Set(images.map(({ summary }) => platformText(summary.platform)));
  const names = new Set(images.map(({ summary }) => summary.names.map(canonical).toSorted().join(' ')));
  return platforms.size === images.length && names.size === 1;
}

function noSuchImage(
  all: readonly Pickable[],
  images: readonly Pickable[],
  text: string | undefined,
  file: string,
): OutcropError {
  if (images.length === 0) {
    const what = all.length === 0 ? 'no image' : 'artifacts and attestations only, no image with a root file system';
    return new OutcropError('no-such-image', `${file} holds ${what}; open another file.`, { file });
  }
  return new OutcropError(
    'no-such-image',
    `${file} has no image ${JSON.stringify(text)}; choose with --image one of ${choices(images, images)}.`,
    { file },
  );
}

function severalImages(fitting: readonly Pickable[], images: readonly Pickable[], file: string): OutcropError {
  const oneImage = areOneImage(fitting);
  const list = oneImage
    ? listed(fitting.map(({ summary }) => platformText(summary.platform)))
    : choices(fitting, images);
  const message = oneImage
    ? `${file} holds an image for ${fitting.length} platforms; choose with --platform one of ${list}.`
    : `${file} holds ${fitting.length} images; choose with --image one of ${list}.`;
  return new OutcropError('several-images', message, { file });
}

/** `1 (busybox:1 linux/amd64 sha256:0123456789ab)`, numbered among all images. */
function choices(some: readonly Pickable[], images: readonly Pickable[]): string {
  return listed(
    some.map((image) => {
      const { names, platform, id, manifestDigest } = image.summary;
      const digest = id ?? manifestDigest;
      const facts = [
        names[0] ?? '<unnamed>',
        ...(platform === null ? [] : [formatPlatform(platform)]),
        ...(digest === null ? [] : [shortDigest(digest)]),
      ];
      return `${images.indexOf(image) + 1} (${facts.join(' ')})`;
    }),
  );
}

const LISTED = 20;

function listed(items: readonly string[]): string {
  const unique = [...new Set(items)];
  const more = unique.length > LISTED ? `, and ${unique.length - LISTED} more` : '';
  return unique.slice(0, LISTED).join(', ') + more;
}

function platformText(platform: Platform | null): string {
  return platform === null ? 'unknown' : formatPlatform(platform);
}
