import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import type { Progress } from '../model/progress.ts';
import type { LayerRecord, StoreListing, StoreRemoval } from '../model/store.ts';
import { parseDigest, type Digest } from '../oci/digest.ts';
import { image, method, returns } from './method.ts';

export type StoreLoadEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'loaded'; readonly names: readonly string[]; readonly manifestDigest: Digest };

export interface StoreChange {
  readonly kind: 'changed';
}

const name = z.string().min(1).max(512);
const manifestDigest = z
  .string()
  .max(200)
  .transform((text, context) => parseDigest(text) ?? (context.addIssue('not a digest'), z.NEVER));

/** The images that are kept in the data folder. A stored image is opened by its name or manifest digest, as a path is. */
export const storeContract = {
  list: method.output(returns<StoreListing>()),
  /** An event whenever `list` would answer something else, whoever changed it; until the call is aborted. */
  changes: method.output(eventIterator(returns<StoreChange>())),
  /** Of an open image's layers, base first, the store's record; null where it has none. */
  layers: method.input(z.strictObject({ image })).output(returns<readonly (LayerRecord | null)[]>()),
  /** Copies an open image into the store, every digest checked on the way. */
  load: method
    .input(z.strictObject({ image, name: name.exactOptional() }))
    .output(eventIterator(returns<StoreLoadEvent>())),
  /** Gives an image another name; an image that had it loses it. @throws `bad-request` for what is no name */
  tag: method.input(z.strictObject({ manifestDigest, name })).output(returns<StoreListing>()),
  /** Takes one name away, and with its last name, or without `name`, the image and all that only it needed. */
  remove: method.input(z.strictObject({ manifestDigest, name: name.nullable() })).output(returns<StoreRemoval>()),
  /** Removes what no image needs; with `unnamed` also the images that have no name. */
  collectGarbage: method.input(z.strictObject({ unnamed: z.boolean() })).output(returns<StoreRemoval>()),
};
