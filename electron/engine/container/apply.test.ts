import { describe, expect, test } from 'vitest';
import { edited, lowerTree } from './container.test-support.ts';
import { drawTree } from './kernel.test-support.ts';
import { splitPath } from './name.ts';
import { initialState, visibleTree } from './state.ts';
import { nodeAt } from './tree.ts';
import { upperEntries } from './upper-entries.ts';
import { dockerDiff, layerView, upperView } from './views.ts';

/** The image below every container here. */
const IMAGE = lowerTree([
  'mkdir etc',
  'write etc/motd hello',
  'write etc/hosts local',
  'chmod 4755 etc/hosts',
  'mkdir opt',
  'write opt/a 1',
  'write opt/b 2',
  'ln opt/a opt/a2',
  'ln -s opt current',
  'ln -s /etc/motd news',
]);

const start = initialState(IMAGE, [], 0);

function views(edits: readonly string[]) {
  const { upper } = edited(start, IMAGE, edits);
  return {
    docker: dockerDiff(upper, IMAGE)
      .map(({ kind, path }) => `${kind} ${path}`)
      .join(', '),
    overlay: upperView(upper)
      .map(({ path, whiteout, opaque }) => path + (whiteout ? ' 0:0' : opaque ? ' opaque' : ''))
      .join(', '),
    oci: layerView(upperEntries(upper, IMAGE))
      .map(({ name, link }) => (link === undefined ? name : `${name} -> ${link}`))
      .join(', '),
  };
}

describe('the writable layer, three ways', () => {
  test.each([
    ['nothing done leaves it empty', [], '', '', ''],
    [
      'the first write copies the file and its folder up',
      ['write etc/motd new'],
      'C /etc, C /etc/motd',
      '/etc, /etc/motd',
      'etc/, etc/motd',
    ],
    ['a new file is added', ['write new x'], 'A /new', '/new', 'new'],
    [
      'a deleted file leaves a whiteout',
      ['rm etc/motd'],
      'C /etc, D /etc/motd',
      '/etc, /etc/motd 0:0',
      'etc/, etc/.wh.motd',
    ],
    ['a deleted folder leaves one whiteout for all in it', ['rm opt'], 'D /opt', '/opt 0:0', '.wh.opt'],
    ['what was never below leaves nothing', ['write x 1', 'rm x'], '', '', ''],
    [
      'a folder made again is opaque',
      ['rm opt', 'mkdir opt', 'write opt/c 3'],
      'C /opt, D /opt/a, D /opt/a2, D /opt/b, A /opt/c',
      '/opt opaque, /opt/c',
      'opt/, opt/.wh..wh..opq, opt/c',
    ],
    [
      'a folder in place of a file is opaque with nothing to hide',
      ['rm news', 'mkdir news'],
      'C /news',
      '/news opaque',
      'news/',
    ],
    ['a file in place of a folder replaces it', ['rm opt', 'write opt x'], 'C /opt', '/opt', 'opt'],
    [
      'a renamed file is copied up and leaves a whiteout',
      ['mv etc/motd etc/issue'],
      'C /etc, A /etc/issue, D /etc/motd',
      '/etc, /etc/issue, /etc/motd 0:0',
      'etc/, etc/issue, etc/.wh.motd',
    ],
    [
      'a folder of the image is copied and deleted, its hard links stay links',
      ['mv opt moved'],
      'A /moved, A /moved/a, A /moved/a2, A /moved/b, D /opt',
      '/moved, /moved/a, /moved/a2, /moved/b, /opt 0:0',
      'moved/, moved/a, moved/a2 -> moved/a, moved/b, .wh.opt',
    ],
    [
      'copying up one name of an inode breaks the hard link',
      ['chmod 600 opt/a'],
      'C /opt, C /opt/a',
      '/opt, /opt/a',
      'opt/, opt/a',
    ],
    [
      'a new hard link joins what is written from then on',
      ['ln opt/a opt/z', 'write opt/z new'],
      'C /opt, C /opt/a, A /opt/z',
      '/opt, /opt/a, /opt/z',
      'opt/, opt/a, opt/z -> opt/a',
    ],
    ['a chmod of a folder copies up the folder alone', ['chmod 700 opt'], 'C /opt', '/opt', 'opt/'],
  ])('%s', (_, edits, docker, overlay, oci) => {
    expect(views(edits)).toEqual({ docker, overlay, oci });
  });
});

function lineOf(edits: readonly string[], path: string) {
  return drawTree(visibleTree(edited(start, IMAGE, edits), IMAGE))[path];
}

describe('what a process sees', () => {
  test.each([
    [
      'a copied-up file keeps its mode and owner',
      ['chown 5:6 etc/motd', 'write etc/motd new'],
      '/etc/motd',
      'file 644 5:6 now new',
    ],
    ['chown takes set-user-ID away', ['chown 5:6 etc/hosts'], '/etc/hosts', 'file 755 5:6 1000 local'],
    ['a write keeps set-user-ID, root does it', ['write etc/hosts x'], '/etc/hosts', 'file 4755 0:0 now x'],
    ['chmod leaves the time', ['chmod 600 etc/motd'], '/etc/motd', 'file 600 0:0 1000 hello'],
    ['a folder’s time is that of the last change in it', ['rm etc/motd'], '/etc', 'dir 755 0:0 now'],
    ['a folder’s time stays when something in it is copied up', ['chmod 600 etc/motd'], '/etc', 'dir 755 0:0 1000'],
    ['a path through a link leads on', ['write current/c x'], '/opt/c', 'file 644 0:0 now x'],
    ['a write through a link writes its target', ['write news x'], '/etc/motd', 'file 644 0:0 now x'],
    ['the other name of a broken hard link stays', ['write opt/a new'], '/opt/a2', 'file 644 0:0 1000 1'],
  ])('%s', (_, edits, path, expected) => expect(lineOf(edits, path)).toBe(expected));

  test.each([
    ['a file that is not there', 'rm nothing', 'no-such-path'],
    ['a folder that is not there', 'write a/b x', 'no-such-path'],
    ['a name that is taken', 'mkdir etc', 'bad-request'],
    ['a folder over a file', 'mv opt etc/motd', 'bad-request'],
    ['a folder into itself', 'mv opt opt/a3', 'bad-request'],
    ['a folder over one that is not empty', 'mv opt etc', 'bad-request'],
    ['writing to a folder', 'write etc x', 'not-a-file'],
    ['a hard link to a folder', 'ln etc e2', 'not-a-file'],
    ['the root', 'rm /', 'bad-request'],
  ])('refuses %s', (_, edit, code) => {
    expect(() => edited(start, IMAGE, [edit])).toThrow(expect.objectContaining({ code }));
  });
});

describe('states', () => {
  test('an edit changes nothing of the state before it and shares all it did not touch', () => {
    const before = edited(start, IMAGE, ['write etc/motd x', 'write opt/b y']);
    const after = edited(before, IMAGE, ['write etc/motd z']);
    const opt = splitPath('opt')[0]!;
    expect(after.upper.children.get(opt)).toBe(before.upper.children.get(opt));
    expect(drawTree(visibleTree(before, IMAGE))['/etc/motd']).toContain(' x');
  });

  test('a volume hides what the image has there and is no part of the layer', () => {
    const state = edited(initialState(IMAGE, [splitPath('opt')], 0), IMAGE, ['write opt/v x']);
    const tree = visibleTree(state, IMAGE);
    expect([...nodeAt(tree, splitPath('opt'))!.children()].map(([name]) => name)).toEqual(['v']);
    expect(upperEntries(state.upper, IMAGE)).toEqual([]);
    expect(() => edited(state, IMAGE, ['rm opt'])).toThrow('volume');
    expect(() => edited(state, IMAGE, ['ln etc/motd opt/l'])).toThrow('volume');
    const moved = edited(state, IMAGE, ['mv etc/motd opt/m']);
    expect(drawTree(visibleTree(moved, IMAGE))['/opt/m']).toBe('file 644 0:0 1000 hello');
  });
});
