import { expect, test } from 'vitest';
import { byRepository, filterRows, rowOfRecent, splitName } from './library-rows.ts';

test.each([
  ['docker.io/library/ubuntu:24.04', 'ubuntu | 24.04'],
  ['ubuntu:24.04', 'ubuntu | 24.04'],
  ['docker.io/me/web:2', 'me/web | 2'],
  ['localhost:5000/web', 'localhost:5000/web | latest'],
  [`quay.io/a/b@sha256:${'0'.repeat(64)}`, `quay.io/a/b | sha256:${'0'.repeat(64)}`],
  ['latest', ' | latest'],
  ['No Name:At all', ' | No Name:At all'],
])('%s is %s', (name, drawn) => {
  const { repository, title } = splitName(name);
  expect(`${repository} | ${title}`).toBe(drawn);
});

const recent = (path: string, ...names: string[]) =>
  rowOfRecent({
    path,
    openedAt: 0,
    names,
    images: [{ names, platform: 'linux/arm64', size: 7, layers: 2, created: null }],
  });
const ROWS = [
  recent('/home/a/web-2.tar', 'web:2', 'web:latest'),
  recent('/home/a/rootfs.tar'),
  recent('/home/a/db.tar', 'docker.io/library/db:1'),
  recent('/home/a/web-1.tar', 'web:1'),
];
const draw = (rows: typeof ROWS) =>
  byRepository(rows)
    .map(({ name, rows: members }) => `${name}(${members.map(({ title }) => title).join(' ')})`)
    .join(' ');

test('images stand by repository, the newest repository first, nameless ones last', () =>
  expect(draw(ROWS)).toBe('web(2 1) db(1) (rootfs.tar)'));

test.each([
  ['', 'web(2 1) db(1) (rootfs.tar)'],
  ['WEB', 'web(2 1)'],
  ['web latest', 'web(2)'],
  ['rootfs arm64', '(rootfs.tar)'],
  ['nothing', ''],
])('filtered by “%s”: %s', (typed, expected) => expect(draw([...filterRows(ROWS, typed)])).toBe(expected));

test('a file that an older Outcrop opened has no facts, and is there', () =>
  expect(rowOfRecent({ path: '/x/old.tar', openedAt: 0, names: [], images: [] })).toMatchObject({
    title: 'old.tar',
    size: null,
    layers: null,
    platform: '',
  }));
