/**
 * A workflow → one symphony a job, whose beats are its steps in order, and one symphony for the workflow, whose beats
 * perform the jobs and need one another as the jobs do.
 */
import type { Imported, MadeFile } from '../define.ts';
import { Draft } from '../draft.ts';
import { kebab, titleOf, UniqueNames } from '../names.ts';
import type { Original } from '../original.ts';
import { putSteps } from './steps.ts';
import { putTrigger } from './trigger.ts';

/** Undefined when it has no jobs: then it is no workflow. */
export function convertWorkflow(original: Original, file: string): Imported | undefined {
  const jobs = original.at('jobs');
  if (!original.isMap || !jobs.isMap || jobs.fields.length === 0) return undefined;
  const name = original.text('name');
  const stem = kebab(file.slice(file.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '')) || 'workflow';
  const workflow = new Draft('Symphony', stem, []);
  workflow.put(['title'], titleOf(name?.value ?? stem), name?.path ?? []);
  workflow.put(['status'], 'draft', []);
  workflow.put(['domain'], 'ci', []);
  putTrigger(workflow, original);
  workflow.put(['movements', 0, 'id'], 'jobs', jobs.path);
  workflow.put(['movements', 0, 'title'], 'Jobs', jobs.path);
  const names = new UniqueNames();
  const ids = new Map(jobs.fields.map((job) => [job, names.of(job, 'job')]));
  const files = jobs.fields.map((job, i): MadeFile => {
    const symphony = new Draft('Symphony', `${stem.slice(0, 40)}-${ids.get(job)!.slice(0, 39)}`, jobs.at(job).path);
    putJob(workflow, i, jobs.at(job), { id: ids.get(job)!, ids, symphony });
    return { path: `${symphony.id}.yaml`, documents: [symphony] };
  });
  explain(original);
  return {
    files: [
      { path: `${stem}.yaml`, documents: [workflow] },
      ...files,
      { path: 'domains/ci.yaml', documents: [ciDomain()], shared: true },
    ],
    handlers: usesActions(files) ? { actions: { value: 'handlers/actions.ts', path: jobs.path } } : {},
  };
}

interface Job {
  readonly id: string;
  /** The beats of all jobs, by the name of the job. */
  readonly ids: ReadonlyMap<string, string>;
  readonly symphony: Draft;
}

function putJob(workflow: Draft, i: number, job: Original, { id, ids, symphony }: Job): void {
  const path = ['movements', 0, 'beats', i];
  const name = job.text('name');
  const title = titleOf(name?.value ?? id);
  workflow.put([...path, 'id'], id, job.path);
  workflow.put([...path, 'title'], title, name?.path ?? job.path);
  workflow.put([...path, 'perform'], symphony.id, job.path);
  const needs = job.texts('needs');
  workflow.put([...path, 'needs'], [], job.at('needs').path);
  for (const [n, need] of needs.entries())
    workflow.put([...path, 'needs', n], ids.get(need.value) ?? kebab(need.value), need.path);
  putMatrix(workflow, path, job);
  const minutes = job.number('timeout-minutes');
  const limit = minutes && Number.isInteger(minutes.value) && minutes.value > 0 ? `${minutes.value}m` : undefined;
  if (minutes && limit) workflow.put([...path, 'timeout'], limit, minutes.path);
  symphony.put(['title'], title, name?.path ?? job.path);
  symphony.put(['status'], 'draft', job.path);
  symphony.put(['domain'], 'ci', job.path);
  if (minutes && limit) symphony.put(['budget'], limit, minutes.path);
  putSteps(symphony, job);
}

/** One dimension of texts repeats the job; more of them have no counterpart. */
function putMatrix(workflow: Draft, path: readonly (string | number)[], job: Original): void {
  const matrix = job.at('strategy').at('matrix');
  const [only, ...more] = matrix.fields;
  if (only === undefined) return;
  const values = matrix.at(only).items();
  const texts = values.map(({ value }) => String(value));
  const simple =
    more.length === 0 && values.length > 0 && values.every(({ value }) => typeof value !== 'object' && value !== null);
  const variable = kebab(only).replaceAll('-', '_');
  if (!simple || variable === '' || new Set(texts).size < texts.length) {
    matrix.leave('only a matrix of one dimension has a counterpart, `each`');
    return;
  }
  for (const [i, value] of values.entries()) workflow.put([...path, 'each', variable, i], texts[i], value.take().path);
}

function ciDomain(): Draft {
  const domain = new Draft('Domain', 'ci', []);
  domain.put(['title'], 'CI', []);
  domain.put(['status'], 'draft', []);
  domain.put(['namespace'], 'ci', []);
  return domain;
}

const usesActions = (files: readonly MadeFile[]): boolean =>
  files.some(({ documents }) => JSON.stringify(documents.map(({ value }) => value)).includes('"handler":"actions#'));

/** Why the fields that many workflows have stay behind. */
function explain(original: Original): void {
  const reasons: Readonly<Record<string, string>> = {
    permissions: 'plans carry no credentials',
    env: 'a run gets its environment from who starts it',
    concurrency: 'one run does not know the others',
    defaults: 'each command says how it is run',
  };
  for (const [field, reason] of Object.entries(reasons))
    if (original.at(field).value !== undefined) original.at(field).leave(reason);
}
