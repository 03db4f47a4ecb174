/** Texts of the sample's files. Every secret here is one of the vendors' own documented examples. */

export const OS_RELEASE = `NAME="Strata Linux"
ID=strata
VERSION_ID=3.1
PRETTY_NAME="Strata Linux 3.1 (a sample made by Outcrop)"
HOME_URL="https://example.com/strata"
`;

export const PASSWD = `root:x:0:0:root:/root:/bin/sh
daemon:x:2:2:daemon:/sbin:/sbin/nologin
nobody:x:65534:65534:nobody:/:/sbin/nologin
`;

export const PASSWD_WITH_NGINX = `${PASSWD}nginx:x:101:101:nginx:/var/lib/nginx:/sbin/nologin
web:x:1000:1000:Web application:/srv/app:/sbin/nologin
`;

export const GROUP = 'root:x:0:\ndaemon:x:2:\nnobody:x:65534:\n';

export const APK_WORLD_BASE = 'busybox\nca-certificates\n';

export const APK_INSTALLED_BASE = `P:busybox
V:1.37.0-r12
A:x86_64
S:16384
I:16384
T:Size optimized toolbox of many common UNIX utilities
L:GPL-2.0-only
F:bin
R:busybox
a:0:0:755
R:ping
a:0:0:755
R:su
a:0:0:4755
R:cat
R:ls
R:sh
R:wget
F:usr/bin
R:env

P:ca-certificates
V:20250911-r0
A:x86_64
S:1024
I:2048
T:Common CA certificates PEM files
L:MPL-2.0
F:etc/ssl
R:cert.pem
F:etc/ssl/certs
R:ca-certificates.crt

`;

export const APK_INSTALLED = `${APK_INSTALLED_BASE}P:nginx
V:1.28.0-r3
A:x86_64
S:20480
I:24576
T:HTTP and reverse proxy server
L:BSD-2-Clause
D:busybox
F:etc/nginx
R:mime.types
R:nginx.conf
F:usr/sbin
R:nginx
a:0:0:755
F:usr/share/doc/nginx
R:CHANGES
F:usr/share/nginx/html
R:50x.html
R:index.html
F:var/lib/nginx
M:101:101:755
F:var/log/nginx
M:101:101:755
R:access.log

`;

export const NGINX_CONF_PACKAGED = `# As the package ships it.
user nginx;
worker_processes auto;
events { worker_connections 1024; }
http {
    include mime.types;
    server {
        listen 80;
        root /usr/share/nginx/html;
    }
}
`;

export const NGINX_CONF = `# The shop's own; replaces the package's file, which stays in the layer below.
user web;
worker_processes 2;
events { worker_connections 1024; }
http {
    include mime.types;
    gzip on;
    server {
        listen 8080;
        root /srv/app/public;
        location /api/ { proxy_pass http://127.0.0.1:3000/; }
    }
}
`;

export const SERVER_JS = `import { createServer } from 'node:http';
import settings from './config/settings.json' with { type: 'json' };

createServer((request, response) => {
  response.end(\`hello from \${settings.name}\\n\`);
}).listen(settings.port);
`;

export const SERVER_JS_V1 = `require('http').createServer((req, res) => res.end('hello\\n')).listen(3000);
`;

export const SETTINGS = `{
  "name": "stratum shop",
  "port": 3000,
  "language": ["en", "zh-CN"]
}
`;

export const packageJSON = (version: string): string => `{
  "name": "stratum-shop",
  "version": "${version}",
  "type": "module",
  "scripts": { "start": "node server.js" }
}
`;

export const INDEX_HTML = `<!doctype html>
<meta charset="utf-8">
<title>Stratum shop</title>
<link rel="stylesheet" href="style.css">
<img src="logo.png" alt="">
<h1>Rocks, by the layer</h1>
`;

export const INDEX_HTML_BUILT = `<!doctype html><meta charset="utf-8"><title>Stratum shop</title><link rel="stylesheet" href="assets/style-8f2c.css"><img src="assets/logo-11ab.png" alt=""><h1>Rocks, by the layer</h1>
`;

export const STYLE_CSS = `body { font-family: sans-serif; background: #f4f1ea; color: #264653; }
h1 { border-bottom: 4px solid #e76f51; }
`;

export const README_ZH = `# 岩层商店

这是 Outcrop 自带的示例镜像，里面没有任何真实的服务。

镜像由一层一层只读的文件系统叠成，上层的文件会盖住下层的同名文件。
删除并不会让镜像变小：被删的文件仍然留在下面的层里，
比如 /root/.aws/credentials，在合并后的目录里看不到，却能从镜像里读出来。
`;

export const AWS_CREDENTIALS = `# Fake: the example keys of the AWS documentation.
[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
`;

export const NPMRC = `# Fake: not a token of anyone.
registry=https://registry.example.com/
//registry.example.com/:_authToken=npm_EXAMPLE0000000000000000000000000000
`;

export const MOTD = 'Welcome to Strata Linux 3.1, an image to dig in.\n';

export const MOTD_PART = 'Stratum shop 2.0: ask the platform team before you change anything here.\n';

export const CERTIFICATES = `-----BEGIN CERTIFICATE-----
U2FtcGxlIG9ubHk6IG5vdCBhIGNlcnRpZmljYXRlLCBtYWRlIGJ5IE91dGNyb3Au
-----END CERTIFICATE-----
`;
