import { expect, test } from 'vitest';
import type { LoadedImage, View } from '../engine/opened.ts';
import { createSession, MAX_CALLS, MAX_VIEWS } from './session.ts';

// A session only keeps views; it never calls one.
const view = {} as View;
const opened = { view, of: {} as LoadedImage };

test('a view is found by its name until it is closed', () => {
  const session = createSession();
  const id = session.addView(opened, 'image');
  expect(session.view(id)).toBe(view);
  session.closeView(id);
  expect(() => session.view(id)).toThrow(expect.objectContaining({ code: 'stale' }));
});

test('another view takes the place of one, and not of one that was closed', () => {
  const session = createSession();
  const [id, closed] = [session.addView(opened, 'image'), session.addView(opened, 'image')];
  session.closeView(closed);
  const next = { view: {} as View, of: {} as LoadedImage };
  for (const name of [id, closed]) session.replaceView(name, next);
  expect(session.view(id)).toBe(next.view);
  expect(session.heldView(id)).toEqual({ ...next, image: 'image' });
  expect(() => session.view(closed)).toThrow();
});

test('a view of one connection is unknown in another', () => {
  const id = createSession().addView(opened, 'image');
  expect(() => createSession().view(id)).toThrow(expect.objectContaining({ code: 'stale' }));
});

test('closing an image closes its views and no others', () => {
  const session = createSession();
  const [gone, kept] = [session.addView(opened, 'a'), session.addView(opened, 'b')];
  session.closeViewsOf('a');
  expect(() => session.view(gone)).toThrow();
  expect(session.view(kept)).toBe(view);
});

test(`the ${MAX_VIEWS + 1}th view is refused until one is closed`, () => {
  const session = createSession();
  const ids = Array.from({ length: MAX_VIEWS }, () => session.addView(opened, 'image'));
  expect(() => session.addView(opened, 'image')).toThrow(expect.objectContaining({ code: 'too-large' }));
  session.closeView(ids[0] ?? '');
  expect(session.addView(opened, 'image')).not.toBe(ids[0]);
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
  const id = session.addView(opened, 'image');
  session.close();
  expect(session.signal.aborted).toBe(true);
  expect(() => session.view(id)).toThrow();
});
