import { expect, test } from 'vitest';
import { edited, lowerTree } from './container.test-support.ts';
import { drawTree, drawUpper } from './kernel.test-support.ts';
import { baseTree, initLayer } from './init-layer.ts';
import { splitPath } from './name.ts';
import { initialState } from './state.ts';
import { upperEntries } from './upper-entries.ts';

const IMAGE = lowerTree(['mkdir etc', 'chmod 700 etc', 'write etc/hosts image', 'write etc/motd hello', 'mkdir dev']);

test('the init layer has what Docker puts between image and container', () => {
  const paths = Object.keys(drawUpper(initLayer(IMAGE, [splitPath('var/data')], 2e9)));
  expect(paths.join(' ')).toBe(
    '/ /.dockerenv /dev /dev/console /dev/pts /dev/shm /etc /etc/hostname /etc/hosts /etc/mtab /etc/resolv.conf ' +
      '/proc /sys /var /var/data',
  );
});

test('its files take the place of the image’s and its folders keep their metadata', () => {
  const tree = drawTree(baseTree(IMAGE, initLayer(IMAGE, [], 2e9)));
  expect(tree['/etc/hosts']).toBe('file 755 0:0 now e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(tree['/etc/motd']).toBe('file 644 0:0 1000 hello');
  expect(tree['/etc']).toBe('dir 700 0:0 now');
  expect(tree['/etc/mtab']).toBe('symlink /proc/mounts');
});

test('nothing of it is committed, not even the deletion of what only it has', () => {
  const lower = baseTree(IMAGE, initLayer(IMAGE, [], 2e9));
  const { upper } = edited(initialState(lower, [], 0), lower, ['rm .dockerenv', 'rm etc/motd']);
  const names = upperEntries(upper, IMAGE).map(({ name }) => Buffer.from(name).toString());
  expect(names).toEqual(['etc', 'etc/.wh.motd']);
});
