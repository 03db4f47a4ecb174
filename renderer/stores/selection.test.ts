import { expect, test } from 'vitest';
import { createSelectionStore } from './selection.ts';

/** The paths of the trail, the shown one in brackets. */
function trailOf(store: ReturnType<typeof createSelectionStore>): string {
  const { places, at } = store.getState().trail;
  return places.map(({ settled }, i) => (i === at ? `[${settled?.path ?? '-'}]` : (settled?.path ?? '-'))).join(' ');
}

test('a path gone to by name is come back to, however quickly one goes on', () => {
  const store = createSelectionStore();
  const { goTo, select, back } = store.getState();
  goTo('/etc/nginx/nginx.conf');
  select(7, '/etc/nginx/nginx.conf');
  goTo('/etc');
  select(2, '/etc');
  expect(trailOf(store)).toBe('- /etc/nginx/nginx.conf [/etc]');
  back();
  expect(store.getState().settled?.path).toBe('/etc/nginx/nginx.conf');
});

test('rows walked over by arrow key are one walk', () => {
  const store = createSelectionStore();
  const { select } = store.getState();
  select(1, '/bin');
  select(2, '/dev');
  select(3, '/etc');
  expect(trailOf(store)).toBe('- [/etc]');
});
