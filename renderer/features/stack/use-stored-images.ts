import { useEffect, useState } from 'react';
import type { ImageSummary } from '../../../shared/model/image.ts';
import type { StoredImage } from '../../../shared/model/store.ts';
import { useApp } from '../../app-context.ts';
import type { OutcropClient } from '../../host/connect.ts';

const NONE: readonly StoredImage[] = [];

/** The images of the store but this one. None until they are known, or when the store cannot be read. */
export function useStoredImages(client: OutcropClient, { id, manifestDigest }: ImageSummary): readonly StoredImage[] {
  const { storeWatch } = useApp();
  const [images, setImages] = useState(NONE);
  useEffect(() => {
    let asked = new AbortController();
    const ask = () => {
      asked.abort();
      const { signal } = (asked = new AbortController());
      client.store
        .list(undefined, { signal })
        .then((listing) =>
          setImages(
            listing.images.filter(
              (image) => image.manifestDigest !== manifestDigest && (image.id === null || image.id !== id),
            ),
          ),
        )
        // The Library says what is wrong with the store.
        .catch(() => {});
    };
    ask();
    const leave = storeWatch.subscribe(ask);
    return () => {
      leave();
      asked.abort();
    };
  }, [client, storeWatch, id, manifestDigest]);
  return images;
}
