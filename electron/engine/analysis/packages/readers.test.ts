import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readApkInstalled } from './apk.ts';
import { createPackageCollector } from './collect-packages.ts';
import { readDpkgStatus, readMd5sums } from './dpkg.ts';
import type { FoundPackage } from './found-package.ts';
import { readGemSpec } from './gem.ts';
import { readJar } from './jar.ts';
import { isNpmManifest, readNpmManifest } from './npm.ts';
import { readPythonMetadata, readPythonRecord } from './python.ts';
import { readRpmDatabase } from './rpm-database.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const brief = (found: readonly (FoundPackage | undefined)[]) => found.map((one) => one && `${one.name} ${one.version}`);

describe('dpkg', () => {
  const status = `Package: libc6
Status: install ok installed
Architecture: amd64
Multi-Arch: same
Source: glibc (2.36-9)
Version: 2.36-9+deb12u4
Installed-Size: 12999
Description: GNU C Library
 with lines: that go on

Package: gone
Status: deinstall ok config-files
Version: 1

Package: half
Status: install ok half-installed
Version: 2`;

  test('only installed packages count, with their source and size', () => {
    expect(readDpkgStatus(bytes(status), '/s').packages).toEqual([
      {
        ecosystem: 'dpkg',
        name: 'libc6',
        version: '2.36-9+deb12u4',
        architecture: 'amd64',
        source: 'glibc',
        size: 12999 * 1024,
        foundIn: '/s',
      },
    ]);
  });
  test('a file of distroless has no status line', () => {
    expect(brief(readDpkgStatus(bytes('Package: tzdata\nVersion: 2024a-0\n'), '/s').packages)).toEqual([
      'tzdata 2024a-0',
    ]);
  });
  test('what is no database fails, and is not an empty list', () => {
    expect(readDpkgStatus(bytes('\0\0garbage'), '/s').problem).toMatch(/no dpkg database/);
  });
  test('md5sums give absolute paths', () => {
    expect(readMd5sums(bytes(`${'0'.repeat(32)}  usr/share/a b\n`))).toEqual(['/usr/share/a b']);
  });
});

test('apk: folders and files, a last paragraph without a blank line', () => {
  const text =
    'P:musl\nV:1.2.5-r0\nA:x86_64\nI:660000\nF:lib\nR:libc.so\na:0:0:755\nF:\nR:top\n\nP:busybox\nV:1.36.1-r29';
  const { packages } = readApkInstalled(bytes(text), '/i');
  expect(brief(packages)).toEqual(['musl 1.2.5-r0', 'busybox 1.36.1-r29']);
  expect(packages[0]).toMatchObject({ size: 660000, architecture: 'x86_64', owns: ['/lib/libc.so', '/top'] });
});

test.each([
  ['/app/node_modules/a/package.json', true],
  ['/app/node_modules/@s/a/package.json', true],
  ['/app/node_modules/a/test/package.json', false],
  ['/app/node_modules/.pnpm/a@1/node_modules/a/package.json', true],
  ['/app/package.json', false],
])('npm: %s is a package: %s', (path, expected) => {
  expect(isNpmManifest(path)).toBe(expected);
});

test('npm: a manifest without a version is a part of a package', () => {
  expect(readNpmManifest(bytes('{"name":"a"}'), '/n/node_modules/a/package.json')).toBeUndefined();
  expect(
    brief([readNpmManifest(bytes('{"name":"@s/a","version":"1.2.3"}'), '/n/node_modules/@s/a/package.json')]),
  ).toEqual(['@s/a 1.2.3']);
});

test('pip: names are one however written; RECORD may leave site-packages', () => {
  const site = '/usr/lib/python3/site-packages';
  const metadata = 'Metadata-Version: 2.1\nLicense: MIT\nName: My_Pkg.x\nVersion: 1.0\n\nName: body';
  expect(brief([readPythonMetadata(bytes(metadata), `${site}/My_Pkg-1.0.dist-info/METADATA`)])).toEqual([
    'my-pkg-x 1.0',
  ]);
  expect(
    readPythonRecord(bytes('a/b.py,sha256=x,1\n../../../bin/tool,,\n"q,1.py",,\n'), `${site}/x.dist-info/RECORD`),
  ).toEqual([`${site}/a/b.py`, '/usr/bin/tool', `${site}/q,1.py`]);
});

test('gem: by the stub line, else by the assignments', () => {
  const path = '/gems/specifications/rake-13.0.gemspec';
  expect(brief([readGemSpec(bytes('# stub: rake 13.0 ruby lib\n'), path)])).toEqual(['rake 13.0']);
  const plain = 'Gem::Specification.new do |g|\n  g.name = "rake".freeze\n  g.version = "13.0"\nend';
  expect(readGemSpec(bytes(plain), path)).toMatchObject({
    name: 'rake',
    version: '13.0',
    folder: '/gems/gems/rake-13.0',
  });
});

describe('jar', () => {
  test('pom.properties, and a jar within a jar', () => {
    const inner = zip({ 'META-INF/MANIFEST.MF': 'Implementation-Version: 2.0\n' });
    const outer = zip({
      'META-INF/maven/g/a/pom.properties': 'groupId=g\nartifactId=a\nversion=1.0\n',
      'lib/inner-2.0.jar': inner,
    });
    expect(brief(readJar(outer, '/a-1.0.jar').packages)).toEqual(['g:a 1.0', 'inner 2.0']);
  });
  test('what is no zip fails with a sentence', () => {
    expect(readJar(bytes('PK not really'), '/x.jar')).toEqual({
      packages: [],
      problem: '/x.jar cannot be read: it is no zip.',
    });
  });
});

describe('rpm', () => {
  const header = rpmHeader({ name: 'bash', version: '5.2', release: '1.el9', epoch: 1, files: ['/usr/bin/bash'] });
  test.each([
    ['NDB', ndb([header])],
    ['Berkeley DB', berkeley([header])],
  ])('%s', (_, database) => {
    const { packages, problem } = readRpmDatabase(database, '/db');
    expect(problem).toBeUndefined();
    expect(packages).toMatchObject([{ name: 'bash', version: '1:5.2-1.el9', owns: ['/usr/bin/bash'] }]);
  });

  test('SQLite, with rows that overflow their page and a tree of several levels', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    const folder = mkdtempSync(join(tmpdir(), 'rpm-'));
    try {
      const file = join(folder, 'rpmdb.sqlite');
      const db = new DatabaseSync(file);
      db.exec('CREATE TABLE Other(a); CREATE TABLE Packages(hnum INTEGER PRIMARY KEY, blob BLOB NOT NULL); BEGIN');
      const insert = db.prepare('INSERT INTO Packages(blob) VALUES(?)');
      const names = Array.from({ length: 300 }, (_, i) => `package-${i}`);
      for (const [i, name] of names.entries()) {
        const files = Array.from({ length: i % 7 === 0 ? 400 : 2 }, (_, n) => `/usr/share/${name}/file-${n}`);
        insert.run(rpmHeader({ name, version: '1', release: '1', files }));
      }
      db.exec('COMMIT');
      db.close();
      const { packages, problem } = readRpmDatabase(readFileSync(file), '/db');
      expect(problem).toBeUndefined();
      expect(packages.map(({ name }) => name)).toEqual(names);
      expect(packages[7]?.owns?.at(-1)).toBe('/usr/share/package-7/file-399');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    ['is cut short', ndb([header]).subarray(0, 4100)],
    ['is something else', new Uint8Array(4096)],
    ['is empty', new Uint8Array(0)],
    ['has a ring of pages', berkeley([header], 'ring')],
    ['is an SQLite file of nothing', Buffer.concat([Buffer.from('SQLite format 3\0\x10\0'), Buffer.alloc(4096)])],
  ])('a database that %s says so', (_, database) => {
    expect(readRpmDatabase(database, '/db').problem).toMatch(
      /^\/db cannot be read to its end: it|^\/db cannot be read to its end: a /,
    );
  });
});

test('a failed database, an absent one and an empty one are three states', () => {
  const collector = createPackageCollector();
  collector.add('/var/lib/rpm/Packages', new Uint8Array(64));
  collector.add('/var/lib/dpkg/status', new Uint8Array(0));
  const states = Object.fromEntries(
    collector.finish().databases.map(({ ecosystem, state, count }) => [ecosystem, `${state} ${count}`]),
  );
  expect(states).toMatchObject({ rpm: 'failed 0', dpkg: 'read 0', apk: 'absent 0' });
});

interface Rpm {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly epoch?: number;
  readonly files: readonly string[];
}

function rpmHeader({ name, version, release, epoch, files }: Rpm): Uint8Array {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  const put = (tag: number, type: number, count: number, data: Buffer) => {
    const entry = Buffer.alloc(16);
    [tag, type, at, count].forEach((value, i) => entry.writeUInt32BE(value, 4 * i));
    entries.push(entry);
    parts.push(data);
    at += data.length;
  };
  const dirs = [...new Set(files.map((file) => file.replace(/[^/]+$/, '')))];
  put(1003, 4, 1, ints([epoch ?? 0]));
  put(1116, 4, files.length, ints(files.map((file) => dirs.indexOf(file.replace(/[^/]+$/, '')))));
  put(1000, 6, 1, texts([name]));
  put(1001, 6, 1, texts([version]));
  put(1002, 6, 1, texts([release]));
  put(1117, 8, files.length, texts(files.map((file) => file.replace(/^.*\//, ''))));
  put(1118, 8, dirs.length, texts(dirs));
  const counts = Buffer.alloc(8);
  counts.writeUInt32BE(entries.length, 0);
  counts.writeUInt32BE(at, 4);
  return Buffer.concat([counts, ...entries, ...parts]);
}

function ndb(blobs: readonly Uint8Array[]): Buffer {
  const file = Buffer.alloc(4096);
  file.write('RpmP', 0, 'latin1');
  file.writeUInt32LE(1, 12);
  for (let at = 32; at < 4096; at += 16) file.write('Slot', at, 'latin1');
  const parts = [file];
  let at = 4096;
  for (const [i, blob] of blobs.entries()) {
    const slot = 32 + 16 * i;
    file.writeUInt32LE(i + 1, slot + 4);
    file.writeUInt32LE(at / 16, slot + 8);
    const head = Buffer.alloc(16);
    head.write('BlbS', 'latin1');
    head.writeUInt32LE(i + 1, 4);
    head.writeUInt32LE(blob.length, 12);
    const body = Buffer.alloc(Math.ceil(blob.length / 16) * 16);
    body.set(blob);
    parts.push(head, body);
    at += 16 + body.length;
  }
  return Buffer.concat(parts);
}

/** A hash of one page whose values lie on overflow pages of 512 bytes. */
function berkeley([blob = new Uint8Array(0)]: readonly Uint8Array[], fault?: 'ring'): Buffer {
  const size = 512;
  const room = size - 26;
  const chunks = Array.from({ length: Math.ceil(blob.length / room) }, (_, i) =>
    blob.subarray(i * room, (i + 1) * room),
  );
  const file = Buffer.alloc(size * (2 + chunks.length));
  file.writeUInt32LE(0x00061561, 12);
  file.writeUInt32LE(size, 20);
  file.writeUInt8(8, 25);
  file.writeUInt32LE(1 + chunks.length, 32);
  const page = file.subarray(size, 2 * size);
  page.writeUInt16LE(2, 20);
  page.writeUInt8(13, 25);
  page.writeUInt16LE(500, 26);
  page.writeUInt16LE(480, 28);
  page.writeUInt8(3, 480);
  page.writeUInt32LE(2, 484);
  page.writeUInt32LE(fault ? blob.length + 400 : blob.length, 488);
  for (const [i, chunk] of chunks.entries()) {
    const base = size * (2 + i);
    const last = i === chunks.length - 1;
    file.writeUInt32LE(last ? (fault ? 2 : 0) : 3 + i, base + 16);
    file.writeUInt16LE(chunk.length, base + 22);
    file.writeUInt8(7, base + 25);
    file.set(chunk, base + 26);
  }
  return fault ? file.subarray(0, file.length) : file;
}

function zip(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const body = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(body.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    locals.push(local, Buffer.from(name), body);
    central.push(entry, Buffer.from(name));
    at += 30 + name.length + body.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

const texts = (values: readonly string[]) => Buffer.from(values.map((value) => `${value}\0`).join(''));

const ints = (values: readonly number[]) =>
  Buffer.from(values.flatMap((v) => [v >>> 24, v >>> 16, v >>> 8, v].map((b) => b & 255)));
