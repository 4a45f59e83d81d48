/** Runs the scripts of a workflow as its engine would: jobs on machines of their own, with what they hand on. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { tempFolder } from './temp.ts';

type Environment = Record<string, string>;

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Environment;
  readonly with?: { readonly name?: string };
}

interface Job {
  readonly if?: string;
  readonly environment?: string;
  readonly steps: readonly Step[];
}

export interface Machine {
  /** The workspace, as it is checked out. */
  readonly source: string;
  /** Folders with `symphonyc` and what else jobs call. */
  readonly path: readonly string[];
  readonly environment?: Environment;
  /** Values for inputs and variables, by expression. */
  readonly values?: Environment;
}

export interface Played {
  readonly job: string;
  readonly environment?: string;
  readonly status: number;
  readonly log: string;
  /** The workspace as the job left it. */
  readonly folder: string;
}

/** A folder with an executable. */
export function program(name: string, text: string): string {
  const folder = tempFolder();
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), 0o755);
  return folder;
}

/** Runs a script as GitHub and our templates for Argo do. */
export const bash = (script: string, cwd: string, { path, environment }: Machine, env: Environment) =>
  spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { HOME: cwd, LANG: 'C.UTF-8', PATH: [...path, process.env['PATH']].join(delimiter), ...environment, ...env },
  });

/**
 * Plays the jobs of a GitHub workflow in order. An approval is given whenever its job is not left out. Throws for an
 * expression that it does not know, which a text of a document would be.
 */
export function playGithub(text: string, machine: Machine): Played[] {
  const { env, jobs } = parse(text) as { env: Environment; jobs: Record<string, Job> };
  const store = tempFolder();
  const outputs: Record<string, string> = {};
  const played: Played[] = [];
  for (const [id, job] of Object.entries(jobs)) {
    const asked = [...(job.if ?? '').matchAll(/needs\.([\w-]+)\.outputs\.waits == '([\w-]+)'/g)];
    if (asked.length > 0 && !asked.some(([, from, part]) => outputs[from!] === part)) continue;
    const folder = tempFolder();
    const temp = tempFolder();
    const output = join(temp, 'output');
    writeFileSync(output, '');
    const result: Played = { job: id, environment: job.environment, status: 0, log: '', folder };
    const status = runSteps(job, { folder, temp, store, output }, machine, evaluate(env, machine), result);
    outputs[id] = /^waits=(.*)$/m.exec(readFileSync(output, 'utf8'))?.[1] ?? '';
    played.push(status);
    if (status.status !== 0) break;
  }
  return played;
}

interface Places {
  readonly folder: string;
  readonly temp: string;
  readonly store: string;
  readonly output: string;
}

function runSteps(job: Job, places: Places, machine: Machine, env: Environment, before: Played): Played {
  const { folder, temp, store, output } = places;
  let { status, log } = before;
  for (const step of job.steps) {
    if (status !== 0) break;
    const [archive, kept] = [join(temp, 'workspace.tgz'), join(store, 'workspace.tgz')];
    if (step.uses?.startsWith('actions/checkout')) cpSync(machine.source, folder, { recursive: true });
    if (step.uses?.startsWith('actions/download-artifact')) cpSync(kept, archive);
    if (step.uses?.startsWith('actions/upload-artifact') && step.with?.name === 'workspace') cpSync(archive, kept);
    if (step.run === undefined) continue;
    const own = { RUNNER_TEMP: temp, GITHUB_OUTPUT: output, GITHUB_REPOSITORY: 'us/shop', GITHUB_RUN_ID: '7' };
    const ran = bash(step.run, folder, machine, { ...env, ...evaluate(step.env ?? {}, machine), ...own });
    status = ran.status ?? 1;
    log += printed(ran);
  }
  return { ...before, status, log };
}

/** What a program has printed. */
export const printed = ({ stdout, stderr }: SpawnSyncReturns<string>): string => `${stdout}${stderr}`;

function evaluate(env: Environment, { values = {} }: Machine): Environment {
  const value = (expression: string): string => {
    const [first = '', otherwise] = expression.split(' || ');
    if (first in values) return values[first]!;
    if (otherwise !== undefined) return otherwise.replace(/^'|'$/g, '');
    if (/^(?:inputs\.\w+|vars\.\w+|github\.token|github\.run_id)$/.test(first)) return '';
    throw new Error(`an expression that no workflow has: ${expression}`);
  };
  return Object.fromEntries(
    Object.entries(env).map(([name, text]) => [
      name,
      text.replace(/\$\{\{ (.*?) \}\}/g, (_, inner: string) => value(inner)),
    ]),
  );
}

/**
 * Stands for `symphonyc`: writes down how it is called, and lets a run wait for one approval after the other. `calls` gives
 * the arguments, with the content of files that evidence is in.
 */
export function standIn(subjects: readonly string[]): { readonly command: string; calls: () => string[][] } {
  const folder = tempFolder();
  const file = join(folder, 'calls');
  const text = `const fs = require('node:fs');
const [command, ...rest] = process.argv.slice(2);
const shown = rest.map((text) => text.replace(/^([a-z-]+)=(\\/.*)$/, (_, name, path) => name + '=' + fs.readFileSync(path, 'utf8')));
fs.appendFileSync(${JSON.stringify(file)}, JSON.stringify([command, ...shown]) + '\\n');
if (command === 'build') {
  const target = rest[1].split(',').at(-1);
  fs.mkdirSync('out/workflows/' + target, { recursive: true });
  for (const name of ${JSON.stringify(['release'])}) fs.writeFileSync('out/workflows/' + target + '/' + name + '.yml', process.env.WORKFLOW_DIGEST);
}
if (command === 'run') {
  const left = ${JSON.stringify(subjects)}.slice(fs.readFileSync(${JSON.stringify(file)}, 'utf8').split('["run"').length - 2);
  const status = left.length > 0 ? 'waiting' : 'done';
  console.log(JSON.stringify({ status, confirmations: left.slice(0, 1).map((subject) => ({ subject })) }, null, 2));
  process.exitCode = left.length > 0 ? 4 : 0;
}
`;
  writeFileSync(join(folder, 'stand-in.cjs'), text);
  return { command: `${process.execPath} ${join(folder, 'stand-in.cjs')}`, calls: () => callsIn(file) };
}

const callsIn = (file: string): string[][] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as string[])
    : [];

/** The ids of the runs in a workspace. */
export const runsIn = (folder: string): string[] => readdirSync(join(folder, '.symphony/runs'));

interface Result {
  readonly status: string;
  readonly judged: readonly { readonly expression?: string; readonly verdict: string }[];
}

/** What the last job's run gave back. */
export const resultIn = (folder: string): Result =>
  JSON.parse(readFileSync(join(folder, '.symphony/workflow.json'), 'utf8')) as Result;

/** The conditions that were judged over the whole and hold. */
export const judgedIn = (folder: string): (string | undefined)[] =>
  resultIn(folder)
    .judged.filter(({ verdict }) => verdict === 'holds')
    .map(({ expression }) => expression);
