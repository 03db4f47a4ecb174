/** Puts text on the clipboard. The old way stays for a host that denies the clipboard permission. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const listener = (event: ClipboardEvent) => {
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
    };
    document.addEventListener('copy', listener, { once: true });
    document.execCommand('copy');
    document.removeEventListener('copy', listener);
  }
}
