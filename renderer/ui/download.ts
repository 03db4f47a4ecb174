/** Hands a file to the reader's downloads. `application/octet-stream`, so that nothing of an image is ever opened as a page. */
export function download(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob.slice(0, blob.size, 'application/octet-stream'));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
