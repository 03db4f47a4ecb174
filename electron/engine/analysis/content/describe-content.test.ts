import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ContentSummary } from '../../../../shared/model/content-summary.ts';
import { randomFrom } from '../../tar/scan.test-support.ts';
import { memberAt } from './archive/listing.ts';
import { bytesBody } from './body.ts';
import * as made from './content.test-data.ts';
import { describeContent } from './describe-content.ts';

const text = (value: string) => new TextEncoder().encode(value);
const look = (bytes: Uint8Array) => describeContent(bytesBody(bytes), () => false);

async function membersOf(bytes: Uint8Array): Promise<readonly string[]> {
  const { listing } = await look(bytes);
  return Array.from({ length: listing?.length ?? 0 }, (_, row) => {
    const { path, type, size, mode, linkTarget } = memberAt(listing!, row);
    return `${mode ?? '-'} ${type} ${path}${type === 'file' ? `:${size}` : ''}${linkTarget ? ` -> ${linkTarget}` : ''}`;
  });
}

const TREE = ['0755 dir etc', '0777 symlink etc/link -> motd', '0644 file etc/motd:6'];
const inside = (prefix: string) => TREE.map((row) => row.replace('etc', `${prefix}/etc`));

describe('archives of other tools', () => {
  test.each([
    ['GNU tar', made.TAR, 'tar', 'none', TREE],
    ['tar and gzip', made.TAR_GZ, 'tar', 'gzip', TREE],
    ['tar and xz', made.TAR_XZ, 'tar', 'xz', TREE],
    ['gzip in two members, as apk has it', Buffer.concat([gzipSync(made.TAR.slice(0, 512)), gzipSync(made.TAR.slice(512))]), 'tar', 'gzip', TREE],
    ['zip with a link', made.ZIP, 'zip', 'none', ['0755 dir t/etc/', '0777 symlink t/etc/link', '0644 file t/etc/motd:6']],
    ['ar with a long name', made.LONG_AR, 'ar', 'none', ['0644 file a_very_long_member_name.o:2']],
    [
      'a Debian package, with what its tars hold',
      made.DEB,
      'ar',
      'none',
      [
        '0644 file debian-binary:4',
        expect.stringMatching(/^0644 file control\.tar\.gz:\d+$/),
        expect.stringMatching(/^0644 file data\.tar\.xz:\d+$/),
        ...inside('control.tar.gz'),
        ...inside('data.tar.xz'),
      ],
    ],
  ])('%s', async (_, bytes, format, compression, members) => {
    const { summary } = await look(bytes);
    expect(summary).toMatchObject({ kind: 'archive', format, compression, problem: null, entries: members.length });
    const listed = await membersOf(bytes);
    expect(listed.toSorted()).toEqual(expect.arrayContaining(members as string[]));
  }); // prettier-ignore

  test('a compressed file that is no archive is told as such', async () => {
    const { summary } = await look(gzipSync('a changelog'));
    expect(summary).toEqual({ kind: 'compressed', compression: 'gzip', problem: null });
  });
});

describe('programs of a real linker', () => {
  test.each([
    [
      'a position-independent program',
      made.PROGRAM,
      {
        type: 'shared',
        machine: 'x86_64',
        interpreter: '/lib64/ld-linux-x86-64.so.2',
        needed: ['libf.so', 'libc.so.6'],
        runpath: '/opt/lib',
        rpath: null,
        stripped: true,
        pie: true,
        nx: true,
        relro: 'full',
        problem: null,
      },
    ],
    ['a library', made.LIBRARY, { soname: 'libf.so.1', interpreter: null, pie: false, stripped: false, relro: 'partial' }],
    ['a static program with an executable stack', made.STATIC, { type: 'executable', interpreter: null, needed: [], nx: false, relro: 'none' }],
  ])('%s', async (_, bytes, expected) => {
    const { summary } = await look(bytes);
    const needed = 'needed' in expected ? { needed: (summary as { needed?: string[] }).needed?.map((name) => name.replace('libf.so.1', 'libf.so')) } : {};
    expect({ ...summary, ...needed }).toMatchObject({ kind: 'elf', bits: 64, endian: 'little', go: null, ...expected });
  }); // prettier-ignore

  test('the build ID is what ld wrote', async () => {
    const { summary } = await look(made.PROGRAM);
    expect(summary).toMatchObject({ buildID: expect.stringMatching(/^[0-9a-f]{40}$/) as string });
  });

  test.each([
    ['a Windows program', peHeader(), { kind: 'pe', bits: 64, machine: 'x86_64', type: 'executable', subsystem: 'Windows console', nx: true, aslr: true }],
    ['a macOS program', machOHeader(), { kind: 'mach-o', parts: [{ machine: 'arm64', type: 'executable' }] }],
    ['a Java class is no universal binary', Uint8Array.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 65, ...new Uint8Array(600)), { kind: 'other' }],
  ])('%s', async (_, bytes, expected) => expect((await look(bytes)).summary).toEqual(expected)); // prettier-ignore
});

describe('certificates and keys of OpenSSL', () => {
  const certificate = {
    kind: 'certificate',
    subject: String.raw`CN=demo.example, O=Demo\, Ltd`,
    altNames: ['DNS:demo.example', 'IP Address:127.0.0.1'],
    key: 'ec prime256v1',
    selfIssued: true,
  };
  test.each([
    ['PEM', made.CERTIFICATE, [certificate]],
    ['DER', made.CERTIFICATE_DER, [certificate]],
    ['a bundle with text between', Buffer.concat([made.CERTIFICATE, text('# another\n'), made.CERTIFICATE]), [certificate, certificate]],
    ['a key beside its certificate', Buffer.concat([made.CERTIFICATE, made.KEY]), [certificate, { kind: 'private-key', label: 'PRIVATE KEY', encrypted: false }]],
    ['an encrypted key', made.ENCRYPTED_KEY, [{ kind: 'private-key', encrypted: true }]],
    ['a key of ssh', made.SSH_KEY, [{ kind: 'private-key', label: 'OPENSSH PRIVATE KEY', encrypted: false }]],
    ['an encrypted key of ssh', made.ENCRYPTED_SSH_KEY, [{ kind: 'private-key', encrypted: true }]],
    ['a block that is no certificate inside', text('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'), [{ kind: 'malformed' }]],
    ['another block', text('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'), [{ kind: 'other', label: 'PUBLIC KEY' }]],
  ])('%s', async (_, bytes, items) =>
    expect((await look(bytes)).summary).toMatchObject({ kind: 'certificates', total: items.length, items })); // prettier-ignore

  test('nothing of a key is told but that it is one', async () => {
    const told = JSON.stringify(await look(made.KEY));
    const secret = Buffer.from(made.KEY).toString().split('\n')[1]!;
    expect(told).not.toContain(secret.slice(4, 24));
  });
});

describe('malformed files', () => {
  const zipEnd = (count: number, size: number, offset: number) => {
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(count, 10);
    end.writeUInt32LE(size, 12);
    end.writeUInt32LE(offset, 16);
    return Buffer.concat([text('PK\x03\x04'), end]);
  };
  test.each<readonly [string, Uint8Array, object]>([
    ['an empty file', new Uint8Array(0), { kind: 'other' }],
    ['only the magic of ELF', text('\x7fELF'), { kind: 'other' }],
    ['segments outside the file', elfWith((file) => file.writeBigUInt64LE(1n << 60n, 32)), { kind: 'elf', problem: expect.any(String) }],
    ['65,535 segments', elfWith((file) => file.writeUInt16LE(65_535, 56)), { kind: 'elf', problem: expect.any(String) }],
    ['sections outside the file', elfWith((file) => file.writeBigUInt64LE(1n << 40n, 40)), { kind: 'elf', problem: expect.any(String) }],
    ['a zip whose directory claims 4 GB', zipEnd(1, 0xffff_fff0, 0), { kind: 'archive', entries: 0, problem: expect.stringContaining('limit') }],
    ['a zip whose directory is not there', zipEnd(9, 900, 5), { kind: 'archive', problem: expect.stringContaining('ends inside') }],
    ['a zip cut off before its directory', made.ZIP.slice(0, 60), { kind: 'archive', problem: expect.stringContaining('not complete') }],
    ['a tar cut off in a body', made.TAR.slice(0, 1026), { kind: 'archive', entries: 2, problem: expect.stringContaining('ends inside') }],
    ['a gzip cut off', made.TAR_GZ.slice(0, 60), { kind: expect.stringMatching(/archive|compressed/), problem: expect.any(String) }],
    ['an xz cut off', made.TAR_XZ.slice(0, 80), { kind: expect.stringMatching(/archive|compressed/), problem: expect.any(String) }],
    ['bzip2, which is not read', text('BZh91AY&SY'), { kind: 'compressed', compression: 'bzip2', problem: expect.stringContaining('bzip2') }],
    ['an ar whose member is larger than the file', text('!<arch>\na/              0           0     0     644     99999     `\nx'), { kind: 'archive', entries: 1, problem: expect.any(String) }],
    ['an ar with a damaged header', text(`!<arch>\n${'x'.repeat(60)}`), { kind: 'archive', entries: 0, problem: expect.stringContaining('damaged') }],
  ])('%s', async (_, bytes, expected) => expect((await look(bytes)).summary).toMatchObject(expected)); // prettier-ignore

  test('a gzip of zeros does not fill memory or time: it is no archive', async () => {
    const { summary } = await look(gzipSync(Buffer.alloc(64 << 20)));
    expect(summary.kind).not.toBe('other');
  });

  test('2,000 spoilt files of each kind are described or told as other, and nothing is thrown', async () => {
    const random = randomFrom(20_261_124);
    const kinds = new Set<ContentSummary['kind']>();
    const sources = Object.values(made);
    for (let round = 0; round < 2000; round++) {
      const spoilt = Uint8Array.from(sources[Math.floor(random() * sources.length)]!);
      for (let times = Math.floor(random() * 6); times >= 0; times--) {
        const head = random() < 0.5 ? Math.min(spoilt.length, 256) : spoilt.length;
        spoilt[Math.floor(random() * head)] = Math.floor(random() * 256);
      }
      const cut = random() < 0.3 ? spoilt.slice(0, Math.floor(random() * spoilt.length)) : spoilt;
      // oxlint-disable-next-line no-await-in-loop
      kinds.add((await look(cut)).summary.kind);
    }
    expect([...kinds].toSorted()).toEqual(['archive', 'certificates', 'compressed', 'elf', 'other']);
  }, 60_000);
});

function peHeader(): Uint8Array {
  const file = Buffer.alloc(256);
  file.write('MZ', 0);
  file.writeUInt32LE(64, 60);
  file.write('PE\0\0', 64, 'latin1');
  file.writeUInt16LE(0x8664, 68);
  file.writeUInt16LE(0x20b, 88);
  file.writeUInt16LE(3, 88 + 68);
  file.writeUInt16LE(0x140, 88 + 70);
  return file;
}

function machOHeader(): Uint8Array {
  const file = Buffer.alloc(64);
  file.writeUInt32LE(0xfeedfacf, 0);
  file.writeUInt32LE(0x0100_000c, 4);
  file.writeUInt32LE(2, 12);
  return file;
}

function elfWith(change: (file: Buffer) => void): Buffer {
  const file = Buffer.from(made.PROGRAM);
  change(file);
  return file;
}
