import type { Body } from './body.ts';

/** Fields of either class and byte order by offset into the file. */
export interface ELFFields {
  readonly body: Body;
  readonly wide: boolean;
  readonly little: boolean;
  /** Undefined when the file ends before it. */
  readonly table: (offset: number, length: number) => DataView | undefined;
  readonly half: (view: DataView, at: number) => number;
  readonly word: (view: DataView, at: number) => number;
  /** An address, offset or size: 4 or 8 bytes. */
  readonly long: (view: DataView, at: number) => number;
}

export interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileSize: number;
}

export function createFields(body: Body, wide: boolean, little: boolean): ELFFields {
  const long = (view: DataView, at: number) =>
    wide ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
  return {
    body,
    wide,
    little,
    table(offset, length) {
      if (offset + length > body.size) return undefined;
      const bytes = body.read(offset, length);
      return bytes.length < length ? undefined : new DataView(bytes.buffer, bytes.byteOffset, length);
    },
    half: (view, at) => view.getUint16(at, little),
    word: (view, at) => view.getUint32(at, little),
    long,
  };
}
