import { expect, test } from 'vitest';
import type { View } from '../engine/opened.ts';
import { createSession, MAX_CALLS, MAX_VIEWS } from './session.ts';

// A session only keeps views; it never calls one.
const view = {} as View;

test('a view is found by its name until it is closed', () => {
  const session = createSession();
  const id = session.addView(view, 'image');
  expect(session.view(id)).toBe(view);
  session.closeView(id);
  expect(() => session.view(id)).toThrow(expect.objectContaining({ code: 'stale' }));
});

test('a view of one connection is unknown in another', () => {
  const id = createSession().addView(view, 'image');
  expect(() => createSession().view(id)).toThrow(expect.objectContaining({ code: 'stale' }));
});

test('closing an image closes its views and no others', () => {
  const session = createSession();
  const [gone, kept] = [session.addView(view, 'a'), session.addView(view, 'b')];
  session.closeViewsOf('a');
  expect(() => session.view(gone)).toThrow();
  expect(session.view(kept)).toBe(view);
});

test(`the ${MAX_VIEWS + 1}th view is refused until one is closed`, () => {
  const session = createSession();
  const ids = Array.from({ length: MAX_VIEWS }, () => session.addView(view, 'image'));
  expect(() => session.addView(view, 'image')).toThrow(expect.objectContaining({ code: 'too-large' }));
  session.closeView(ids[0] ?? '');
  expect(session.addView(view, 'image')).not.toBe(ids[0]);
});

test(`the ${MAX_CALLS + 1}th call at once is refused until one ends`, () => {
  const session = createSession();
  const leave = Array.from({ length: MAX_CALLS }, () => session.enter());
  expect(() => session.enter()).toThrow(expect.objectContaining({ code: 'too-large' }));
  leave[0]?.();
  expect(() => session.enter()).not.toThrow();
});

test('closing a connection aborts its signal and drops its views', () => {
  const session = createSession();
  const id = session.addView(view, 'image');
  session.close();
  expect(session.signal.aborted).toBe(true);
  expect(() => session.view(id)).toThrow();
});
