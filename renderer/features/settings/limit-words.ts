import { useLingui } from '@lingui/react/macro';
import type { LimitRow } from '../../../shared/model/settings.ts';

interface LimitWords {
  readonly label: string;
  readonly reason: string;
}

/** A limit in words. One that the window does not know is told by its name and in the engine's own words. */
export function useLimitWords({ name, reason }: LimitRow): LimitWords {
  const { t } = useLingui();
  const words: Readonly<Record<string, LimitWords>> = {
    'cache-bytes': {
      label: t`Most that the caches may take`,
      reason: t`What was unused longest goes first.`,
    },
    'layer-entries': {
      label: t`Entries of a layer`,
      reason: t`The largest real layers have about a million; tables for three million take 150 MB.`,
    },
    'layer-bytes': {
      label: t`Uncompressed size of a layer`,
      reason: t`Of a compressed layer; it is refused only when it is denser than layer-ratio as well.`,
    },
    'layer-ratio': {
      label: t`Compression ratio of a layer`,
      reason: t`A layer both larger and denser than this is a bomb; zeros in deflate come to 1,030.`,
    },
    'unpacked-bytes': {
      label: t`Uncompressed size of a whole archive`,
      reason: t`An archive that is compressed as a whole is copied to the cache uncompressed.`,
    },
    'manifest-bytes': {
      label: t`Size of a manifest or index`,
      reason: t`What a registry must take, and where registries stop.`,
    },
    'config-bytes': { label: t`Size of a config`, reason: t`Real ones have a few KiB.` },
    'archive-json-bytes': {
      label: t`Size of manifest.json`,
      reason: t`Also of repositories: one row per image; containerd’s importer stops at the same.`,
    },
    'total-json-bytes': { label: t`All documents of one file`, reason: t`They are held in memory together.` },
    images: { label: t`Images of one file`, reason: t`More are not listed.` },
    'file-bytes': {
      label: t`Size of a sparse file`,
      reason: t`Read as a whole; refused only when it is denser than file-ratio as well.`,
    },
    'file-ratio': {
      label: t`Holes of a sparse file`,
      reason: t`A sparse file claims up to 8 EiB in one header; real ones are seldom denser than this.`,
    },
    'path-depth': { label: t`Depth of a path`, reason: t`Linux stops at 4,096 bytes, so at 2,048 folders.` },
    'name-bytes': { label: t`Length of a name`, reason: t`Lengths are kept in 16 bits; Linux stops at 255.` },
    'layer-name-bytes': {
      label: t`All names of a layer`,
      reason: t`Names and link targets, which are kept in memory; a million real ones take 30 MB.`,
    },
    'layer-xattr-bytes': {
      label: t`All xattrs of a layer`,
      reason: t`Also sparse maps and raw names; equal xattrs are kept once.`,
    },
    'header-bytes': {
      label: t`Size of an extended header`,
      reason: t`PAX and GNU long names; Go’s archive/tar stops at the same.`,
    },
    'headers-per-entry': {
      label: t`Extended headers before one entry`,
      reason: t`Real writers use at most three.`,
    },
    'sparse-map-bytes': { label: t`Map of a sparse file`, reason: t`The old GNU form; room for 170,000 regions.` },
    'link-hops': { label: t`Links followed in one path`, reason: t`Linux’s own limit.` },
    'link-bytes': { label: t`Length of a path with links`, reason: t`While its links are followed: Linux’s PATH_MAX.` },
    'json-depth': { label: t`Depth of JSON`, reason: t`No image document nests deeper than ten.` },
    'index-depth': { label: t`Indexes within indexes`, reason: t`buildx writes two.` },
    'image-names': { label: t`Names of one image`, reason: t`More are not kept.` },
    'layers-per-image': { label: t`Layers of one image`, reason: t`Docker stops at 127.` },
    compressions: { label: t`Compressions over one another`, reason: t`Of an archive as a whole.` },
    'warnings-per-kind': { label: t`Warnings of one kind and layer`, reason: t`More are counted, not listed.` },
    warnings: { label: t`Warnings of one file`, reason: t`More are counted, not listed.` },
    'free-bytes': { label: t`Space left free on the disk`, reason: t`When an archive is unpacked to the cache.` },
    'listed-manifests': { label: t`Manifests of all indexes`, reason: t`One index may list another a thousand times.` },
    'history-rows': { label: t`Rows of a history`, reason: t`More than any engine makes layers.` },
    'artifact-documents': { label: t`Documents of an attestation`, reason: t`Or of an artifact; more are not shown.` },
    'artifact-bytes': { label: t`Size of such a document`, reason: t`Larger ones are not shown.` },
    'text-bytes': { label: t`Bytes shown as text`, reason: t`Of one file; what follows shows as hex.` },
    'picture-bytes': { label: t`Size of a picture that is drawn`, reason: t`Larger ones show as hex.` },
    'picture-pixels': {
      label: t`Pixels of a picture that is drawn`,
      reason: t`Each takes four bytes, and a small file may claim thousands of millions.`,
    },
    'search-hits': { label: t`Hits of a search`, reason: t`A search ends there and says so.` },
    'archive-members': { label: t`Members of an archive`, reason: t`Of a tar, zip or ar within an image.` },
    'archive-read-bytes': {
      label: t`Bytes read to list an archive`,
      reason: t`Of a compressed archive within an image, uncompressed.`,
    },
    certificates: { label: t`Certificates of one file`, reason: t`More are counted, not described.` },
    'certificate-bytes': { label: t`Size of a certificate file`, reason: t`What follows is not looked through.` },
    'package-files': { label: t`Files that tell of packages`, reason: t`Of one image; more are not read.` },
    'package-programs': {
      label: t`Programs looked into for packages`,
      reason: t`Go’s build information names the modules of a program.`,
    },
    'package-file-bytes': {
      label: t`Size of a package database`,
      reason: t`It is read whole; most kinds stop lower.`,
    },
    'similar-files': {
      label: t`Files compared for likeness`,
      reason: t`Of one side, when changed moves are looked for.`,
    },
    'similar-file-bytes': {
      label: t`Size of a file compared for likeness`,
      reason: t`Larger ones are hardly written by hand.`,
    },
    'similar-bytes': { label: t`All files compared for likeness`, reason: t`Of one side.` },
  };
  return words[name] ?? { label: name, reason };
}
