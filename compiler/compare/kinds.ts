/** Policies, metrics and domains in both versions. */
import { severities } from '../model/diagnostic.ts';
import type { Metric, Policy } from '../model/document.ts';
import {
  ceiling,
  condition,
  fields,
  floor,
  ladder,
  members,
  part,
  plain,
  reliedOn,
  required,
  scalar,
  timeLimit,
} from './judges.ts';
import { type ChangeLog, fieldOf, type Pair } from './log.ts';
import { compareDomainPolicies } from './policies.ts';
import type { Sides } from './sides.ts';
import { status } from './status.ts';

const common = ['apiVersion', 'kind', 'id'] as const;

/** From the weakest to the strictest. */
export const strength = [...severities].reverse();

const ways = ['assert', 'gate', 'attest'] as const;
const wayOf = (policy: Policy) => ways.find((way) => policy[way] !== undefined);

export function comparePolicy(pair: Pair, log: ChangeLog, { was, is }: Sides): void {
  const [before, after] = [wayOf(pair.was as Policy), wayOf(pair.is as Policy)];
  if (before !== after) {
    const noun = { assert: 'the assertion', gate: 'the gate', attest: 'the attestation' };
    const name = (before ?? after)!;
    const what =
      before && after ? 'the way in which it holds was changed' : `${noun[name]} was ${before ? 'dropped' : 'added'}`;
    const effect = after === undefined ? 'weakened' : before === undefined ? 'tightened' : 'neutral';
    log.add(
      { ...fieldOf(pair, name), ...(after && { isAt: [...pair.isAt, after] }) },
      { what, effect, was: before, is: after, note: before && after && 'the two cannot be compared; look at them' },
    );
  }
  const initial = (side: typeof was): string => {
    const set = side.index.workspace.value.severities?.['POLICY_VIOLATED'];
    return set === undefined || set === 'off' ? 'major' : set;
  };
  const severity = fieldOf(pair, 'severity');
  const table = {
    status,
    assert: part(
      'the assertion',
      required,
      fields({ that: scalar('the assertion', condition), over: scalar('what the assertion is about', plain) }),
    ),
    gate: part(
      'the gate',
      required,
      fields({
        that: scalar('the gate', condition),
        over: scalar(
          'how often the gate is looked at',
          ladder({ order: ['symphony', 'movement'], initial: 'symphony' }),
        ),
      }),
    ),
    attest: part(
      'the attestation',
      required,
      fields({
        evidence: scalar('the evidence that is asked for', required),
        approval: scalar('the approval that is asked for', required),
        freshness: scalar('the age that is allowed', timeLimit),
      }),
    ),
  };
  fields(table, ...common, 'severity', ...(before === after ? [] : ways))(pair, log);
  const own = (value: unknown, side: typeof was): unknown => value ?? initial(side);
  const judge = ladder({ order: strength, initial: 'major' });
  // What the workspace sets is its own change.
  if (severity.was !== undefined || severity.is !== undefined)
    scalar('the severity', () => judge(own(severity.was, was), own(severity.is, is)))(severity, log);
}

const typeOf = ({ type, unit }: Metric): string =>
  type ?? (unit === 'count' || unit === 'bytes' ? 'int' : unit === 'bool' ? 'bool' : 'double');

const metricTable = {
  status,
  unit: scalar('the unit', reliedOn('its values mean something else now')),
  per: scalar('what one value stands for', plain),
  freshness: scalar('the age that is allowed', timeLimit),
  goal: part(
    'the goal',
    required,
    fields({
      atLeast: scalar('the least value to reach', floor),
      atMost: scalar('the greatest value that is allowed', ceiling),
      equals: scalar('the value to reach', required),
    }),
  ),
};

export function compareMetric(pair: Pair, log: ChangeLog): void {
  fields(metricTable, ...common, 'type')(pair, log);
  const type = { ...fieldOf(pair, 'type'), was: typeOf(pair.was as Metric), is: typeOf(pair.is as Metric) };
  // Another unit brings another type with it.
  if ((pair.was as Metric).unit === (pair.is as Metric).unit)
    scalar('the type', reliedOn('expressions over it may no longer be sound'))(type, log);
}

const domainTable = {
  status,
  namespace: scalar('the namespace', reliedOn('the events of the domain are named after it')),
  dependsOn: members((id) => `the dependence on \`${id}\``, plain),
  symphonies: members((id) => `the entry of the symphony \`${id}\``, plain),
  files: members((path) => `the file \`${path}\``, plain),
  stakeholders: members((name) => `\`${name}\` among the stakeholders`, plain),
};

export function compareDomain(pair: Pair, log: ChangeLog, sides: Sides, id: string): void {
  fields(domainTable, ...common, 'policies')(pair, log);
  compareDomainPolicies(pair, log, sides, id);
}
