/** The steps of a job → the beats of its symphony. */
import type { Path } from '../../model/document.ts';
import type { Draft } from '../draft.ts';
import { kebab, titleOf, UniqueNames } from '../names.ts';
import type { Original } from '../original.ts';

export function putSteps(symphony: Draft, job: Original): void {
  const steps = job.at('steps');
  symphony.put(['movements', 0, 'id'], 'steps', steps.path);
  symphony.put(['movements', 0, 'title'], 'Steps', steps.path);
  const reusable = job.text('uses');
  if (reusable)
    symphony.put(['movements', 0, 'beats', 0], { id: 'call', handler: actionHandler(reusable.value) }, reusable.path);
  const names = new UniqueNames();
  for (const [i, step] of steps.items().entries()) putStep(symphony, ['movements', 0, 'beats', i], step, names);
}

function putStep(symphony: Draft, path: Path, step: Original, names: UniqueNames): void {
  const name = step.text('name');
  const uses = step.text('uses');
  const run = step.text('run');
  const id = step.text('id') ?? name ?? uses ?? run;
  symphony.put(path, {}, step.path);
  symphony.put(
    [...path, 'id'],
    names.of(id === run ? firstWords(run?.value) : (id?.value ?? ''), 'step'),
    id?.path ?? step.path,
  );
  if (name) symphony.put([...path, 'title'], titleOf(name.value), name.path);
  if (uses) symphony.put([...path, 'handler'], actionHandler(uses.value), uses.path);
  if (uses) symphony.put([...path, 'purpose'], `Does what the action ${uses.value} does`, uses.path);
  else if (run) symphony.put([...path, 'run'], commandOf(run.value, step), run.path);
  const inputs = step.at('with');
  for (const input of inputs.fields)
    symphony.put([...path, 'with', input], inputs.at(input).take().value, inputs.at(input).path);
  const minutes = step.number('timeout-minutes');
  if (minutes && Number.isInteger(minutes.value) && minutes.value > 0)
    symphony.put([...path, 'timeout'], `${minutes.value}m`, minutes.path);
  explain(step);
}

const firstWords = (script = ''): string => script.split('\n', 1)[0]!.split(/\s+/).slice(0, 4).join(' ');

/** `actions/setup-node@v4` → `actions#setupNode`: a function that is still to be written. */
function actionHandler(uses: string): string {
  const name = kebab(uses.split('@', 1)[0]!.split('/').slice(1).join('-') || uses);
  const words = name.split('-');
  const camel = words.map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
  return `actions#${camel || 'action'}`;
}

/** As the runner starts shells: `bash -e`, unless the step names another. A plain command needs none. */
function commandOf(script: string, step: Original): readonly string[] {
  const shell = step.text('shell')?.value ?? 'bash';
  const words = script.split(' ');
  const plain = /^[A-Za-z0-9@%+=:,./_ -]+$/.test(script) && !words[0]!.includes('=') && !script.includes('  ');
  if (plain && (shell === 'bash' || shell === 'sh') && words[0] !== 'cd') return words;
  if (shell === 'bash') return ['bash', '-e', '-o', 'pipefail', '-c', script];
  if (shell === 'pwsh' || shell === 'powershell') return [shell, '-Command', script];
  return [shell.split(' ')[0]!, shell.startsWith('python') ? '-c' : '-ec', script];
}

function explain(step: Original): void {
  for (const field of ['run', 'name']) {
    const { value } = step.at(field);
    if (typeof value === 'string' && value.includes('${{'))
      step.at(field).leave('nothing replaces the expressions of GitHub in it; pass values as inputs');
  }
  const reasons: Readonly<Record<string, string>> = {
    if: 'conditions are written in CEL, over inputs and metrics; see `when`',
    env: 'a run gets its environment from who starts it',
    'continue-on-error': 'a beat that fails ends its movement',
    'working-directory': 'beats run in the folder of the workspace',
  };
  for (const [field, reason] of Object.entries(reasons))
    if (step.at(field).value !== undefined) step.at(field).leave(reason);
}
