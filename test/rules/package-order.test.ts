/** The order in which a symphony builds the packages of the workspace. */
import { expect, it } from 'vitest';
import { beat, domain, movement, movements, symphony } from '../../compiler/rules/example.ts';
import { seenIn } from '../support/mistakes.ts';

/** `app` needs `ui`, `ui` needs `core`; `x` and `y` need each other. */
const needs: Readonly<Record<string, readonly string[]>> = {
  core: [],
  ui: ['core'],
  app: ['ui'],
  x: ['y'],
  y: ['x'],
};
const packages = Object.fromEntries(
  Object.entries(needs).map(([name, names]) => [
    `packages/${name}/package.json`,
    JSON.stringify({
      name,
      scripts: { build: 'tsc' },
      dependencies: Object.fromEntries(names.map((one) => [one, '*'])),
    }),
  ]),
);

const told = async (...list: string[]): Promise<string[]> => {
  const files = {
    'domain.yaml': domain(),
    'play.yaml': symphony({ movements: movements(...list) }),
    'package.json': '{ "workspaces": ["packages/*"] }',
    ...packages,
  };
  return (await seenIn(files, 'BUILD_ORDER_VIOLATED')).map(
    ({ at, message }) => `${at.split(' ').slice(1).join(' ')}: ${message}`,
  );
};
const build = (id: string, name: string, ...fields: string[]): string =>
  beat(id, `run: [npm, run, build, -w, ${name}]`, 'timeout: 5s', ...fields);
const each = (...names: string[]): string =>
  beat('all', 'handler: h#build', 'activity: build', `each: { package: [${names.join(', ')}] }`, 'timeout: 5s');

it.each<[title: string, movements: string[], expected: string[]]>([
  ['in order', [movement('one', each('core', 'ui', 'app'))], []],
  ['one after what it needs, in a later movement', [movement('one', each('core')), movement('two', each('ui'))], []],
  [
    'a movement too early',
    [movement('one', build('a', 'ui')), movement('two', build('b', 'core'))],
    ['ui: `ui` is built before `core`, on which it depends'],
  ],
  [
    'the other way round',
    [movement('one', each('app', 'ui', 'core'))],
    ['app: `app` is built before `ui`, on which it depends', 'ui: `ui` is built before `core`, on which it depends'],
  ],
  [
    'through a package that is not built',
    [movement('one', each('app', 'core'))],
    ['app: `app` is built before `core`, on which it depends'],
  ],
  [
    'at once',
    [movement('one', build('a', 'core'), build('b', 'ui', 'needs: []'))],
    ['ui: `ui` depends on `core`, and nothing says that it is built after it'],
  ],
  ['at once, with a need in between', [movement('one', build('a', 'core'), build('b', 'ui', 'needs: [a]'))], []],
  ['a second time, after it was built in order', [movement('one', each('core', 'ui'), build('b', 'core'))], []],
  ['in a circle', [movement('one', each('x', 'y'))], []],
  ['what is not built here', [movement('one', each('ui'))], []],
  ['what is no package', [movement('one', each('b', 'a'))], []],
  ['nobody knows in which order', [movement('one', build('a', 'ui', 'needs: [zz]'), build('b', 'core'))], []],
  [
    'published and not built',
    [
      movement(
        'one',
        beat('a', 'run: [npm, publish, -w, ui]', 'timeout: 5s'),
        beat('b', 'run: [npm, publish, -w, core]', 'timeout: 5s'),
      ),
    ],
    [],
  ],
])('%s', async (_, list, expected) => {
  expect(await told(...list)).toEqual(expected);
});
