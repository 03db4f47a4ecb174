declare const brand: unique symbol;

/** A value of `T` that only one parser may make: two brands over the same `T` do not mix. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
