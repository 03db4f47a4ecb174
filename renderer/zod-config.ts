import * as z from 'zod';

// Imported before any schema is made: zod's probe for `new Function` would be reported against the page's CSP.
z.config({ jitless: true });
