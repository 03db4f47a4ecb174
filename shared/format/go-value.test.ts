import { expect, test } from 'vitest';
import { formatInstruction } from './instruction.ts';

test.each([
  ['a command in exec form', 'CMD ["node" "app.js"]', 'CMD ["node", "app.js"]'],
  [
    'one with quotes and blanks',
    '/bin/sh -c #(nop)  CMD ["sh" "-c" "echo \\"a b\\" c"]',
    'CMD ["sh", "-c", "echo \\"a b\\" c"]',
  ],
  ['an entry point that is JSON already', 'ENTRYPOINT ["a", "b"]', 'ENTRYPOINT ["a", "b"]'],
  ['no command', 'CMD []', 'CMD []'],
  ['a port', 'EXPOSE map[8080/tcp:{}]', 'EXPOSE 8080/tcp'],
  ['ports', 'EXPOSE map[443/tcp:{} 80/tcp:{}]', 'EXPOSE 443/tcp 80/tcp'],
  ['ports as newer BuildKit writes them', 'EXPOSE [443/tcp 80/tcp]', 'EXPOSE 443/tcp 80/tcp'],
  ['ports of the classic builder', '/bin/sh -c #(nop)  EXPOSE 80', 'EXPOSE 80'],
  ['a volume', 'VOLUME [/var/lib/mysql]', 'VOLUME /var/lib/mysql'],
  [
    'a health check by the shell',
    `HEALTHCHECK &{["CMD-SHELL" "curl -f http://x/ || exit 1"] "30s" "3s" "0s" "0s" '\\x03'}`,
    'HEALTHCHECK --interval=30s --timeout=3s --retries=3 CMD curl -f http://x/ || exit 1',
  ],
  [
    'one of an older Docker',
    `HEALTHCHECK &{["CMD" "a" "b"] "1m0s" "0s" "5s" '\\n'}`,
    'HEALTHCHECK --interval=1m0s --start-period=5s --retries=10 CMD ["a", "b"]',
  ],
  ['one with many retries', `HEALTHCHECK &{["CMD" "a"] "0s" "0s" "0s" "0s" '!'}`, 'HEALTHCHECK --retries=33 CMD ["a"]'],
  ['one with no retries set', `HEALTHCHECK &{["CMD" "a"] "0s" "0s" "0s" "0s" '\\x00'}`, 'HEALTHCHECK CMD ["a"]'],
  ['none', `HEALTHCHECK &{["NONE"] "0s" "0s" "0s" "0s" '\\x00'}`, 'HEALTHCHECK NONE'],
  ['what is in no such form', 'EXPOSE $PORT', 'EXPOSE $PORT'],
  ['what only begins so', 'HEALTHCHECK &{["CMD" "a"', 'HEALTHCHECK &{["CMD" "a"'],
])('%s', (_, createdBy, line) => expect(formatInstruction(createdBy)).toBe(line));

test('a hostile row takes no more than a moment', () => {
  const hostile = `HEALTHCHECK &{[${'"a" '.repeat(50_000)}`;
  expect(formatInstruction(hostile)).toHaveLength(hostile.trim().length);
  expect(formatInstruction(`CMD [${'"\\'.repeat(50_000)}`)).toMatch(/^CMD \[/);
});
