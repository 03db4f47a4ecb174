import { lazy, Suspense, type ComponentProps } from 'react';
import type { CodeView } from './code-view.tsx';

const Loaded = lazy(async () => ({ default: (await import('./code-view.tsx')).CodeView }));

/** The code view, whose 300 kB load when text is first shown. */
export function LazyCodeView(props: ComponentProps<typeof CodeView>) {
  return (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  );
}
