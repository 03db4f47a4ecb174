import { crc32 } from 'node:zlib';

const LOAD_ADDRESS = 0x40_0000;
const HEADERS = 64 + 56;
/** `mov edi, 0; mov eax, 60; syscall`: exit(0) on Linux x86-64. */
const EXIT = [0xbf, 0, 0, 0, 0, 0xb8, 60, 0, 0, 0, 0x0f, 0x05];

/**
 * A real, runnable ELF program that does nothing, with its name in it and filled up with repeatable noise.
 * @param size bytes in all, at least 256
 */
export function program(name: string, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1], 0); // 64-bit, little-endian, ELF version 1
  bytes.writeUInt16LE(2, 16); // executable
  bytes.writeUInt16LE(62, 18); // x86-64
  bytes.writeUInt32LE(1, 20);
  bytes.writeBigUInt64LE(BigInt(LOAD_ADDRESS + HEADERS), 24); // entry
  bytes.writeBigUInt64LE(64n, 32); // program headers
  bytes.writeUInt16LE(64, 52);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(1, 56);
  bytes.writeUInt16LE(64, 58);
  bytes.writeUInt32LE(1, 64); // loadable segment
  bytes.writeUInt32LE(5, 68); // readable, executable
  bytes.writeBigUInt64LE(BigInt(LOAD_ADDRESS), 80);
  bytes.writeBigUInt64LE(BigInt(LOAD_ADDRESS), 88);
  bytes.writeBigUInt64LE(BigInt(size), 96);
  bytes.writeBigUInt64LE(BigInt(size), 104);
  bytes.writeBigUInt64LE(0x1000n, 112);
  bytes.set(EXIT, HEADERS);
  bytes.write(`\0${name}: part of Outcrop's sample image, does nothing\0`, HEADERS + EXIT.length, 'latin1');
  bytes.set(noise(name, size - 256), 256);
  return bytes;
}

/** Bytes that look like a compressed package: the same for the same seed. */
export function noise(seed: string, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = crc32(seed);
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
