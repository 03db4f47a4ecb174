/** What Electron's preload puts on `window.outcrop`. Absent under `serve`; all else goes through the contract. */
export interface Bridge {
  /** Path of a dropped or chosen file, empty when it has none. */
  readonly pathOf: (file: File) => string;
  /**
   * Paths to open that came from the menu, the dock, or a second start of Outcrop.
   * @returns what ends the subscription
   */
  readonly onOpen: (listener: (paths: readonly string[]) => void) => () => void;
}

/** The page posts `wanted` to itself once; the preload answers with `port` and the one MessagePort. */
export const PORT_MESSAGE = { wanted: 'outcrop:port-wanted', port: 'outcrop:port' } as const;
