/** `on:` → the trigger of a symphony and its inputs. */
import type { Draft } from '../draft.ts';
import { snake } from '../names.ts';
import type { Original } from '../original.ts';

const ways: Readonly<Record<string, string>> = {
  push: 'commit',
  pull_request: 'pull-request',
  schedule: 'schedule',
  release: 'release',
  workflow_dispatch: 'manual',
  workflow_call: 'symphony',
};

export function putTrigger(workflow: Draft, original: Original): void {
  const on = original.at('on');
  const named = on.isMap
    ? on.fields.map((name) => [name, on.at(name)] as const)
    : on.items().concat(on).flatMap(byName);
  const known = named.filter(([name]) => Object.hasOwn(ways, name));
  for (const [i, [name, from]] of known.entries()) {
    workflow.put(['trigger', 'on', i], ways[name], from.path);
    if (from.value === null || typeof from.value === 'string') from.take();
  }
  const crons = on.maps('schedule').flatMap((entry) => entry.text('cron') ?? []);
  if (crons[0])
    workflow.put(
      ['trigger', 'frequency'],
      `at ${crons.map(({ value }) => value).join(' and ')} (cron, UTC)`,
      crons[0].path,
    );
  for (const event of ['workflow_dispatch', 'workflow_call']) putInputs(workflow, on.at(event).at('inputs'));
}

const byName = (item: Original): (readonly [string, Original])[] =>
  typeof item.value === 'string' ? [[item.value, item]] : [];

const types: Readonly<Record<string, string>> = {
  boolean: 'bool',
  number: 'double',
  string: 'string',
  choice: 'string',
};

function putInputs(workflow: Draft, inputs: Original): void {
  for (const name of inputs.fields) {
    const input = inputs.at(name);
    const path = ['inputs', snake(name) || 'input'];
    const type = input.text('type');
    workflow.put([...path, 'type'], types[type?.value ?? 'string'] ?? 'string', type?.path ?? input.path);
    workflow.putText([...path, 'description'], input.text('description'));
    const initial = input.at('default');
    if (['string', 'number', 'boolean'].includes(typeof initial.value))
      workflow.put([...path, 'default'], initial.take().value, initial.path);
    if (typeof input.at('required').value === 'boolean') input.at('required').take();
  }
}
