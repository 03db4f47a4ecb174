import { ORPCError } from '@orpc/client';
import type { WireError } from '../../shared/errors.ts';

/** An error that the contract declares: `data` says what is wrong, where, and what to do. */
export type OutcropWireError = ORPCError<'OUTCROP', WireError>;

/** True for what the engine or the host refused, as opposed to a defect of the window. */
export function isOutcropError(error: unknown): error is OutcropWireError {
  return error instanceof ORPCError && error.code === 'OUTCROP' && isWireError(error.data);
}

/** Anything thrown by a call, a stream or `data.fetch`, as the window shows it. */
export function wireErrorOf(error: unknown): WireError {
  if (isOutcropError(error)) return error.data;
  if (error instanceof Error && error.name === 'AbortError') return { code: 'cancelled', message: 'Cancelled.' };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

/** The same error a call throws, made on this side of the wire. */
export function outcropError(data: WireError): OutcropWireError {
  return new ORPCError('OUTCROP', { defined: true, data, message: data.message });
}

/** What an answer of a data URL that is not `ok` says. */
export async function failureOf(response: Response): Promise<OutcropWireError> {
  const body: unknown = await response.json().catch(() => undefined);
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  return outcropError(
    isWireError(error)
      ? error
      : { code: 'internal', message: `Outcrop answered ${response.status}; reload the window.` },
  );
}

function isWireError(value: unknown): value is WireError {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}
