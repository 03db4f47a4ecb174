/** What was kept under this key as a JSON object; an empty one when there is none. The values are anybody's and are to be checked. */
export function savedObject(storage: Storage, key: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // Another version's, or a hand's: begin afresh.
    return {};
  }
}
