import { useEffect, useState } from 'react';
import { useLingui } from '@lingui/react/macro';
import { IconButton } from './button.tsx';

/** Puts `text` on the clipboard and shows a tick for a moment. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useLingui();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1200);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // The system may refuse; the text stays selectable beside the button.
    }
  };
  return <IconButton icon={copied ? 'check' : 'copy'} label={copied ? t`Copied` : label} onClick={() => void copy()} />;
}
