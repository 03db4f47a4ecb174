/**
 * What an archive may ask of Outcrop before it is refused (formats.md §0.1, hostile-cases.json). Bytes unless named
 * otherwise. Each is checked before the bytes are read.
 */
const MiB = 1024 * 1024;

/** Manifests and indexes: the least that a registry must take (distribution-spec), and what registries stop at. */
export const MAX_MANIFEST_SIZE = 4 * MiB;
export const MAX_CONFIG_SIZE = 8 * MiB;
/** manifest.json and repositories: one row per image of the archive (containerd's importer stops at the same). */
export const MAX_ARCHIVE_JSON_SIZE = 20 * MiB;
/** All documents of one source together. */
export const MAX_TOTAL_JSON_SIZE = 256 * MiB;
/** Blobs of artifacts and attestations that are shown as documents: how large, and how many of one manifest. */
export const MAX_ARTIFACT_DOCUMENT_SIZE = 8 * MiB;
export const MAX_ARTIFACT_DOCUMENTS = 100;
/** Images listed of one source. */
export const MAX_IMAGES = 1000;
/** Names kept of one image, and bytes of one name. */
export const MAX_NAMES = 1000;
export const MAX_NAME_SIZE = 1024;
/** Warnings kept of one source. */
export const MAX_WARNINGS = 1000;
/** Links followed to one member. */
export const MAX_LINK_HOPS = 8;
/** An outer compression is stripped at most this often (`x.tar.gz` inside gzip). */
export const MAX_OUTER_COMPRESSIONS = 2;
/** Uncompressed size of a compressed source. */
export const MAX_UNPACKED_SIZE = 256 * 1024 * MiB;
/** Room that unpacking leaves on the disk. */
export const MIN_FREE_SPACE = 256 * MiB;
