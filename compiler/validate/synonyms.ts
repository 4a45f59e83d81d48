/** What other tools call the fields and values of the language: what spelling does not show. The one place for it. */

/** By field, in lower case and without `-` and `_`. A field counts only where it can stand. */
const fields: Readonly<Record<string, readonly string[]>> = {
  after: ['follows', 'runafter'],
  approve: ['approval', 'manual'],
  assert: ['assertion', 'rule'],
  awaits: ['waitsfor', 'waitfor', 'listens', 'listensto', 'subscribes', 'consumes'],
  beats: ['steps', 'tasks', 'jobs', 'actions', 'operations'],
  by: ['approver', 'who'],
  completion: ['donewhen', 'exitcriteria', 'successcriteria'],
  default: ['value', 'defaultvalue'],
  dependsOn: ['needs', 'requires', 'dependencies'],
  description: ['desc', 'summary', 'about'],
  each: ['foreach', 'matrix', 'repeat', 'for'],
  emits: ['publishes', 'fires', 'raises', 'triggers'],
  exclude: ['ignore', 'ignores', 'excludes'],
  expect: ['expects', 'assert', 'that'],
  handler: ['function', 'fn', 'call', 'calls', 'uses'],
  measures: ['metrics', 'tracks'],
  movements: ['phases', 'stages', 'sections'],
  needs: ['dependson', 'requires', 'dependencies', 'runafter'],
  owner: ['maintainer', 'team', 'ownedby'],
  perform: ['pipeline', 'workflow', 'subflow', 'symphony'],
  probe: ['check', 'healthcheck'],
  rollback: ['undo', 'compensate', 'revert'],
  run: ['command', 'cmd', 'exec', 'execute', 'shell', 'script'],
  sources: ['files', 'include', 'includes', 'documents'],
  statement: ['text', 'says'],
  status: ['state', 'lifecycle'],
  symphony: ['pipeline', 'workflow'],
  that: ['expression', 'expr', 'condition', 'when'],
  timeout: ['timeoutms', 'timeoutseconds', 'timeoutsecs', 'timeoutminutes', 'timelimit', 'deadline', 'maxduration'],
  policies: ['policy', 'rules'],
  title: ['name', 'displayname'],
  type: ['datatype'],
  when: ['if', 'condition', 'onlyif'],
  with: ['params', 'parameters', 'arguments', 'inputs', 'input'],
};

const plainName = (name: string): string => name.toLowerCase().replace(/[-_]/g, '');

/** The first of `free` that other tools call `name`. */
export function fieldCalled(name: string, free: readonly string[]): string | undefined {
  const plain = plainName(name);
  return free.find((field) => plainName(field) === plain) ?? free.find((field) => fields[field]?.includes(plain));
}

/** By value, in lower case: what it may be called here. */
const values: Readonly<Record<string, readonly string[]>> = {
  boolean: ['bool'],
  integer: ['int'],
  number: ['double'],
  float: ['double'],
  text: ['string'],
  str: ['string'],
  all: ['symphony'],
  whole: ['symphony'],
  everything: ['symphony'],
  phase: ['movement'],
  stage: ['movement'],
  step: ['beat'],
  task: ['beat'],
  error: ['critical'],
  fatal: ['critical'],
  high: ['critical'],
  warning: ['major'],
  warn: ['major'],
  medium: ['major'],
  note: ['minor'],
  low: ['minor'],
  information: ['info'],
  enabled: ['active'],
  live: ['active'],
  stable: ['active'],
  wip: ['draft'],
  experimental: ['draft'],
  obsolete: ['deprecated'],
  retired: ['deprecated'],
  percentage: ['percent'],
  push: ['commit'],
  cron: ['schedule'],
  pr: ['pull-request'],
};

/** Other words for the same, where there is no doubt. */
export const isSynonym = (meant: string): boolean => ['bool', 'int', 'double', 'string'].includes(meant);

/** The first of `allowed` that other tools call `value`. */
export const valueCalled = (value: string, allowed: readonly string[]): string | undefined =>
  Object.hasOwn(values, value.toLowerCase())
    ? values[value.toLowerCase()]!.find((one) => allowed.includes(one))
    : undefined;

const units: readonly (readonly [RegExp, string])[] = [
  [/(?:ms|millis|milliseconds)$/i, 'ms'],
  [/(?:seconds|secs|sec)$/i, 's'],
  [/(?:minutes|mins|min)$/i, 'm'],
  [/hours$/i, 'h'],
];

/** `timeoutMs: 60000` names the unit in the field. */
export function durationIn(field: string, value: unknown): string | undefined {
  const unit = units.find(([pattern]) => pattern.test(field))?.[1];
  return unit !== undefined && Number.isSafeInteger(value) && (value as number) > 0
    ? `${String(value)}${unit}`
    : undefined;
}
