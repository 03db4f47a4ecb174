import { oc } from '@orpc/contract';
import * as z from 'zod';
import { ERROR_CODES, type WireError } from '../errors.ts';

/** Output of a method: checked by the compiler on the host's side, not again on the wire. */
export const returns = <T>() => z.custom<T>();

/** Inputs that several nouns take. All come from a page and are bounded. */
export const image = z.string().min(1).max(64);
export const layer = z.int().min(0).max(65_535);
export const path = z
  .string()
  .min(1)
  .max(1 << 20);
export const pathID = z.int().min(0);
export const row = z.int().min(0);
export const view = z.string().min(1).max(64);
export const viewMode = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('merged') }),
  z.strictObject({ kind: z.literal('upto'), layer }),
  z.strictObject({ kind: z.literal('layer'), layer }),
  z.strictObject({ kind: z.literal('range'), from: layer, to: layer }),
]);

/** Every method can be refused by the engine. */
export const method = oc.errors({
  /** `data` is what the window shows where it happened. */
  OUTCROP: {
    data: z.object({
      code: z.enum(ERROR_CODES),
      message: z.string(),
      where: z.custom<NonNullable<WireError['where']>>().optional(),
    }),
  },
});
