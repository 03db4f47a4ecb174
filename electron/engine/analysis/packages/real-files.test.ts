import { readFile } from 'node:fs/promises';
import { gunzipSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readGoBinary } from './go-binary.ts';
import { GO_PROGRAMS } from './go-programs.test-data.ts';
import { programLayout } from './program-segments.ts';
import { readRpmDatabase } from './rpm-database.ts';

const fixture = async (name: string) => gunzipSync(await readFile(new URL(`fixtures/${name}`, import.meta.url)));

/*
 * Three packages made by rpmbuild, installed with `rpm --root … -i` of rpm 4.18 (SQLite), and the same headers in a hash
 * that db5.3_load of Berkeley DB wrote (`db_lorder=4321`, pages of 4,096 bytes).
 */
describe.each(['rpmdb.sqlite.gz', 'Packages.big-endian.gz'])('a database by another hand: %s', (name) => {
  test('lists what rpm -qa lists', async () => {
    const { packages, problem } = readRpmDatabase(await fixture(name), '/db');
    expect(problem).toBeUndefined();
    const lines = packages.map((one) => `${one.name} ${one.version} ${one.architecture} ${one.size}`).toSorted();
    expect(lines).toEqual([
      'alpha 1.2-3 noarch 48',
      'beta 4:2.0~rc1-1.el9 noarch 1250',
      'gamma-libs 0.9^git1-2 noarch 21',
    ]);
  });

  test('and the files that rpm -qal lists', async () => {
    const { packages } = readRpmDatabase(await fixture(name), '/db');
    const owns = (wanted: string) => packages.find((one) => one.name === wanted)?.owns ?? [];
    expect(owns('gamma-libs')).toEqual([
      '/etc/gamma-libs.conf',
      '/usr/share/gamma-libs',
      '/usr/share/gamma-libs/file-1',
      '/usr/share/gamma-libs/link',
    ]);
    expect(owns('beta')).toHaveLength(153);
  });
});

describe.each(GO_PROGRAMS)('a Go program for $name', ({ infoAt, head, info }) => {
  const file = Buffer.alloc(infoAt + 512);
  file.set(inflateSync(Buffer.from(head, 'base64')));
  file.set(inflateSync(Buffer.from(info, 'base64')), infoAt);
  const read = async (offset: number, length: number) => file.subarray(offset, offset + length);

  test('names its module and the library it was built with', async () => {
    const found = (await readGoBinary(read, '/hello')).map((one) => `${one.name} ${one.version}`);
    expect(found).toEqual(['example.com/hello (devel)', 'stdlib 1.19.8']);
  });

  test('cut off anywhere it is no program, or one without tables', () => {
    for (let length = 0; length < 1024; length += 7)
      expect(() => programLayout(file.subarray(0, length))).not.toThrow();
  });
});
