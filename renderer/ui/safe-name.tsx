import { safeText } from '../../shared/format/safe-text.ts';

/** A name from an image: active characters written out, and isolated so that its direction cannot reorder what follows. */
export function SafeName({ text, className }: { text: string; className?: string | undefined }) {
  return <bdi className={className}>{safeText(text)}</bdi>;
}
