import { expect, test } from 'vitest';
import type { SearchHit } from '../../../shared/model/search.ts';
import { offers } from './find-paths.ts';

const hit = (pathID: number, path: string, layer: number, visible: boolean): SearchHit => ({
  pathID,
  path,
  layer,
  visible,
  type: 'file',
  size: 1,
});

test('a path with several versions is offered once, as the one that shows', () => {
  const hits = [hit(1, '/etc/motd', 0, false), hit(1, '/etc/motd', 2, true), hit(1, '/etc/motd', 1, false)];
  expect(offers(hits, 'motd')).toEqual([hits[1]]);
});

test('names that begin with what was typed come first, short paths before long ones', () => {
  const hits = ['/usr/share/conf/x', '/etc/nginx/conf.d', '/a/conf', '/app/my.conf'].map((path, id) =>
    hit(id, path, 0, true),
  );
  expect(offers(hits, 'conf').map(({ path }) => path)).toEqual([
    '/a/conf',
    '/etc/nginx/conf.d',
    '/app/my.conf',
    '/usr/share/conf/x',
  ]);
});
