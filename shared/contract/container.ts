import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import type {
  ContainerEdited,
  ContainerLayerPage,
  ContainerRows,
  ContainerState,
  ContainerSummary,
  MadeImage,
} from '../model/container.ts';
import type { Progress } from '../model/progress.ts';
import { image, layer, method, path, returns, row } from './method.ts';

type Told<Done> = { readonly kind: 'progress'; readonly progress: Progress } | ({ readonly kind: 'done' } & Done);
/** Opening reads the layers of the image below. */
export type ContainerOpenEvent = Told<{ readonly state: ContainerState }>;
export interface ContainerChangeEvent {
  readonly kind: 'changed';
  readonly state: ContainerState;
}
export type MadeImageEvent = Told<{ readonly made: MadeImage }>;

export const LAYER_FORMS = ['docker', 'overlay', 'oci'] as const;
export type LayerForm = (typeof LAYER_FORMS)[number];
/** Entries that one edit may add. */
export const MAX_ADDED_ENTRIES = 20_000;
/** Folders that may be open in the tree at once. */
export const MAX_EXPANDED = 5_000;

const container = z.string().regex(/^[0-9a-f]{12}$/);
const mode = z.int().min(0).max(0o7777);
const owner = z.int().min(0).max(0xffff_ffff);
/** What a `PUT` of `dataURL.containerBody` answered. */
const body = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().min(0) });
/** Names from a disk, below the path that is added; none of them `..`. */
const below = z
  .string()
  .max(4096)
  .refine((text) => !text.split('/').includes('..'));

const edit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('write'), path, body, mode: mode.exactOptional() }),
  z.strictObject({
    kind: z.literal('add'),
    path,
    entries: z
      .array(
        z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('dir'), path: below }),
          z.strictObject({ kind: z.literal('file'), path: below, body, mtime: z.int().min(0) }),
        ]),
      )
      .min(1)
      .max(MAX_ADDED_ENTRIES),
  }),
  z.strictObject({ kind: z.literal('remove'), path }),
  z.strictObject({ kind: z.literal('rename'), from: path, to: path }),
  z.strictObject({ kind: z.literal('mkdir'), path }),
  z.strictObject({ kind: z.literal('chmod'), path, mode }),
  z.strictObject({ kind: z.literal('chown'), path, uid: owner, gid: owner }),
  z.strictObject({ kind: z.literal('symlink'), path, target: z.string().min(1).max(4096) }),
]);
export type ContainerEdit = z.infer<typeof edit>;

const text = z.string().max(4096);
/** Empty: the names of the image it is made from, or none for a commit. */
const name = z.string().max(512);

/** Writable layers over images. They are kept in the data folder, and outlast the window and the host. */
export const containerContract = {
  list: method.output(returns<readonly ContainerSummary[]>()),
  create: method
    .input(z.strictObject({ image, name: z.string().max(128) }))
    .output(eventIterator(returns<ContainerOpenEvent>())),
  /** With all its edits. */
  remove: method.input(z.strictObject({ container })).output(returns<readonly ContainerSummary[]>()),
  open: method.input(z.strictObject({ container })).output(eventIterator(returns<ContainerOpenEvent>())),
  rows: method
    .input(
      z.strictObject({
        container,
        expanded: z.array(path).max(MAX_EXPANDED),
        /** Only what differs from the image, and the folders above it. */
        changedOnly: z.boolean(),
        /** Part of a path, in any case: what has it, and the folders above that, all open. */
        filter: z.string().max(1024).exactOptional(),
        start: row,
        end: row,
      }),
    )
    .output(returns<ContainerRows>()),
  /** Whenever another window or the command line has edited it. */
  changes: method.input(z.strictObject({ container })).output(eventIterator(returns<ContainerChangeEvent>())),
  /** The writable layer as `docker diff`, as overlayfs, or as tar entries. */
  layer: method
    .input(z.strictObject({ container, as: z.enum(LAYER_FORMS), start: row, end: row }))
    .output(returns<ContainerLayerPage>()),
  edit: method.input(z.strictObject({ container, edit })).output(returns<ContainerEdited>()),
  /** @throws `bad-request` when there is nothing to undo */
  undo: method.input(z.strictObject({ container })).output(returns<ContainerEdited>()),
  redo: method.input(z.strictObject({ container })).output(returns<ContainerEdited>()),
  /** The writable layer becomes the top layer of a new image in the store. `changes`: Dockerfile instructions. */
  commit: method
    .input(z.strictObject({ container, name, author: text, message: text, changes: z.array(text).max(256) }))
    .output(eventIterator(returns<MadeImageEvent>())),
  /** Layers from…to (inclusive, base 0) become one. */
  squash: method
    .input(z.strictObject({ image, from: layer, to: layer, name }))
    .output(eventIterator(returns<MadeImageEvent>())),
  /** Takes a path out of the bytes of every layer. */
  purge: method.input(z.strictObject({ image, path, name })).output(eventIterator(returns<MadeImageEvent>())),
};
