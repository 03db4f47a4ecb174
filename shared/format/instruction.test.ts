import { expect, test } from 'vitest';
import { formatInstruction, parseInstruction } from './instruction.ts';

test.each([
  ['a classic RUN', '/bin/sh -c apt-get update', 'RUN apt-get update'],
  ['a classic metadata row', '/bin/sh -c #(nop)  CMD ["/bin/sh"]', 'CMD ["/bin/sh"]'],
  ['a classic ADD', '/bin/sh -c #(nop) ADD file:4eed in / ', 'ADD file:4eed in /'],
  ['a classic row under SHELL ["/bin/sh", "-ec"]', '/bin/sh -ec #(nop)  CMD ["x"]', 'CMD ["x"]'],
  ['a classic RUN with build arguments', '|1 VERSION=3 /bin/sh -c make', 'RUN make'],
  ['build arguments that hold spaces', '|2 A=x y B= /bin/sh -c make all', 'RUN make all'],
  ['a BuildKit RUN', 'RUN /bin/sh -c apk add curl # buildkit', 'RUN apk add curl'],
  ['a BuildKit RUN with build arguments', 'RUN |1 V=3 /bin/sh -c make # buildkit', 'RUN make'],
  ['a BuildKit RUN in exec form', 'RUN /usr/bin/make install # buildkit', 'RUN /usr/bin/make install'],
  ['a BuildKit RUN under bash', 'RUN /bin/bash -o pipefail -c a | b # buildkit', 'RUN a | b'],
  ['a BuildKit RUN under bash -eo pipefail', 'RUN /bin/bash -eo pipefail -c a # buildkit', 'RUN a'],
  ['a BuildKit COPY', 'COPY /src /dst # buildkit', 'COPY /src /dst'],
  ['a BuildKit ENV', 'ENV PATH=/usr/bin', 'ENV PATH=/usr/bin'],
  ['a Windows RUN', 'cmd /S /C dir', 'RUN dir'],
  ['a Windows metadata row', 'cmd /S /C #(nop)  EXPOSE 80', 'EXPOSE 80'],
  ['PowerShell', 'powershell -Command $x = 1', 'RUN $x = 1'],
  ['a shell that is an applet', '/bin/busybox sh -c mkdir /etc', 'RUN mkdir /etc'],
  ['a heredoc', 'RUN /bin/sh -c set -e\n  make\n\tmake install # buildkit', 'RUN set -e make make install'],
  ['a comment that only looks like the mark', 'RUN /bin/sh -c echo "# buildkit" done', 'RUN echo "# buildkit" done'],
  ['a command that mentions sh -c', 'RUN /bin/sh -c su -c "/bin/sh -c id" x', 'RUN su -c "/bin/sh -c id" x'],
  ['docker commit of a shell', 'bash', 'bash'],
  ['debuerreotype', "# debian.sh --arch 'amd64' out/ 'trixie'", "# debian.sh --arch 'amd64' out/ 'trixie'"],
  ['bazel', 'bazel build ...', 'bazel build ...'],
  ['a keyword with nothing behind it', 'CMD', 'CMD'],
  ['nothing', '', ''],
])('%s', (_, createdBy, line) => expect(formatInstruction(createdBy)).toBe(line));

test('what is not an instruction has no keyword', () => {
  expect(parseInstruction('bash')).toEqual({ keyword: null, text: 'bash' });
  expect(parseInstruction('RUNNER x')).toEqual({ keyword: null, text: 'RUNNER x' });
});

test('build arguments and line breaks are kept for those who show them', () => {
  expect(parseInstruction('RUN |2 A=x y B= /bin/sh -c one\ntwo # buildkit')).toEqual({
    keyword: 'RUN',
    text: 'one\ntwo',
    args: 'A=x y B=',
  });
});

test('a hostile row takes no more than a moment', () => {
  const hostile = `|1 ${'/bin/sh -o x '.repeat(20_000)}`;
  expect(parseInstruction(hostile).keyword).toBe('RUN');
  expect(parseInstruction(`powershell ${'-A a '.repeat(20_000)}`).keyword).toBe(null);
});
