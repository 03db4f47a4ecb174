/** The row of a plain list that a key leads to; undefined for a key that is none of the list's. @param page rows that fit */
export function rowByKey(key: string, active: number, page: number, count: number): number | undefined {
  const to = {
    ArrowUp: active - 1,
    ArrowDown: active + 1,
    PageUp: active - page,
    PageDown: active + page,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined ? undefined : Math.min(Math.max(0, to), count - 1);
}
