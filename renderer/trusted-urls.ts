/** The part of Trusted Types that is used; lib.dom has none of it. */
interface TrustedTypes {
  createPolicy(name: string, rules: { readonly createScriptURL: (url: string) => string }): unknown;
}

// Imported first by main.tsx: the page's policy refuses a worker unless the default policy lets its address through.
const trusted = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes;
trusted?.createPolicy('default', {
  createScriptURL(url) {
    if (new URL(url, location.href).origin !== location.origin)
      throw new TypeError(`Scripts come from this page's own origin only, not from ${url}.`);
    return url;
  },
});
