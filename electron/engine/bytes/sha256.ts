/** Length of a sha256, in bytes. */
export const SHA256_BYTES = 32;
