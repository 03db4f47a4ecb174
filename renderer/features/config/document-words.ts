import { useLingui } from '@lingui/react/macro';
import type { ImageDocument } from '../../../shared/model/document.ts';

/** What each kind of document is called, and what it is for in one sentence. */
export function useDocumentWords(): Readonly<Record<ImageDocument['kind'], { name: string; tip: string }>> {
  const { t } = useLingui();
  return {
    index: { name: t`Index`, tip: t`Lists manifests, one for each platform, by their digests.` },
    manifest: { name: t`Manifest`, tip: t`Names the config and every layer blob of one image by digest and size.` },
    'docker-manifest': { name: t`Docker manifest`, tip: t`manifest.json of docker save: config, names and layers by their file in the archive.` },
    config: { name: t`Config`, tip: t`How to run the image, its history and its diffIDs; the digest of this document is the image ID.` },
    repositories: { name: t`Repositories`, tip: t`Names and tags as Docker wrote them before version 1.10.` },
    'oci-layout': { name: t`Layout mark`, tip: t`Says that the folder or archive is an OCI image layout.` },
    attestation: { name: t`Attestation`, tip: t`Statements about how another manifest was built.` },
    artifact: { name: t`Artifact`, tip: t`Something other than an image, kept in the same form.` },
  };
} // prettier-ignore
