import { charDevice, dir, fifo, file, hardlink, opaque, symlink, whiteout, type LayerEntry } from './layer-entry.ts';
import { strataPicture } from './picture.ts';
import { noise, program } from './program.ts';
import * as text from './story-files.ts';

/** One row of the config's history, with the layer it made, if it made one. */
export interface Step {
  readonly createdBy: string;
  /** RFC 3339. */
  readonly created: string;
  readonly comment?: string;
  readonly layer?: SampleLayer;
}

export interface SampleLayer {
  readonly entries: readonly LayerEntry[];
  readonly compression: 'none' | 'gzip';
}

export interface SampleImage {
  /** Repository and tag, such as `demo/web:2`. */
  readonly repository: string;
  readonly tag: string;
  /** The config's `config` object. */
  readonly runtime: Readonly<Record<string, unknown>>;
  /** Base first. */
  readonly steps: readonly Step[];
}

const WEB = { uid: 1000 };
const CAP_NET_RAW = '\u0001\0\0\u0002\0 \0\0\0\0\0\0\0\0\0\0\0\0\0\0'; // revision 2, effective, permitted bit 13

const base: SampleLayer = {
  compression: 'gzip',
  entries: [
    dir('bin'),
    file('bin/busybox', program('busybox', 16_384), 0o755),
    ...['cat', 'ls', 'sh', 'wget'].map((name) => hardlink(`bin/${name}`, 'bin/busybox')),
    file('bin/ping', program('ping', 1024), 0o755, { xattrs: { 'security.capability': CAP_NET_RAW } }),
    file('bin/su', program('su', 1024), 0o4755),
    dir('dev'),
    charDevice('dev/null', 1, 3),
    dir('etc'),
    dir('etc/apk'),
    file('etc/apk/world', text.APK_WORLD_BASE),
    file('etc/group', text.GROUP),
    file('etc/motd', text.MOTD),
    file('etc/os-release', text.OS_RELEASE),
    file('etc/passwd', text.PASSWD),
    dir('etc/ssl'),
    dir('etc/ssl/certs'),
    file('etc/ssl/certs/ca-certificates.crt', text.CERTIFICATES.repeat(8)),
    symlink('etc/ssl/cert.pem', 'certs/ca-certificates.crt'),
    dir('lib'),
    dir('lib/apk'),
    dir('lib/apk/db'),
    file('lib/apk/db/installed', text.APK_INSTALLED_BASE),
    dir('root', 0o700),
    dir('run'),
    fifo('run/initctl'),
    dir('tmp', 0o1777),
    dir('usr'),
    dir('usr/bin'),
    symlink('usr/bin/env', '../../bin/busybox'),
    dir('var'),
    dir('var/cache'),
    dir('var/log'),
    symlink('var/run', '../run'),
  ],
};

const packages: SampleLayer = {
  compression: 'gzip',
  entries: [
    dir('etc'),
    file('etc/apk/world', `${text.APK_WORLD_BASE}nginx\n`),
    dir('etc/nginx'),
    file('etc/nginx/mime.types', 'types { text/html html; text/css css; image/png png; }\n'),
    file('etc/nginx/nginx.conf', text.NGINX_CONF_PACKAGED),
    file('etc/passwd', text.PASSWD_WITH_NGINX),
    file('lib/apk/db/installed', text.APK_INSTALLED),
    dir('usr/sbin'),
    file('usr/sbin/nginx', program('nginx', 24_576), 0o755),
    dir('usr/share/doc/nginx'),
    file('usr/share/doc/nginx/CHANGES', 'Changes with nginx 1.28.0\n\n    *) Sample only.\n'.repeat(60)),
    dir('usr/share/nginx/html'),
    file('usr/share/nginx/html/50x.html', '<h1>An error occurred.</h1>\n'),
    file('usr/share/nginx/html/index.html', '<h1>Welcome to nginx!</h1>\n'),
    dir('var/cache/apk'),
    file('var/cache/apk/APKINDEX.1a2b3c4d.tar.gz', noise('apkindex', 12_288)),
    file('var/cache/apk/nginx-1.28.0-r3.apk', noise('nginx.apk', 20_480)),
    dir('var/lib'),
    dir('var/lib/nginx', 0o755, { uid: 101 }),
    dir('var/log/nginx', 0o755, { uid: 101 }),
    symlink('var/log/nginx/access.log', '/dev/stdout'),
  ],
};

const appOne: SampleLayer = {
  compression: 'gzip',
  entries: [
    dir('srv'),
    dir('srv/app'),
    file('srv/app/package.json', text.packageJSON('1.4.2')),
    dir('srv/app/public'),
    file('srv/app/public/index.html', text.INDEX_HTML),
    file('srv/app/server.js', text.SERVER_JS_V1),
  ],
};

const app: SampleLayer = {
  compression: 'none',
  entries: [
    dir('srv'),
    dir('srv/app'),
    dir('srv/app/build'),
    file('srv/app/build/server.js.map', `{"version":3,"sources":["server.ts"],"mappings":"${'AAAA,'.repeat(1200)}"}\n`),
    dir('srv/app/config'),
    file('srv/app/config/settings.json', text.SETTINGS),
    file('srv/app/package.json', text.packageJSON('2.0.0')),
    dir('srv/app/public'),
    file('srv/app/public/index.html', text.INDEX_HTML),
    file('srv/app/public/logo.png', strataPicture(64)),
    file('srv/app/public/style.css', text.STYLE_CSS),
    file('srv/app/server.js', text.SERVER_JS),
    file('srv/app/说明.txt', text.README_ZH),
  ],
};

const secrets: SampleLayer = {
  compression: 'gzip',
  entries: [
    dir('root', 0o700),
    dir('root/.aws', 0o700),
    file('root/.aws/credentials', text.AWS_CREDENTIALS, 0o600),
    file('root/.npmrc', text.NPMRC, 0o600),
    dir('srv/app/vendor'),
    file('srv/app/vendor/pricing.bin', noise('pricing', 8192)),
  ],
};

const cleanup: SampleLayer = {
  compression: 'none',
  entries: [
    dir('root', 0o700),
    whiteout('root/.aws'),
    whiteout('root/.npmrc'),
    whiteout('srv/app/build'),
    whiteout('usr/share/doc'),
    dir('var/cache/apk'),
    opaque('var/cache/apk'),
  ],
};

/** `chmod` and `chown` copy whole files up: the same bytes once more. */
const owners: SampleLayer = {
  compression: 'gzip',
  entries: [
    dir('srv/app', 0o750, WEB),
    file('srv/app/package.json', text.packageJSON('2.0.0'), 0o640, WEB),
    file('srv/app/server.js', text.SERVER_JS, 0o750, WEB),
    file('srv/app/vendor/pricing.bin', noise('pricing', 8192), 0o640, WEB),
    file('srv/app/说明.txt', text.README_ZH, 0o640, WEB),
  ],
};

const release: SampleLayer = {
  compression: 'none',
  entries: [
    dir('etc'),
    dir('etc/motd'), // a file below
    file('etc/motd/10-shop', text.MOTD_PART),
    file('etc/nginx/nginx.conf', text.NGINX_CONF),
    dir('etc/shop'),
    file('etc/shop/settings.json', text.SETTINGS),
    symlink('srv/app/config', '/etc/shop'), // a folder below
    dir('srv/app/public', 0o755, WEB),
    opaque('srv/app/public'),
    dir('srv/app/public/assets', 0o755, WEB),
    file('srv/app/public/assets/logo-11ab.png', strataPicture(96), 0o644, WEB),
    file('srv/app/public/assets/style-8f2c.css', text.STYLE_CSS, 0o644, WEB),
    file('srv/app/public/index.html', text.INDEX_HTML_BUILT, 0o644, WEB),
  ],
};

const shared: readonly Step[] = [
  {
    created: '2026-01-05T09:00:00Z',
    createdBy: 'ADD strata-minirootfs-3.1.0-x86_64.tar.gz / # buildkit',
    comment: 'buildkit.dockerfile.v0',
    layer: base,
  },
  { created: '2026-01-05T09:00:00Z', createdBy: 'CMD ["/bin/sh"]' },
  { created: '2026-02-10T08:30:00Z', createdBy: 'ENV NGINX_VERSION=1.28.0' },
  {
    created: '2026-02-10T08:30:12Z',
    createdBy: 'RUN /bin/sh -c apk add nginx=${NGINX_VERSION}-r3 # buildkit',
    comment: 'buildkit.dockerfile.v0',
    layer: packages,
  },
];

const runtime = {
  Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'NGINX_VERSION=1.28.0'],
  Cmd: ['/usr/sbin/nginx', '-g', 'daemon off;'],
  WorkingDir: '/srv/app',
};

/** Two releases of one shop. They share their two lowest layers; the newer one holds every concept that Outcrop shows. */
export const SAMPLE_IMAGES: readonly SampleImage[] = [
  {
    repository: 'demo/web',
    tag: '2',
    runtime: {
      ...runtime,
      User: 'web',
      ExposedPorts: { '8080/tcp': {} },
      Labels: { 'org.opencontainers.image.title': 'Stratum shop', 'org.opencontainers.image.version': '2.0.0' },
      Healthcheck: { Test: ['CMD-SHELL', 'wget -qO- http://127.0.0.1:8080/ || exit 1'], Interval: 30_000_000_000 },
    },
    steps: [
      ...shared,
      { created: '2026-03-02T14:20:00Z', createdBy: 'WORKDIR /srv/app' },
      { created: '2026-03-02T14:20:05Z', createdBy: 'COPY . /srv/app # buildkit', layer: app },
      {
        created: '2026-03-02T14:20:31Z',
        createdBy: 'RUN /bin/sh -c aws s3 cp s3://example/pricing.bin vendor/ && npm ci # buildkit',
        layer: secrets,
      },
      {
        created: '2026-03-02T14:20:40Z',
        createdBy:
          'RUN /bin/sh -c rm -rf /root/.aws /root/.npmrc build /usr/share/doc && rm -rf /var/cache/apk && mkdir /var/cache/apk # buildkit',
        layer: cleanup,
      },
      {
        created: '2026-03-02T14:20:44Z',
        createdBy: 'RUN /bin/sh -c chown -R web:web . && chmod -R o-rwx . # buildkit',
        layer: owners,
      },
      { created: '2026-03-02T14:20:44Z', createdBy: 'USER web' },
      { created: '2026-03-09T10:05:17Z', createdBy: 'COPY release/ / # buildkit', layer: release },
      { created: '2026-03-09T10:05:17Z', createdBy: 'EXPOSE map[8080/tcp:{}]' },
      {
        created: '2026-03-09T10:05:17Z',
        createdBy:
          'HEALTHCHECK &{["CMD-SHELL" "wget -qO- http://127.0.0.1:8080/ || exit 1"] "30s" "0s" "0s" "0s" \'\\x00\'}',
      },
      { created: '2026-03-09T10:05:17Z', createdBy: 'CMD ["/usr/sbin/nginx" "-g" "daemon off;"]' },
    ],
  },
  {
    repository: 'demo/web',
    tag: '1',
    runtime: { ...runtime, ExposedPorts: { '80/tcp': {} } },
    steps: [
      ...shared,
      { created: '2026-02-11T16:45:00Z', createdBy: 'WORKDIR /srv/app' },
      { created: '2026-02-11T16:45:03Z', createdBy: 'COPY . /srv/app # buildkit', layer: appOne },
      { created: '2026-02-11T16:45:03Z', createdBy: 'EXPOSE map[80/tcp:{}]' },
      { created: '2026-02-11T16:45:03Z', createdBy: 'CMD ["/usr/sbin/nginx" "-g" "daemon off;"]' },
    ],
  },
];
