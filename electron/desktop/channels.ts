/** The preload sends its port on this channel; there is no other way in. */
export const PORT_CHANNEL = 'outcrop:port';
/** Paths to open, from the menu or a second start: the only thing that main sends unasked. */
export const OPEN_CHANNEL = 'outcrop:open';
