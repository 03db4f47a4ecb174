/** Bytes of a tar block: headers and bodies are padded to it. */
export const BLOCK = 512;
