/** Says something on the host's own terminal or log; `error` may hold a stack, which never goes over a wire. */
export type Log = (message: string, error?: unknown) => void;
