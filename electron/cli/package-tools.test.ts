import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runOutcrop } from './run.test-support.ts';

/** What each package manager says of a root file system is what Outcrop says of an image of it. */

const has = (...tools: string[]) =>
  tools.every((tool) => (process.env['PATH'] ?? '').split(delimiter).some((dir) => existsSync(join(dir, tool))));
const isRoot = process.getuid?.() === 0;
const run = promisify(execFile);
const REPOSITORY = new URL('../..', import.meta.url).pathname;

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'outcrop-package-tools-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const lines = (text: string) => text.split('\n').filter(Boolean).toSorted();

interface Listed {
  readonly databases: readonly { readonly ecosystem: string; readonly state: string }[];
  readonly packages: readonly {
    readonly ecosystem: string;
    readonly name: string;
    readonly version: string;
    readonly architecture?: string;
    readonly foundIn: string;
  }[];
}

/** Packs what `tar` is told to into a root file system, and lists what is installed in it. */
async function installed(name: string, ecosystem: string, ...tar: string[]) {
  const archive = join(folder, `${name}.tar`);
  execFileSync('tar', ['-cf', archive, ...tar], { stdio: ['ignore', 'ignore', 'ignore'] });
  const { stdout, stderr } = await runOutcrop(folder, ['packages', archive, '--json']);
  expect(stderr).toBe('');
  const { databases, packages } = JSON.parse(stdout) as Listed;
  expect(databases.find((one) => one.ecosystem === ecosystem)).toMatchObject({ state: 'read' });
  return packages.filter((one) => one.ecosystem === ecosystem);
}

interface NpmNode {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, NpmNode>>;
}

function npmPackages({ dependencies = {} }: NpmNode): string[] {
  return Object.entries(dependencies).flatMap(([name, node]) => [
    // What is optional and not there has no version.
    ...(node.version === undefined ? [] : [`${name}@${node.version}`]),
    ...npmPackages(node),
  ]);
}

test.skipIf(!has('npm', 'tar', 'find'))('npm ls --all --json: the packages of this repository', async () => {
  // Its exit status speaks of what is extraneous, not of the list.
  const listed = await run('npm', ['ls', '--all', '--json'], { cwd: REPOSITORY, maxBuffer: 1 << 28 }).catch(
    (error: { readonly stdout: string }) => error,
  );
  const manifests = execFileSync('find', ['node_modules/', '-name', 'package.json'], { cwd: REPOSITORY });
  await writeFile(join(folder, 'manifests'), manifests);
  const found = await installed(
    'npm',
    'npm',
    '-C',
    REPOSITORY,
    '--transform',
    's,^,srv/app/,',
    '-T',
    join(folder, 'manifests'),
  );
  const names = found.map(({ name, version }) => `${name}@${version}`);
  expect([...new Set(names)].toSorted()).toEqual(
    [...new Set(npmPackages(JSON.parse(listed.stdout) as NpmNode))].toSorted(),
  );
});

test.skipIf(!existsSync('/var/lib/dpkg/status') || !has('dpkg-query', 'tar'))(
  'dpkg-query -W: the packages of this machine',
  async () => {
    const format = '${db:Status-Status} ${Package} ${Version} ${Architecture}\n';
    const said = execFileSync('dpkg-query', ['-W', '-f', format]).toString();
    const found = await installed('dpkg', 'dpkg', '-C', '/', 'var/lib/dpkg/status', 'var/lib/dpkg/info');
    const names = found.map(({ name, version, architecture }) => `installed ${name} ${version} ${architecture}`);
    expect(names.toSorted()).toEqual(lines(said).filter((line) => line.startsWith('installed ')));
  },
);

test.skipIf(!existsSync('/lib/apk/db/installed') || !has('apk', 'tar'))(
  'apk info -v: the packages of this machine',
  async () => {
    const said = execFileSync('apk', ['info', '-v'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
    const found = await installed('apk', 'apk', '-C', '/', 'lib/apk/db/installed');
    expect(found.map(({ name, version }) => `${name}-${version}`).toSorted()).toEqual(lines(said));
  },
);

const SPEC = `Name: NAME
Version: VERSION
Release: RELEASE
Summary: A test of Outcrop
License: MIT
BuildArch: noarch
EPOCH
%description
x
%install
mkdir -p %{buildroot}/opt/NAME
for i in $(seq COUNT); do echo $i > %{buildroot}/opt/NAME/file-$i; done
%files
/opt/NAME
`;

describe.skipIf(!isRoot || !has('rpm', 'rpmbuild', 'tar'))('rpm -qa: packages built and installed by rpm', () => {
  const packages = [
    ['alpha', '1.0', '1', '', 3],
    ['beta-libs', '2.0~rc1', '4.el9', 'Epoch: 7', 700],
    ['gamma', '0.9^git1', '2', '', 1],
  ] as const;
  let files: string[];

  beforeAll(async () => {
    files = await Promise.all(
      packages.map(async ([name, version, release, epoch, count]) => {
        const spec = SPEC.replaceAll('NAME', name)
          .replace('VERSION', version)
          .replace('RELEASE', release)
          .replace('EPOCH', epoch)
          .replace('COUNT', String(count));
        const top = join(folder, `build-${name}`);
        await mkdir(top, { recursive: true });
        await writeFile(join(top, 'x.spec'), spec);
        await run('rpmbuild', ['-bb', '--define', `_topdir ${top}`, join(top, 'x.spec')]);
        return join(top, 'RPMS', 'noarch', `${name}-${version}-${release}.noarch.rpm`);
      }),
    );
  });

  test.for(['sqlite', 'ndb'])('in a database of %s, updated and erased', async (backend, { skip }) => {
    const root = join(folder, `root-${backend}`);
    const rpm = (...args: string[]) =>
      execFileSync('rpm', ['--root', root, '--dbpath', '/var/lib/rpm', '--define', `_db_backend ${backend}`, ...args], {
        stdio: ['ignore', 'pipe', 'ignore'],
      }).toString();
    await mkdir(root, { recursive: true });
    rpm('--initdb');
    const made = { sqlite: 'rpmdb.sqlite', ndb: 'Packages.db' }[backend] ?? '';
    // Debian's rpm, for one, is built without it.
    if (!existsSync(join(root, 'var/lib/rpm', made))) skip(`this rpm writes no ${backend} database`);
    rpm('-i', '--nodeps', ...files);
    rpm('-e', 'gamma');
    rpm('-i', '--nodeps', '--replacepkgs', files[0]!);
    const format = '%{NAME} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE} %{ARCH}\n';
    const found = await installed(`rpm-${backend}`, 'rpm', '-C', root, '.');
    const names = found.map(({ name, version, architecture }) => `${name} ${version} ${architecture}`);
    expect(names.toSorted()).toEqual(lines(rpm('-qa', '--qf', format)));
    expect(names).toHaveLength(2);
  });
});
