import { expect, test } from 'vitest';
import { annotationDifferences, configDifferences, withoutConversion } from './config-differences.ts';

test.each([
  ['null, empty and absent', { config: { Env: null, Cmd: [], User: '' } }, { config: { Labels: {} } }],
  [
    'keys in another order and case',
    { config: { Labels: { a: '1', b: '2' } } },
    { config: { labels: { b: '2', a: '1' } } },
  ],
  ['when it was built', { created: '2020', container: 'x', docker_version: '' }, { created: '2021' }],
  ['a healthcheck that says nothing', { config: { Healthcheck: { Test: null } } }, { config: {} }],
])('%s are equal', (_, before, after) => {
  expect(configDifferences(before, after)).toEqual([]);
});

test.each([
  ['a variable', { Env: ['A=1', 'B=2'] }, { Env: ['B=2', 'A=3'] }, [['Env', 'A', 'changed', '1', '3']]],
  ['a new variable', { Env: ['A=1'] }, { Env: ['A=1', 'C='] }, [['Env', 'C', 'added', null, '']]],
  ['a label', { Labels: { a: 'x' } }, {}, [['Labels', 'a', 'removed', 'x', null]]],
  ['a port', {}, { ExposedPorts: { '80/tcp': {} } }, [['ExposedPorts', '80/tcp', 'added', null, {}]]],
  ['a command', { Cmd: ['a'] }, { Cmd: ['a', 'b'] }, [['Cmd', undefined, 'changed', ['a'], ['a', 'b']]]],
  [
    'a label named __proto__',
    JSON.parse('{"Labels":{"__proto__":"x"}}'),
    {},
    [['Labels', '__proto__', 'removed', 'x', null]],
  ],
])('%s differs on its own', (_, before, after, expected) => {
  const found = configDifferences({ config: before }, { config: after });
  expect(found.map((one) => [one.field, one.key, one.kind, one.before, one.after])).toEqual(expected);
});

test('what an OCI config has no place for is split off, and a changed value is not', () => {
  const docker = { config: { Healthcheck: { Test: ['CMD', 'x'] }, User: 'a' }, docker_version: '20' };
  const differences = configDifferences(docker, { config: { User: 'b' } });
  const { config, lost } = withoutConversion(differences, true);
  expect(config.map(({ field }) => field)).toEqual(['User']);
  expect(lost.map(({ field }) => field)).toEqual(['Healthcheck', 'docker_version']);
  expect(withoutConversion(differences, false).lost).toEqual([]);
});

const annotations = (more: Readonly<Record<string, string>>) => ({
  annotations: { 'org.opencontainers.image.created': Object.keys(more).join(), ...more },
});

test('annotations of the manifests one by one, but when it was made', () => {
  expect(annotationDifferences(annotations({ a: '1', b: '2' }), annotations({ b: '3', c: '' }))).toEqual([
    { field: 'annotations', key: 'a', kind: 'removed', before: '1', after: null },
    { field: 'annotations', key: 'b', kind: 'changed', before: '2', after: '3' },
    { field: 'annotations', key: 'c', kind: 'added', before: null, after: '' },
  ]);
  expect(annotationDifferences(null, { annotations: null })).toEqual([]);
});
