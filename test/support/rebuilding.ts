/** A workspace that is built again and again, what is done to it in between, and what a build without a cache gives. */
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../../compiler/host/host.ts';
import { expectCivil, hostWith, runCli, testEnvironment } from './cli.ts';
import { digestTree, type Files, tempFolder, writeFiles } from './temp.ts';

export const host = hostWith(testEnvironment());
export const header = (kind: string, id: string): string =>
  `apiVersion: symphonyc/v1\nkind: ${kind}\nid: ${id}\ntitle: The ${id}\nstatus: active\n`;

/** Two symphonies, one of which performs the other, over two domains, with what they refer to. */
export const files: Files = {
  'symphony.yaml': `${header('Workspace', 'edits')}sources: ['*/*.yaml']
exclude: [handlers/*.yaml]
handlers: { one: handlers/one.ts, two: handlers/two.ts }
environments: { production: { key: C Major } }
targets: [plan, types, just, npm, report]
`,
  'handlers/ignored.yaml': 'not: a definition\n',
  'handlers/one.ts':
    "import { shared } from './shared.ts';\nexport const work = () => shared(1);\nexport const undo = () => shared(2);\n",
  'handlers/two.ts': 'export function rest() { return process.uptime(); }\n',
  'handlers/shared.ts': 'export const shared = (n: number) => process.uptime() + n;\n',
  'domains/app.yaml': `${header('Domain', 'app')}owner: us\nnamespace: app\nsymphonies: [inner, outer]\ndependsOn: [base]\n`,
  'domains/base.yaml': `${header('Domain', 'base')}owner: us\nnamespace: base\n`,
  'metrics/speed.yaml': `${header('Metric', 'speed')}unit: ms\ngoal: { atMost: 100 }\n`,
  'policies/bounded.yaml': `${header('Policy', 'bounded')}statement: Beats end.\nassert: { over: beat, that: beat.timeout_ms > 0 }\n`,
  'policies/fast.yaml': `${header('Policy', 'fast')}statement: It is fast.\ngate: { that: speed < 100.0 }\n`,
  'policies/kept.yaml': `${header('Policy', 'kept')}statement: It is kept.\nattest: { evidence: log }\n`,
  'symphonies/inner.yaml': `${header('Symphony', 'inner')}domain: app
key: C Major
events: [app.done]
metrics: [speed]
policies: [bounded, fast]
completion: [speed < 200.0]
movements:
  - id: first
    title: First
    beats:
      - { id: work, title: Work, handler: one#work, rollback: one#undo, timeout: 5s, emits: [app.done], measures: [speed], evidence: [log] }
      - { id: rest, title: Rest, handler: rest, timeout: 5s }
`,
  'symphonies/outer.yaml': `${header('Symphony', 'outer')}domain: app
policies: [kept]
movements:
  - id: only
    title: Only
    beats:
      - { id: inner, title: Inner, perform: inner, timeout: 1m }
      - { id: check, title: Check, run: [node, --version], timeout: 1s, needs: [inner] }
`,
};

interface Answer {
  readonly code: number;
  readonly out: string;
  /** Missing when the workspace could not be used. */
  readonly tree?: Record<string, string>;
}

/** Runs a command over a workspace. */
export async function run(command: string, root: string, on: Host = host): Promise<Answer> {
  const result = await runCli([command, '--format', 'json'], { cwd: root, host: on });
  expectCivil(result);
  const tree = command === 'build' && result.code < 2 ? digestTree(join(root, 'out/')) : undefined;
  return { code: result.code, out: result.out, tree };
}

/** The answer for a copy of the files that was never built. */
export function cold(command: string, root: string): Promise<Answer> {
  const copy = tempFolder();
  const names = readdirSync(root).filter((name) => name !== '.symphony' && name !== 'out');
  for (const name of names) cpSync(join(root, name), join(copy, name), { recursive: true });
  return run(command, copy);
}

export type Edit = (root: string) => void;

export const replace =
  (path: string, from: string, to: string): Edit =>
  (root) => {
    const file = join(root, path);
    if (existsSync(file)) writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
  };
export const write =
  (path: string, content: string): Edit =>
  (root) =>
    writeFiles(root, { [path]: content });
export const remove =
  (path: string): Edit =>
  (root) =>
    rmSync(join(root, path), { recursive: true, force: true });
export const move =
  (from: string, to: string): Edit =>
  (root) => {
    if (existsSync(join(root, from)) && !existsSync(join(root, to))) renameSync(join(root, from), join(root, to));
  };
export const restore = (path: string): Edit => write(path, String(files[path]));
