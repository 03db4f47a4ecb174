import { describe, expect, test } from 'vitest';
import { changedConfig, changedRuntime } from './new-config.ts';

const BEFORE = { Env: ['PATH=/bin', 'A=1'], Labels: { old: 'x' }, WorkingDir: '/srv', ExposedPorts: { '80/tcp': {} } };

describe('changes as docker commit --change takes them', () => {
  test.each([
    ['ENV sets one and keeps the others', 'ENV A=2', { Env: ['PATH=/bin', 'A=2'] }],
    ['ENV takes several, quoted', 'ENV B="two words" C=\'x y\'', { Env: ['PATH=/bin', 'A=1', 'B=two words', 'C=x y'] }],
    ['ENV in the old form', 'ENV D some text', { Env: ['PATH=/bin', 'A=1', 'D=some text'] }],
    ['LABEL adds', 'LABEL a.b=c', { Labels: { old: 'x', 'a.b': 'c' } }],
    ['CMD in the exec form', 'CMD ["a", "b c"]', { Cmd: ['a', 'b c'] }],
    ['CMD in the shell form', 'CMD a b', { Cmd: ['/bin/sh', '-c', 'a b'] }],
    ['CMD that only looks like the exec form', 'CMD [ -f x ]', { Cmd: ['/bin/sh', '-c', '[ -f x ]'] }],
    ['ENTRYPOINT', 'entrypoint ["/x"]', { Entrypoint: ['/x'] }],
    ['ENTRYPOINT without words takes it away', 'ENTRYPOINT', { Entrypoint: null }],
    ['USER', 'USER 1000:1000', { User: '1000:1000' }],
    ['WORKDIR from where it was', 'WORKDIR app', { WorkingDir: '/srv/app' }],
    ['WORKDIR from the root', 'WORKDIR /', { WorkingDir: '/' }],
    ['EXPOSE', 'EXPOSE 53/udp 8080', { ExposedPorts: { '80/tcp': {}, '53/udp': {}, '8080/tcp': {} } }],
    ['VOLUME', 'VOLUME ["/data"]', { Volumes: { '/data': {} } }],
    ['ONBUILD', 'ONBUILD RUN make', { OnBuild: ['RUN make'] }],
  ])('%s', (_, change, expected) => {
    expect(changedRuntime({ config: BEFORE }, [change])).toEqual({ ...BEFORE, ...expected });
  });

  test.each(['RUN x', 'ENV', 'ENV A', 'LABEL', 'USER', 'EXPOSE http', 'VOLUME', ''])('refuses “%s”', (change) => {
    expect(() => changedRuntime({}, [change])).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });
});

test('what Outcrop does not know stays where it is; the container that made the old image goes', () => {
  const old = {
    zeta: 1,
    container: 'c0ffee',
    container_config: {},
    config: { Healthcheck: {} },
    rootfs: {},
    alpha: [],
  };
  const next = JSON.parse(changedConfig(old, [], { created: '2026-01-01T00:00:00Z' }).toString()) as object;
  expect(Object.keys(next)).toEqual(['zeta', 'config', 'rootfs', 'alpha', 'created']);
  expect(next).toMatchObject({ config: { Healthcheck: {} }, rootfs: { type: 'layers', diff_ids: [] } });
});
