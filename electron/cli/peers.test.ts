import { execFileSync, spawn } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nameBytes, nameText, splitPath } from '../engine/container/name.ts';
import type { Container } from '../engine/container/container.ts';
import type { Edit } from '../engine/container/operation.ts';
import type { TreeNode } from '../engine/container/tree.ts';
import { createEngine } from '../engine/engine.ts';
import type { Engine, LoadedImage } from '../engine/opened.ts';
import { commitContainer } from '../engine/opened/new-image.ts';
import { saveArchive } from '../engine/opened/save-image.ts';
import { makeArchive, type TestImage } from './test-image.ts';

const has = (tool: string) => (process.env['PATH'] ?? '').split(':').some((dir) => existsSync(join(dir, tool)));
const isRoot = process.getuid?.() === 0;
const hasUmoci = isRoot && has('skopeo') && has('umoci');
const hasPodman = isRoot && has('podman');
const hasDocker = isRoot && existsSync('/usr/sbin/dockerd') && has('docker');

const IMAGE: TestImage = {
  names: ['example.com/team/app:1'],
  layers: [
    {
      createdBy: 'ADD base',
      entries: [
        { name: 'etc/' },
        { name: 'etc/passwd', text: 'root:x:0:0\n' },
        { name: 'etc/motd', text: 'hello', mode: 0o4755, uid: 1, gid: 2 },
        { name: 'opt/', mode: 0o750, uid: 7 },
        { name: 'opt/a', text: 'a' },
        { name: 'opt/b', hardlink: 'opt/a' },
        { name: 'opt/link', symlink: 'a' },
        { name: `opt/${'long-'.repeat(30)}name`, text: 'long' },
        { name: 'old/' },
        { name: 'old/x', text: 'x' },
        { name: 'old/y', text: 'y' },
      ],
    },
    {
      createdBy: 'RUN',
      entries: [{ name: 'etc/' }, { name: 'etc/.wh.passwd' }, { name: 'opt/' }, { name: 'opt/c', text: 'c' }],
    },
  ],
};

/** One of each kind, as people type them. */
const EDITS: readonly (readonly [Edit['kind'], string, string?])[] = [
  ['write', 'etc/motd', 'changed'],
  ['write', 'etc/new', 'added'],
  ['remove', 'old'],
  ['mkdir', 'old'],
  ['write', 'old/z', 'z'],
  ['rename', 'opt', 'moved'],
  ['link', 'moved/c', 'moved/d'],
  ['symlink', 'to-etc', 'etc'],
  ['chmod', 'etc', '0711'],
];

let folder: string;
let engine: Engine;
let committed: Container;
let image: LoadedImage;
let id: string;
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcrop-peers-'));
  engine = createEngine({ dataDir: file('home'), threads: 1 });
  await writeFile(file('app.tar'), await makeArchive([IMAGE]));
  const base = await (await engine.open(file('app.tar'))).images[0]!.load();
  const opened = await engine.containers.create(base, 'c');
  for (const [kind, path, value] of EDITS)
    await opened.container.apply(await editOf(opened.container, kind, path, value));
  await mkdir(file('scratch'));
  const scratchDir = file('scratch');
  const created = '2026-01-02T03:04:05Z';
  const names = ['docker.io/library/outcrop-peers:1'];
  await using made = await commitContainer(opened, { scratchDir, created, names, changes: ['ENV PEER=yes', 'USER 0'] });
  await saveArchive(made.image, 'docker', file('docker.tar'), { scratchDir });
  await saveArchive(made.image, 'oci', file('oci.tar'), { scratchDir });
  id = made.report.id;
  image = await (await engine.open(file('docker.tar'))).images[0]!.load();
  committed = (await engine.containers.create(image, 'committed')).container;
}, 60_000);

afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

describe.skipIf(!hasUmoci)(`skopeo and umoci${hasUmoci ? '' : ' (skipped: needs root, skopeo and umoci)'}`, () => {
  test('skopeo reads both forms and copies the config’s bytes', () => {
    const layout = file('layout');
    run('skopeo', '--insecure-policy', 'copy', `oci-archive:${file('oci.tar')}`, `oci:${layout}:x`);
    expect(existsSync(join(layout, 'blobs', 'sha256', id.slice(7)))).toBe(true);
    const inspected = run(
      'skopeo',
      '--insecure-policy',
      'inspect',
      '--config',
      '--raw',
      `docker-archive:${file('docker.tar')}`,
    );
    expect(JSON.parse(inspected)).toMatchObject({ config: { Env: ['PEER=yes'] } });
  });

  // From Docker's form to OCI skopeo writes the config anew, so that ID is another.
  test.each([
    ['oci', 'docker'],
    ['oci', 'oci'],
    ['docker', 'docker'],
  ])('what skopeo makes of our %s archive, in the form of %s, is our image again', async (from, to) => {
    const saved = `${to}-by-skopeo-from-${from}.tar`;
    run(
      'skopeo',
      '--insecure-policy',
      'copy',
      `${from}-archive:${file(`${from}.tar`)}`,
      `${to}-archive:${file(saved)}`,
    );
    await expectSame(saved);
  });

  test('what umoci unpacks is our merged tree', () => {
    run('skopeo', '--insecure-policy', 'copy', `oci-archive:${file('oci.tar')}`, `oci:${file('unpack')}:x`);
    run('umoci', 'unpack', '--image', `${file('unpack')}:x`, file('bundle'));
    expect(diskTree(file('bundle/rootfs'))).toEqual(ourTree(image));
  });
});

describe.skipIf(!hasDocker)(`a Docker engine${hasDocker ? '' : ' (skipped: needs root and dockerd)'}`, () => {
  test('loads our archive under our image ID; what it exports is our tree with the init layer', async () => {
    const docker = await startDocker(file('docker-root'));
    try {
      docker.run('load', '-i', file('docker.tar'));
      expect(docker.run('images', '-q', '--no-trunc', 'outcrop-peers:1').trim()).toBe(id);
      expect(docker.run('inspect', '--format', '{{.Config.Env}}', 'outcrop-peers:1')).toContain('PEER=yes');
      const container = docker.run('create', 'outcrop-peers:1', '/bin/true').trim();
      docker.run('export', container, '-o', file('export.tar'));
      await mkdir(file('exported'));
      run('tar', '-xpf', file('export.tar'), '-C', file('exported'));
      expect(withoutTimes(diskTree(file('exported')))).toEqual(withoutTimes(drawn(committed.tree)));
      docker.run('rm', container);
      const [inspected] = JSON.parse(docker.run('inspect', 'outcrop-peers:1')) as { Id: string; Config: object }[];
      expect(inspected).toMatchObject({ Id: id, Config: { User: '0' }, Created: '2026-01-02T03:04:05Z' });
      const rows = docker
        .run('history', '--no-trunc', '--format', '{{.CreatedBy}}', 'outcrop-peers:1')
        .trim()
        .split('\n');
      expect(rows.toReversed()).toEqual(image.image.history.map(({ createdBy }) => createdBy));
      docker.run('save', '-o', file('saved-by-docker.tar'), 'outcrop-peers:1');
      await expectSame('saved-by-docker.tar');
    } finally {
      await docker.stop();
    }
  }, 60_000);
});

describe.skipIf(!hasPodman)(`podman${hasPodman ? '' : ' (skipped: needs root and podman)'}`, () => {
  afterAll(() => {
    podman('rmi', '--all', '--force');
  });

  test.each(['docker', 'oci'])(
    'loads our archive in the form of %s under our image ID, and what it saves is ours again',
    async (form) => {
      podman('load', '-i', file(`${form}.tar`));
      expect(podman('image', 'inspect', '--format', '{{.Id}}', 'outcrop-peers:1').trim()).toBe(id.slice(7));
      const mounted = podman('image', 'mount', 'outcrop-peers:1').trim();
      expect(diskTree(mounted)).toEqual(ourTree(image));
      podman('image', 'umount', 'outcrop-peers:1');
      podman('save', '--format', 'docker-archive', '-o', file(`saved-by-podman-${form}.tar`), 'outcrop-peers:1');
      await expectSame(`saved-by-podman-${form}.tar`);
    },
    60_000,
  );
});

function podman(...args: string[]): string {
  return run('podman', '--root', file('podman'), '--runroot', file('podman-run'), '--storage-driver', 'vfs', ...args);
}

/** What a peer saved has our ID, and our comparison finds nothing between it and what we saved. */
async function expectSame(name: string): Promise<void> {
  const saved = (await engine.open(file(name))).images[0]!;
  expect(saved.summary.id).toBe(id);
  const comparison = await engine.compare({ image: image.image.summary.handle }, { image: saved.summary.handle });
  const { added, removed, content, type, metadata, moved } = comparison.comparison.summary;
  expect({ added, removed, content, type, metadata, moved }).toEqual({
    added: 0,
    removed: 0,
    content: 0,
    type: 0,
    metadata: 0,
    moved: 0,
  });
}

/** Path → what can be seen of it. */
type Drawing = Readonly<Record<string, string>>;

function ourTree(loaded: LoadedImage): Drawing {
  const rows = [...loaded.list({ recursive: true })].map((entry) => {
    const { path, type, mode, uid, gid, size, mtime, linkTarget } = entry;
    const rest = type === 'symlink' ? (linkTarget ?? '') : `${mode} ${type === 'file' ? size : ''} ${mtime}`;
    return [path, `${type} ${uid}:${gid} ${rest}`] as const;
  });
  return Object.fromEntries(rows.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function drawn(root: TreeNode): Drawing {
  const drawing: Record<string, string> = {};
  const visit = (node: TreeNode, path: string) => {
    for (const [name, { facts }] of node.children()) {
      const { kind, mode, uid, gid, mtime } = facts;
      const size = kind === 'file' ? facts.body.size : '';
      const rest = kind === 'symlink' ? facts.target : `${mode.toString(8).padStart(4, '0')} ${size} ${mtime}`;
      drawing[`${path}/${nameText(name)}`] = `${kind} ${uid}:${gid} ${rest}`;
      visit(node.child(name)!, `${path}/${nameText(name)}`);
    }
  };
  visit(root, '');
  return drawing;
}

function diskTree(root: string): Drawing {
  const drawing: Record<string, string> = {};
  const visit = (path: string) => {
    for (const name of readdirSync(root + path).toSorted()) {
      const at = `${path}/${name}`;
      const stat = lstatSync(root + at);
      drawing[at] = describeFile(root + at, stat);
      if (stat.isDirectory()) visit(at);
    }
  };
  visit('');
  return Object.fromEntries(Object.entries(drawing).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function describeFile(at: string, stat: Stats): string {
  const type = stat.isDirectory() ? 'dir' : stat.isSymbolicLink() ? 'symlink' : 'file';
  const mode = (stat.mode & 0o7777).toString(8).padStart(4, '0');
  const size = type === 'file' ? readFileSync(at).length : '';
  const rest = type === 'symlink' ? readlinkSync(at) : `${mode} ${size} ${Math.round(stat.mtimeMs / 1000)}`;
  return `${type} ${stat.uid}:${stat.gid} ${rest}`;
}

/** The init layer is made when a container is: its times, and those of the folders it changes, are of that moment. */
function withoutTimes(drawing: Drawing): Drawing {
  return Object.fromEntries(
    Object.entries(drawing)
      .map(([path, text]) => [path, text.startsWith('symlink') ? text : text.replace(/ \d+$/, '')] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

async function editOf(container: Container, kind: Edit['kind'], one: string, two = ''): Promise<Edit> {
  const [path, other] = [splitPath(one), splitPath(two)];
  switch (kind) {
    case 'write':
      return { kind, path, body: await container.store([Buffer.from(two)]) };
    case 'mkdir':
      return { kind, path, mode: 0o755, parents: false };
    case 'chmod':
      return { kind, path, mode: Number.parseInt(two, 8) };
    case 'symlink':
      return { kind, path, target: nameBytes(two).toString('latin1') };
    case 'rename':
    case 'link':
      return { kind, from: path, to: other };
    default:
      return { kind: 'remove', path };
  }
}

function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A daemon of our own: its data, socket and process are this test's alone. */
async function startDocker(root: string) {
  await mkdir(root);
  const socket = join(root, 'd.sock');
  const paths = ['--data-root', join(root, 'data'), '--exec-root', join(root, 'exec'), '--pidfile', join(root, 'pid')];
  const network = ['--iptables=false', '--ip6tables=false', '--bridge=none'];
  const daemon = spawn('/usr/sbin/dockerd', [...paths, '-H', `unix://${socket}`, ...network], { stdio: 'ignore' });
  const ended = new Promise((resolve) => daemon.once('exit', resolve));
  const docker = (...args: readonly string[]) => run('docker', '-H', `unix://${socket}`, ...args);
  const isUp = () => {
    try {
      return docker('info').length > 0;
    } catch {
      return false;
    }
  };
  for (let tries = 0; tries < 100 && !isUp(); tries++) await sleep(200);
  return {
    run: docker,
    async stop() {
      daemon.kill('SIGTERM');
      await ended;
      // A mount of the daemon's network stays behind, and would keep the folder from going.
      const left = join(root, 'exec', 'netns', 'default');
      if (existsSync(left)) run('umount', left);
    },
  };
}
