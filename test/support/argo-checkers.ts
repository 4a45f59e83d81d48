/**
 * What tells whether a template is one for Argo Workflows. Its own linter is no npm package, so its types are taken, as
 * generated from the sources of Argo: as validators, which know what is required, and as TypeScript, which finds what is
 * unknown. That what a template refers to exists shows when its tasks are played.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkflowTemplate } from '@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/WorkflowTemplate';
import { parse } from 'yaml';
import { bash, type Machine, type Played, printed, runsIn } from './engine-jobs.ts';
import { repository } from './project.ts';
import { tempFolder } from './temp.ts';

/** What is wrong with templates, all together, since a compiler is started for them. */
export function argoProblems(texts: readonly string[]): string[] {
  const templates = texts.map((text) => parse(text) as object);
  const folder = tempFolder();
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  const type = "import('@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/WorkflowTemplate').IWorkflowTemplate";
  const source = templates.map((one, i) => `export const t${i}: ${type} = ${JSON.stringify(one, null, 1)};\n`).join('');
  writeFileSync(join(folder, 'templates.ts'), source);
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--pretty', 'false'];
  const compiler = join(repository, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, ...options, 'templates.ts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return [
    ...templates.flatMap(violations),
    ...texts.flatMap(strangers),
    ...stdout.split('\n').filter((line) => line.includes('error TS')),
  ];
}

/** Expressions that no template of ours has, in whatever field. */
function strangers(text: string): string[] {
  const own = /^(?:workflow\.uid|(?:workflow|inputs|tasks\.[\w-]+\.outputs)\.parameters\.[\w-]+)$/;
  const all = [...JSON.stringify(parse(text)).matchAll(/\{\{(.*?)\}\}/g)].map(([, name = '']) => name);
  return all.filter((name) => !own.test(name)).map((name) => `a reference to ${name}`);
}

function violations(template: object): string[] {
  try {
    new WorkflowTemplate(template as ConstructorParameters<typeof WorkflowTemplate>[0]).validate();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

interface Parameter {
  readonly name: string;
  readonly value?: string;
}

interface Task {
  readonly name: string;
  readonly template: string;
  readonly dependencies?: readonly string[];
  readonly arguments?: { readonly parameters: readonly Parameter[] };
}

interface Template {
  readonly name: string;
  readonly inputs?: { readonly parameters?: readonly Parameter[] };
  readonly outputs?: { readonly parameters?: readonly Parameter[] };
  readonly dag?: { readonly tasks: readonly Task[] };
  readonly suspend?: object;
  readonly script?: { readonly source: string; readonly env: readonly Parameter[] };
}

interface Workflow {
  readonly spec: {
    readonly entrypoint: string;
    readonly arguments: { readonly parameters: readonly Parameter[] };
    readonly templates: readonly Template[];
  };
}

/**
 * Plays the tasks, in an order in which they can come, on one volume. `given` are the output parameters of suspended
 * tasks; the task `lost` loses its machine when it is over, and is tried again. Throws for a reference to something that there is not, which a text of a document would be.
 */
export function playArgo(
  text: string,
  machine: Machine,
  given: Readonly<Record<string, string>>,
  lost?: string,
): Played[] {
  const { spec } = parse(text) as Workflow;
  const volume = tempFolder();
  cpSync(machine.source, volume, { recursive: true });
  const known = new Map([['workflow.uid', 'uid']]);
  for (const { name, value } of spec.arguments.parameters)
    known.set(`workflow.parameters.${name}`, machine.values?.[name] ?? value ?? '');
  const template = (name: string): Template => {
    const found = spec.templates.filter((one) => one.name === name);
    if (found.length !== 1) throw new Error(`${found.length} templates are called ${name}`);
    return found[0]!;
  };
  const played: Played[] = [];
  const over = new Set<string>();
  for (const task of template(spec.entrypoint).dag!.tasks) {
    const missing = task.dependencies?.find((name) => !over.has(name));
    if (missing !== undefined) throw new Error(`${task.name} depends on ${missing}, which does not come before it`);
    over.add(task.name);
    const { outputs, inputs, script, suspend } = template(task.template);
    if (suspend)
      for (const { name } of outputs!.parameters!)
        known.set(`tasks.${task.name}.outputs.parameters.${name}`, given[name]!);
    if (!script) continue;
    const own = new Map(known);
    for (const { name } of inputs?.parameters ?? [])
      own.set(
        `inputs.parameters.${name}`,
        resolve(task.arguments!.parameters.find((one) => one.name === name)!.value!, known),
      );
    const env = Object.fromEntries(script.env.map(({ name, value = '' }) => [name, resolve(value, own)]));
    const play = () => bash(resolve(script.source, own), volume, machine, env);
    if (task.name === lost) {
      play();
      for (const run of runsIn(volume))
        writeFileSync(join(volume, '.symphony/runs', run, 'lock'), '7 7 another machine');
    }
    const ran = play();
    played.push({ job: task.name, status: ran.status ?? 1, log: printed(ran), folder: volume });
    if (ran.status !== 0) break;
  }
  return played;
}

const resolve = (text: string, known: ReadonlyMap<string, string>): string =>
  text.replace(/\{\{(.*?)\}\}/g, (_, name: string) => {
    const value = known.get(name);
    if (value === undefined) throw new Error(`a reference to what there is not: ${name}`);
    return value;
  });
