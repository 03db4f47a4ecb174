/** What an untrusted layer may cost. Each is named in the sentence that refuses. */
export const TAR_LIMIT = {
  /** Bytes of one x, g, L or K body, and of a sparse 1.0 map: Go's maxSpecialFileSize. */
  metaBytes: 1 << 20,
  /** Bytes of the extension blocks of one old GNU sparse header: 170,000 regions, 100 times what real files have. */
  sparseExtensionBytes: 4 << 20,
  /** Meta headers before one entry; real writers use at most three (x, L, K). A bomb of them costs time and shows nothing. */
  metaHeaders: 16,
  /** Entries of one layer. The largest real layers have about a million; columns for five take 250 MB. */
  entries: 5_000_000,
  /** Components of a path; Linux stops at 4,096 bytes, so at 2,048. Bounds the directory table of one name. */
  depth: 1_000,
  /** Bytes of all names and links of a layer: offsets are 32 bits, and five million long names stay below. */
  nameBytes: 1 << 30,
  /** Bytes of one path component: lengths are 16 bits. Linux stops at 255. */
  componentBytes: 65_535,
  /** Bytes kept for xattrs, sparse maps and raw names of a layer; equal xattrs are kept once. */
  rareBytes: 64 << 20,
  /** Warnings kept of one code; a hostile layer would make one for each entry. */
  warningsPerCode: 50,
} as const;

/** Bytes of a tar block: headers and bodies are padded to it. */
export const BLOCK = 512;
