import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runOutcrop } from './run.test-support.ts';
import { makeArchive, type TestImage } from './test-image.ts';

const dpkg = (...packages: string[]) =>
  packages
    .map((each) => {
      const [name, version] = each.split(' ');
      return `Package: ${name}\nStatus: install ok installed\nInstalled-Size: 2\nArchitecture: amd64\nVersion: ${version}\n`;
    })
    .join('\n');
const npm = (version: string) => JSON.stringify({ name: 'left-pad', version, license: 'MIT' });
const NPM = 'srv/node_modules/left-pad';
const DPKG = 'var/lib/dpkg';

/** The base installs libc and tar; the second layer upgrades tar and adds curl; the third only rewrites what is there. */
const IMAGE: TestImage = {
  names: ['packages:1'],
  layers: [
    {
      createdBy: 'base',
      entries: [
        { name: 'bin', symlink: 'usr/bin', mode: 0o777 },
        { name: 'usr/bin/tar', text: 'tar one' },
        { name: 'usr/lib/libc.so', text: 'libc' },
        { name: `${DPKG}/status`, text: dpkg('libc 2.0', 'tar 1.0') },
        { name: `${DPKG}/info/tar.list`, text: '/.\n/usr\n/usr/bin\n/bin/tar\n' },
        { name: `${DPKG}/info/libc.list`, text: '/usr/lib\n/usr/lib/libc.so\n' },
        { name: `${NPM}/package.json`, text: npm('1.3.0') },
        { name: `${NPM}/index.js`, text: 'pad' },
        { name: 'lib/apk/db/installed', text: 'no database\n' },
      ],
    },
    {
      createdBy: 'upgrade',
      entries: [
        { name: 'usr/bin/tar', text: 'tar two, longer' },
        { name: 'usr/bin/curl', text: 'curl' },
        { name: `${DPKG}/status`, text: dpkg('libc 2.0', 'tar 1.1', 'curl 8.0') },
        { name: `${DPKG}/info/curl.list`, text: '/usr/bin/curl\n/usr/share/doc/curl/gone\n' },
      ],
    },
    {
      createdBy: 'chown',
      entries: [
        { name: `${NPM}/package.json`, text: npm('1.3.0'), uid: 7 },
        { name: `${DPKG}/status`, text: dpkg('libc 2.0', 'tar 1.1', 'curl 8.0'), uid: 7 },
        { name: 'own.txt', text: 'nobody’s' },
      ],
    },
  ],
};
const ODD: TestImage = {
  names: ['odd:1'],
  layers: [
    {
      createdBy: 'odd',
      entries: [
        { name: 'caf\u0065\u0301', text: 'an accent is nothing odd' },
        { name: 'safe\u202Egpj.exe', text: 'x' },
        { name: 'blank ', text: 'x' },
        { name: 'ping', text: 'x', xattrs: { 'security.capability': 'x' } },
        { name: '=cmd.key', text: 'x' },
      ],
    },
    { createdBy: 'clean', entries: [{ name: '.wh.=cmd.key' }] },
  ],
};

let folder: string;
let image: string;
let odd: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-packages-'));
  [image, odd] = [join(folder, 'image.tar'), join(folder, 'odd.tar')];
  await writeFile(image, await makeArchive([IMAGE]));
  await writeFile(odd, await makeArchive([ODD]));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const outcrop = (...args: string[]) => runOutcrop(folder, args);

interface PackagesJSON {
  readonly databases: readonly { readonly ecosystem: string; readonly state: string; readonly count: number }[];
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly layer: number | null;
    readonly files: number | null;
    readonly fileBytes: number | null;
    readonly owned?: readonly { readonly path: string }[];
  }[];
  readonly unowned: { readonly files: number; readonly bytes: number };
}

describe('packages', () => {
  test('each with the layer that installed this version, and the files that it owns in the merged tree', async () => {
    const { stdout, status } = await outcrop('packages', image, '--json');
    expect(status).toBe(0);
    const { packages, unowned } = JSON.parse(stdout) as PackagesJSON;
    expect(packages.map((row) => [row.name, row.version, row.layer, row.files, row.fileBytes])).toEqual([
      ['curl', '8.0', 1, 1, 4],
      ['libc', '2.0', 0, 1, 4],
      // Its list has the name from before /bin became a link.
      ['tar', '1.1', 1, 1, 15],
      ['left-pad', '1.3.0', 0, 2, npm('1.3.0').length + 3],
    ]);
    // The link, the databases and their lists, and one more.
    expect(unowned.files).toBe(7);
  });

  test('a database that failed is told apart from one that is not there', async () => {
    const { stdout, stderr } = await outcrop('packages', image, '--json');
    const { databases } = JSON.parse(stdout) as PackagesJSON;
    expect(databases.map(({ ecosystem, state, count }) => `${ecosystem} ${state} ${count}`)).toEqual([
      'dpkg read 3',
      'apk failed 0',
      'rpm absent 0',
      'npm read 1',
      'pip absent 0',
      'gem absent 0',
      'go absent 0',
      'jar absent 0',
    ]);
    expect(stderr).toBe('');
    expect((await outcrop('packages', image)).stderr).toContain('is no apk database');
  });

  test('one package with its files', async () => {
    const { packages } = JSON.parse((await outcrop('packages', image, 'left-pad', '--json')).stdout) as PackagesJSON;
    expect(packages.map(({ owned }) => owned?.map(({ path }) => path).toSorted())).toEqual([
      [`/${NPM}/index.js`, `/${NPM}/package.json`],
    ]);
  });
});

describe('findings', () => {
  test('names that are not what they look like, capabilities, and hidden secrets', async () => {
    const { stdout } = await outcrop('findings', odd, '--json');
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; rule: string; path: string; visible: boolean });
    expect(rows.map(({ kind, rule, path, visible }) => [kind, rule, path, visible])).toEqual([
      ['secret-name', 'private-key', '/=cmd.key', false],
      ['capability', 'capability', '/ping', true],
      ['odd-name', 'space-at-end', '/blank ', true],
      ['odd-name', 'invisible-characters', '/safe\u202Egpj.exe', true],
    ]);
  });

  test.each([
    [['--visible', '--json'], 3],
    [['--hidden', '--json'], 1],
    [['--kind', 'odd-name', '--kind', 'capability', '--json'], 3],
  ])('%j leaves %i', async (options, count) => {
    expect((await outcrop('findings', odd, ...options)).stdout.trim().split('\n')).toHaveLength(count);
  });

  test('a kind that there is none of is refused', async () =>
    expect(await outcrop('findings', odd, '--kind', 'passwords')).toMatchObject({ status: 2 }));
});

describe('CSV', () => {
  test.each([
    ['packages', ['packages'], 'npm,left-pad,1.3.0,,0,'],
    ['changes', ['changes', '--layer', '1'], '/usr/bin/tar,changed,content,file,file,7,15,0,1'],
    ['hidden', ['hidden'], '/usr/bin/tar,0,file,7,1,replaced,/usr/bin/tar,'],
    ['findings', ['findings'], 'kind,rule,path,layer'],
    ['duplicates', ['space'], 'digest,size,count,wastedSize,path,layer,visible'],
  ])('%s', async (_, [command = '', ...rest], line) =>
    expect((await outcrop(command, image, ...rest, '--csv')).stdout).toContain(line),
  );

  test('what was found in contents is text to a spreadsheet', async () => {
    const formula = join(folder, 'formula.tar');
    await writeFile(
      formula,
      await makeArchive([
        { names: ['f:1'], layers: [{ createdBy: 'f', entries: [{ name: 'f', text: '=HYPERLINK("x")' }] }] },
      ]),
    );
    const { stdout } = await outcrop('search', formula, '=HYPERLINK', '--content', '--csv');
    expect(stdout.split('\r\n')[1]).toBe("/f,0,file,15,true,,,1,1,0,'=HYPERLINK");
  });
});
