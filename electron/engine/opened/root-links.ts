import { TYPE_CODES } from '../tar/tar-index.ts';
import { childrenOf } from '../union/child-index.ts';
import { pathText } from '../union/path-text.ts';
import { describeVersion } from './describe-version.ts';
import type { Stack } from './stack.ts';

/** `/bin/sh` is `/usr/bin/sh` where `/bin` is a link: lists of packages keep the old name. */
export function rootLinks(stack: Stack): (path: string) => string {
  const { table } = stack;
  const links = new Map<string, string>();
  for (const child of childrenOf(table, 0)) {
    const version = table.visible[child]!;
    if (version === -1 || TYPE_CODES[table.type[version]!] !== 'symlink') continue;
    const target = describeVersion(stack, version).linkTarget?.replace(/^\/+|\/+$/g, '');
    if (target && !target.includes('..')) links.set(pathText(table, child).path.slice(1), `/${target}`);
  }
  return (path) => {
    const end = path.indexOf('/', 1);
    const target = end === -1 ? undefined : links.get(path.slice(1, end));
    return target === undefined ? path : `${target}${path.slice(end)}`;
  };
}
