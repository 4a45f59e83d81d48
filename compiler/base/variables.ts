/** The variables that expressions see, by what they are about. */
import type { StructureTypes, VariableTypes } from '../../runtime/core/cel.ts';
import type { Metric, Symphony } from '../model/document.ts';

/** What a probe's `expect` sees. */
export const probeVariables: Readonly<Record<'http' | 'file' | 'run', VariableTypes>> = {
  http: { status: 'int', body: 'string', latency_ms: 'double' },
  file: { exists: 'bool', size: 'int', text: 'string' },
  run: { exit: 'int', stdout: 'string', stderr: 'string' },
};

/** The type of a metric's values: its own, else by its unit. */
export const metricType = (metric: Pick<Metric, 'unit' | 'type'>): string =>
  metric.type ??
  (metric.unit === 'bool' ? 'bool' : metric.unit === 'count' || metric.unit === 'bytes' ? 'int' : 'double');

/** The structure behind the variable `inputs`. */
export const inputStructure = (symphony: Symphony): StructureTypes => ({
  inputs: Object.fromEntries(Object.entries(symphony.inputs ?? {}).map(([name, input]) => [name, input.type])),
});

const strings = (names: string): Record<string, string> =>
  Object.fromEntries(names.split(' ').map((name) => [name, 'string']));
const ints = (names: string): Record<string, string> =>
  Object.fromEntries(names.split(' ').map((name) => [name, 'int']));
const texts = (names: string): Record<string, string> =>
  Object.fromEntries(names.split(' ').map((name) => [name, 'list<string>']));

/** What an assertion sees: the definitions as written, with "", [], 0 and false for what is left out. */
export const assertStructures: StructureTypes = {
  beat: {
    ...strings('id title purpose activity does handler performs approver effects rollback from spec test movement'),
    ...ints('position timeout_ms retries'),
    ...texts('needs emits awaits measures evidence consumes produces policies acceptance'),
    idempotent: 'bool',
  },
  rollback: { atomic: 'string', snapshot: 'bool', on: 'list<string>' },
  movement: {
    ...strings('id title purpose'),
    ...ints('position budget_ms'),
    ...texts('policies metrics outputs completion'),
    beats: 'list<beat>',
  },
  symphony: {
    ...strings('id title status category domain owner purpose key dynamics'),
    ...ints('budget_ms capacity'),
    ...texts('events metrics policies completion outputs stakeholders'),
    tempo: 'double',
    rollback: 'rollback',
    movements: 'list<movement>',
    beats: 'list<beat>',
  },
};

/** The variables of an assertion, by what it is about. */
export const assertVariables: Readonly<Record<'symphony' | 'movement' | 'beat', VariableTypes>> = {
  symphony: { symphony: 'symphony' },
  movement: { symphony: 'symphony', movement: 'movement' },
  beat: { symphony: 'symphony', movement: 'movement', beat: 'beat' },
};
