import { describe, expect, test } from 'vitest';
import { mergeLayers } from '../../union/merge.ts';
import { pathText } from '../../union/path-text.ts';
import { drawIndex, type PictureEntry } from '../../union/picture.test-support.ts';
import { findAll } from './find-all.ts';
import { secretRule } from './secret-names.ts';

const dir = (path: string, mode?: string): PictureEntry => ({ path, type: 'dir', ...(mode && { mode }) });
const file = (path: string, mode?: string, content = 'x'): PictureEntry => ({
  path,
  type: 'file',
  content,
  ...(mode && { mode }),
});

test.each<[string, string | undefined]>([
  ['/root/.ssh/id_rsa', 'ssh-key'],
  ['/root/.ssh/id_rsa.pub', undefined],
  ['/home/x/ID_ED25519', 'ssh-key'],
  ['/etc/ssh/ssh_host_ecdsa_key', 'ssh-host-key'],
  ['/etc/ssh/ssh_host_ecdsa_key.pub', undefined],
  ['/app/server.key', 'private-key'],
  ['/app/.key', undefined],
  ['/app/tls/site-key.pem', 'private-key'],
  ['/app/cert.pem', undefined],
  ['/app/.env', 'dotenv'],
  ['/app/.env.production', 'dotenv'],
  ['/app/.env.example', undefined],
  ['/root/.aws/credentials', 'cloud-credentials'],
  ['/docs/credentials', undefined],
  ['/root/.docker/config.json', 'docker-credentials'],
  ['/app/config.json', undefined],
  ['/root/.kube/config', 'kubeconfig'],
  ['/etc/shadow', 'password-file'],
  ['/usr/share/doc/shadow', undefined],
  ['/root/.npmrc', 'package-credentials'],
  ['/root/.bash_history', 'shell-history'],
  ['/infra/prod.tfstate', 'terraform-state'],
  ['/app/keystore.jks', 'keystore'],
  ['/usr/bin/keytool', undefined],
])('%s', (path, rule) => {
  const [name = '', folder = ''] = path.split('/').toReversed();
  expect(secretRule(name, folder)).toBe(rule);
});

describe('found in an image', () => {
  const layers: readonly (readonly PictureEntry[])[] = [
    [
      dir('bin'),
      file('bin/su', '4755'),
      file('bin/wall', '2755'),
      dir('tmp', '1777'),
      dir('open', '0777'),
      file('open/log', '0666'),
      { path: 'link', type: 'symlink', link: 'x', mode: '0777' },
      { path: 'null', type: 'char', mode: '0666', major: 1, minor: 3 },
      file('.env'),
      file('empty.key', '0600', ''),
      dir('usr/share/keyrings'),
      file('usr/share/keyrings/distribution.key'),
    ],
    [{ path: '.env', type: 'whiteout' }, file('bin/su', '0755')],
  ];
  const indexes = layers.map(drawIndex);
  const table = mergeLayers(indexes);
  const found = [...findAll(table, indexes)].map(
    ({ rule, version }) =>
      `${rule} ${pathText(table, table.versionPath[version]!).path}${table.hiddenBy[version] === -1 ? '' : ' hidden'}`,
  );

  test('what deserves a look, and nothing else', () => {
    expect(found.toSorted()).toEqual(
      [
        'setuid /bin/su hidden',
        'setgid /bin/wall',
        'world-writable /open',
        'world-writable /open/log',
        'device /null',
        'dotenv /.env hidden',
      ].toSorted(),
    );
  });
});
