/** A value that names something which can be shown; undefined when it does not. */
export type LinkOf = (value: string) => { readonly label: string; readonly follow: () => void } | undefined;
