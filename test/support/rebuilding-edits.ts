/** Edits of the workspace that is built again and again, by what somebody does. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeBaseline } from '../../compiler/diagnostics/baseline.ts';
import { openFingerprints } from '../../compiler/diagnostics/fingerprint.ts';
import { type Edit, files, header, move, remove, replace, restore, write } from './rebuilding.ts';
import { writeFiles } from './temp.ts';

/** What people do to a workspace, mistakes and repairs included. */
export const edits: Readonly<Record<string, Edit>> = {
  'add a metric': write('metrics/more.yaml', `${header('Metric', 'more')}unit: count\n`),
  'add a second document': replace(
    'metrics/speed.yaml',
    'unit: ms',
    `unit: ms\n---\n${header('Metric', 'more')}unit: s`,
  ),
  'add a duplicate': write('domains/copy.yaml', String(files['domains/base.yaml'])),
  'add another symphony with a used id': write(
    'symphonies/twin.yaml',
    String(files['symphonies/inner.yaml']).replace('title: The inner', 'title: Its twin').replace('5s', '9s'),
  ),
  'add one before the other': write(
    'symphonies/before.yaml',
    String(files['symphonies/outer.yaml']).replace('title: The outer', 'title: Its twin').replace('1m', '9m'),
  ),
  'remove the twin': remove('symphonies/twin.yaml'),
  'remove the duplicate': remove('domains/copy.yaml'),
  'remove a metric': remove('metrics/speed.yaml'),
  'remove a domain': remove('domains/app.yaml'),
  'remove a policy': remove('policies/bounded.yaml'),
  'remove the inner symphony': remove('symphonies/inner.yaml'),
  'remove a handler module': remove('handlers/two.ts'),
  'remove a folder': remove('policies'),
  'rename a policy': move('policies/bounded.yaml', 'policies/zz.yaml'),
  'rename the policy back': move('policies/zz.yaml', 'policies/bounded.yaml'),
  'rename a file': move('symphonies/outer.yaml', 'symphonies/other.yaml'),
  'rename it back': move('symphonies/other.yaml', 'symphonies/outer.yaml'),
  'swap two files': (root) => {
    move('domains/app.yaml', 'domains/x')(root);
    move('domains/base.yaml', 'domains/app.yaml')(root);
    move('domains/x', 'domains/base.yaml')(root);
  },
  'rename an id': replace('symphonies/inner.yaml', 'id: inner', 'id: inside'),
  'rename a metric': replace('metrics/speed.yaml', 'id: speed', 'id: pace'),
  'change a title': replace('domains/app.yaml', 'The app', 'Another app'),
  'change a beat': replace('symphonies/inner.yaml', 'timeout: 5s', 'timeout: 7s'),
  'lose a timeout': replace('symphonies/inner.yaml', 'timeout: 5s, ', ''),
  'add a beat': replace(
    'symphonies/inner.yaml',
    '      - { id: rest',
    '      - { id: more, title: M, run: [node] }\n      - { id: rest',
  ),
  'misspell a handler': replace('symphonies/inner.yaml', 'one#work', 'one#wrok'),
  'misspell a policy': replace('symphonies/inner.yaml', 'bounded, fast', 'bounded, fsat'),
  'wait in a circle': replace('symphonies/outer.yaml', 'timeout: 1m', 'timeout: 1m, needs: [check]'),
  'perform oneself': replace('symphonies/inner.yaml', 'handler: rest,', 'perform: outer,'),
  'keep no evidence': replace('symphonies/inner.yaml', 'evidence: [log]', 'evidence: [dog]'),
  'ask for other evidence': replace('policies/kept.yaml', 'evidence: log', 'evidence: dog'),
  'produce evidence elsewhere': write(
    'symphonies/around.yaml',
    String(files['symphonies/outer.yaml'])
      .replace('id: outer', 'id: around')
      .replace('perform: inner', 'perform: outer')
      .replace('timeout: 1s', 'timeout: 1s, evidence: [dog]'),
  ),
  'apply a policy of the library': replace(
    'domains/app.yaml',
    'owner: us',
    'policies: [std/beats-have-a-purpose]\nowner: us',
  ),
  'apply one that there is not': replace('symphonies/outer.yaml', '[kept]', '[kept, std/beats-have-timeout]'),
  'call one by its bare name': replace('symphonies/outer.yaml', '[kept', '[beats-have-timeouts, kept'),
  'write a policy of that name': write(
    'policies/beats-have-timeouts.yaml',
    String(files['policies/bounded.yaml']).replace('id: bounded', 'id: beats-have-timeouts'),
  ),
  'compare with another unit': replace('policies/fast.yaml', '100.0', 'pace'),
  'change a policy': replace('policies/bounded.yaml', '> 0', '> 6000'),
  'break an expression': replace('policies/fast.yaml', 'speed < 100.0', 'speed <'),
  'change a unit': replace('metrics/speed.yaml', 'unit: ms', 'unit: count'),
  'make a draft': replace('symphonies/inner.yaml', 'status: active', 'status: draft'),
  'deprecate a metric': replace('metrics/speed.yaml', 'status: active', 'status: deprecated'),
  'export less': write('handlers/one.ts', 'export const work = () => process.uptime();\n'),
  'change an import': write('handlers/shared.ts', 'export const shared = (n: number) => n;\n'),
  'remove an import': remove('handlers/shared.ts'),
  'export twice': write('handlers/one.ts', 'export const work = () => 1;\nexport const rest = () => 2;\n'),
  'break YAML': replace('domains/app.yaml', 'owner: us', 'owner: [us'),
  'write a key twice': replace('domains/app.yaml', 'owner: us', 'owner: us\nowner: them'),
  'write to an excluded file': write('handlers/ignored.yaml', 'a: [\n'),
  'add a file at the root': write('loose.yaml', 'a: [\n'),
  'change a severity': replace('symphony.yaml', 'targets:', 'severities: { DOMAIN_UNUSED: major }\ntargets:'),
  'switch a rule off': replace('symphony.yaml', 'targets:', 'severities: { TIMEOUT_MISSING: "off" }\ntargets:'),
  'change the targets': replace('symphony.yaml', 'types, just, npm, ', ''),
  'change the environments': replace('symphony.yaml', 'C Major', 'D Major'),
  'change the sources': replace('symphony.yaml', "'*/*.yaml'", "'*/*.yaml', '*.yaml'"),
  'lose an alias': replace('symphony.yaml', ', two: handlers/two.ts', ''),
  'break symphony.yaml': replace('symphony.yaml', 'targets: [', 'targets: [['),
  'fail on less': replace('symphony.yaml', 'targets:', 'failOn: minor\ntargets:'),
  'remove out': remove('out'),
  'remove a file in out': remove('out/report/verdict.json'),
  'remove a folder in out': remove('out/plans'),
  // Without the link, it would be a folder that symphonyc did not make.
  'add a file in out': (root) => {
    if (existsSync(join(root, 'out'))) writeFiles(root, { 'out/report/mine.txt': 'mine' });
  },
  'edit a file in out, and a comment': (root) => {
    const file = join(root, 'out/report/report.md');
    if (existsSync(file)) writeFileSync(file, readFileSync(file, 'utf8').replace(/[aeiou]/g, 'x'));
    replace('metrics/speed.yaml', 'unit: ms', 'unit: ms # edited')(root);
  },
  'waive a timeout': replace(
    'symphonies/inner.yaml',
    'movements:',
    '# symphonyc-waive TIMEOUT_MISSING until 2100-01-01 by us: So.\nmovements:',
  ),
  'waive what is over': replace(
    'symphonies/outer.yaml',
    'domain: app',
    'domain: app # symphonyc-waive DOMAIN_NOT_FOUND until 2020-01-01 by us: So.',
  ),
  'waive in symphony.yaml': replace(
    'symphony.yaml',
    'handlers:',
    '# symphonyc-waive HANDLER_MODULE_UNUSABLE until 2100-01-01 by us: So.\nhandlers:',
  ),
  'waive by file': write(
    'symphonyc.waivers.yaml',
    "apiVersion: symphonyc/v1\nkind: Waivers\nwaivers:\n  - { code: TIMEOUT_MISSING, file: '**', owner: us, reason: So, until: 2100-01-01 }\n",
  ),
  'waive no more': remove('symphonyc.waivers.yaml'),
  'record a violation': write(
    'symphonyc.baseline.json',
    writeBaseline(
      [
        {
          code: 'TIMEOUT_MISSING',
          subject: 'inner/first/work',
          message: 'the beat `work` may run without end: it has no timeout',
        },
      ].map((one) => ({ fingerprint: openFingerprints()(one), ...one })),
    ),
  ),
  'edit the baseline': replace('symphonyc.baseline.json', 'inner/', 'outer/'),
  'remove the baseline': remove('symphonyc.baseline.json'),
  'add a package.json': write('package.json', '{"name":"x","scripts":{"a":"b"}}'),
  'add another package.json': write('package.json', '{"workspaces":["packages/*"],"dependencies":{"yaml":"^2.0.0"}}'),
  'remove package.json': remove('package.json'),
  'lock a package': write('package-lock.json', '{"packages":{"":{},"node_modules/yaml":{"version":"2.9.1"}}}'),
  'lock another version': write('package-lock.json', '{"packages":{"":{},"node_modules/yaml":{"version":"3.0.0"}}}'),
  'lock nothing': write('package-lock.json', '{"packages":{"":{}}}'),
  'remove the lockfile': remove('package-lock.json'),
  'import a package': write(
    'handlers/shared.ts',
    "import { parse } from 'yaml';\nexport const shared = (n: number) => parse(n);\n",
  ),
  'import what is not there': write(
    'handlers/two.ts',
    "import { x } from './gone.ts';\nexport const rest = () => x();\n",
  ),
  'write what was not there': write('handlers/gone.ts', 'export const x = () => 1;\n'),
  'remove it again': remove('handlers/gone.ts'),
  'do nothing': write('handlers/one.ts', 'export const work = () => {};\nexport const undo = () => ({ ok: true });\n'),
  'do nothing elsewhere': write(
    'handlers/one.ts',
    "export { shared as work } from './shared.ts';\nexport const undo = (): number => process.uptime();\n",
  ),
  'run a script': replace('symphonies/outer.yaml', 'run: [node, --version]', 'run: [npm, run, a]'),
  'run a file': replace('symphonies/outer.yaml', 'run: [node, --version]', 'run: [node, scripts/go.mjs]'),
  'write the file': write('scripts/go.mjs', ''),
  'ask for telemetry': replace(
    'policies/bounded.yaml',
    'over: beat, that: beat.timeout_ms > 0',
    'over: beat, requires: telemetry',
  ),
  'add an alias': write('tsconfig.json', '{ "compilerOptions": { "paths": { "yaml": ["./handlers/two.ts"] } } }'),
  'add a package of the workspace': write('packages/a/package.json', '{"name":"a","dependencies":{"b":"*"}}'),
  'add one that it needs': write('packages/b/package.json', '{"name":"b"}'),
  'build both': replace(
    'symphonies/outer.yaml',
    'run: [node, --version]',
    "run: [npm, run, build, -w, '{p}'], each: { p: [a, b] }",
  ),
  'build them in order': replace('symphonies/outer.yaml', 'each: { p: [a, b] }', 'each: { p: [b, a] }'),
  ...Object.fromEntries(Object.keys(files).map((path) => [`restore ${path}`, restore(path)])),
};
