import { expect, test } from 'vitest';
import { findLanguage } from './language.ts';

test.each([
  ['a script is known by its interpreter', 'docker-entrypoint', '#!/bin/sh', 'Shell'],
  ['also through env', 'manage', '#!/usr/bin/env python3.11', 'Python'],
  ['also with flags for env', 'run', '#!/usr/bin/env -S node --no-warnings', 'JavaScript'],
  ['the first line decides over the name', 'tool.txt', '#!/usr/bin/perl -w', 'Perl'],
  ['a name with an extension', 'index.html', '<!doctype html>', 'HTML'],
  ['JSON', 'package.json', '{', 'JSON'],
  ['a unit of systemd', 'nginx.service', '[Unit]', 'Properties files'],
  ['a maintainer script of dpkg', 'adduser.postinst', '', 'Shell'],
  ['a Dockerfile with a suffix', 'Dockerfile.prod', 'FROM scratch', 'Dockerfile'],
  ['nginx', 'nginx.conf', 'user www-data;', 'Nginx'],
  ['text is no language', 'passwd', 'root:x:0:0', undefined],
])('%s', (_, fileName, firstLine, expected) => expect(findLanguage(fileName, firstLine)?.name).toBe(expected));
