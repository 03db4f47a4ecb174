import { safeText } from '../../shared/format/safe-text.ts';
import type { ImageSummary, Platform } from '../../shared/model/image.ts';
import { shortDigest } from '../../shared/oci/digest.ts';

/** `linux/arm64/v8`; empty when unknown. */
export function platformText(platform: Platform | null): string {
  if (!platform) return '';
  return safeText([platform.os, platform.architecture, platform.variant].filter(Boolean).join('/'));
}

/** Name of an image for a title: its first name as Docker shows it, else its short ID. */
export function imageTitle(image: ImageSummary): string {
  const [name] = image.names;
  if (name !== undefined) return shortName(name);
  const digest = image.id ?? image.manifestDigest;
  return digest ? shortDigest(digest) : image.kind;
}

/** A name as Docker shows it: without the registry and the namespace that it would fill in. */
export function shortName(name: string): string {
  return safeText(name.replace(/^docker\.io\/(library\/)?/, ''));
}

/** The last part of a path of the engine's machine. */
export function baseName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
}

/** Name of an image beside others: one without a name of its own, or with a tag alone, is named by its file as well. */
export function sourceTitle(image: ImageSummary, path: string): string {
  const [name] = image.names;
  const file = safeText(baseName(path));
  if (name === undefined) return file;
  return /[/:]/.test(name) ? shortName(name) : `${file} (${shortName(name)})`;
}
