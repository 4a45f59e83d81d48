import { checkExpression, evaluateExpression, parseExpression } from '../../../runtime/core/cel.ts';
import { tooManySteps } from '../../base/assertion-steps.ts';
import { blame } from '../../base/blame.ts';
import { constantOf } from '../../base/reasoning/constant-parts.ts';
import { assertNames } from '../../base/reasoning/known-values.ts';
import { show } from '../../base/text.ts';
import { assertStructures, assertVariables } from '../../base/variables.ts';
import { beatView, movementView, symphonyView } from '../../base/views.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BoundDocument, PolicyApplication, PolicyPart } from '../../model/bound.ts';
import type { PolicySummary } from '../../model/index.ts';
import { beat, domain, movement, movements, policy, symphony } from '../example.ts';

interface Violation extends Readonly<Record<string, unknown>> {
  readonly policy: string;
  readonly statement: string;
  /** `beat` and the like. */
  readonly part: string;
  readonly id: string;
  /** Why it is false, or that it cannot be evaluated. */
  readonly reason: string;
}

const isTruth = (over: PolicyPart['over'], that: string): boolean =>
  checkExpression(that, assertVariables[over], assertStructures).type === 'bool';

const canHold = new WeakMap<PolicySummary, boolean>();

/** False for an assertion that is wrong, or never true anywhere: other rules report it at the policy. */
function isSound(policy: PolicySummary, over: PolicyPart['over'], that: string): boolean {
  const known = canHold.get(policy);
  if (known !== undefined) return known;
  const tree = isTruth(over, that) ? parseExpression(that) : undefined;
  const sound = tree !== undefined && constantOf(tree, { ...assertNames(over), decided: new Map() }) !== false;
  canHold.set(policy, sound);
  return sound;
}

/** Made when they are asked for: most assertions look at one of them. */
function valuesAt({ over, node }: PolicyPart): Readonly<Record<string, unknown>> {
  const movementNode = over === 'beat' ? node.movement : over === 'movement' ? node : undefined;
  return {
    get symphony() {
      return symphonyView(over === 'symphony' ? node : movementNode!.symphony);
    },
    get movement() {
      return movementNode && movementView(movementNode);
    },
    get beat() {
      return over === 'beat' ? beatView(node) : undefined;
    },
  };
}

/** Undefined when `that` is true for the part. Whatever is not true is a violation. */
function reasonAt(part: PolicyPart, that: string): string | undefined {
  const setting = { variables: assertVariables[part.over], values: valuesAt(part), structures: assertStructures };
  const result = evaluateExpression(that, setting.variables, setting.values, setting.structures);
  if ('error' in result) return `it cannot be evaluated: ${result.error.message}`;
  if (result.value === true) return undefined;
  return blame(that, setting).join('; ') || 'it is not true';
}

const firstOf = new WeakMap<BoundDocument, Map<string, PolicyApplication>>();

/** Whether no part of the document comes before this one among those that the policy applies to. */
function isFirst(node: PolicyApplication, bound: BoundDocument): boolean {
  const idOf = ({ policy }: PolicyApplication): string => policy?.id ?? '';
  const first = firstOf.get(bound) ?? new Map(bound.subjects.application.toReversed().map((one) => [idOf(one), one]));
  firstOf.set(bound, first);
  return first.get(idOf(node)) === node;
}

export default documentRule<Violation>()({
  code: 'POLICY_VIOLATED',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'major',
  over: 'application',
  applies: ({ requires }) => requires === undefined,
  doc: `The assertion of a policy is false for a part of a symphony to which the policy applies: the place where it is
listed and everything inside, or the whole symphony when its domain lists it. The message says which part of the assertion
is responsible, with its values. An assertion that cannot be evaluated there does not hold either, nor does one that would
take more than two million steps for a symphony, as where lists of beats are nested; that is reported once for the symphony.
The severity is the policy's own. Where it has none, it is the one that the workspace sets for this code under
\`severities\`, else \`major\`.

Change the definition so that the assertion is true. If the policy is wrong, change the policy; if it does not concern this
part, list it where it does.`,
  message: ({ policy: id, statement, part, id: at, reason }) =>
    `the policy \`${id}\` (${show(statement, 160)}) does not hold for the ${part} \`${at}\`: ${reason}`,
  check: ({ node, bound, report, unknown }) => {
    const { part, policy: applied, that } = node;
    if (!applied || that === undefined) return;
    if (!isSound(applied, part.over, that)) return unknown('reported');
    const tooMany = tooManySteps(part, that);
    if (tooMany && !isFirst(node, bound)) return unknown('reported');
    const reason = tooMany ? `it cannot be evaluated: ${tooMany}` : reasonAt(part, that);
    if (reason === undefined) return;
    const { statement, severity } = applied.value;
    const { id } = part.node.value;
    report({
      params: { policy: applied.id, statement, part: part.over, id, reason },
      at: [...part.node.path, 'id'],
      severity,
      related: [{ ...applied.at, message: `the policy \`${applied.id}\`` }],
    });
  },
  examples: [
    {
      title: 'a beat without a timeout, in a symphony whose policy asks for one',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': policy('bounded', 'assert: { over: beat, that: beat.timeout_ms > 0 }'),
        'play.yaml': symphony({
          extra: 'policies: [bounded]',
          movements: movements(movement('one', beat('a'), beat('b', 'run: [make]'))),
        }),
      },
      expect: [{ file: 'play.yaml', line: 15, column: 13 }],
    },
    {
      title: 'every beat of every symphony of a domain',
      files: {
        'domain.yaml': domain('build', 'policies: [bounded]'),
        'policy.yaml': policy('bounded', 'assert: { over: beat, that: beat.timeout_ms > 0 }'),
        'play.yaml': symphony({ movements: movements(movement('one', beat('a', 'run: [make]'))) }),
      },
      expect: [{ file: 'play.yaml', line: 11, column: 13 }],
    },
    {
      title: 'listed by the symphony and its domain, and reported once',
      files: {
        'domain.yaml': domain('build', 'policies: [owned]'),
        'policy.yaml': policy('owned', 'assert: { over: symphony, that: symphony.owner != "" }'),
        'play.yaml': symphony({ extra: 'policies: [owned]' }),
      },
      expect: [{ file: 'play.yaml', line: 3, column: 5 }],
    },
    {
      title: 'one of two movements has no test',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': policy(
          'tested',
          'assert: { over: movement, that: \'movement.beats.exists(b, b.activity == "test")\' }',
        ),
        'play.yaml': symphony({
          extra: 'policies: [tested]',
          movements: movements(
            movement('one', beat('a', 'run: [make]', 'activity: test')),
            movement('two', beat('b', 'run: [make]')),
          ),
        }),
      },
      expect: [{ file: 'play.yaml', line: 15, column: 9 }],
    },
    {
      title: 'an assertion that cannot be evaluated for this movement',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': policy('starts', "assert: { over: movement, that: 'movement.beats[0].awaits == []' }"),
        'play.yaml': symphony({ extra: 'policies: [starts]', movements: movements(movement('one')) }),
      },
      expect: [{ file: 'play.yaml', line: 9, column: 9 }],
    },
    {
      title: 'a movement and every beat of it',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': policy('bounded', 'assert: { over: beat, that: beat.timeout_ms > 0 }'),
        'play.yaml': symphony({
          movements: movements(
            movement('one', beat('a', 'run: [make]')),
            movement('two', beat('b', 'run: [make]'), `${beat('c', 'run: [make]')}\n    policies: [bounded]`),
          ),
        }),
      },
      expect: [
        { file: 'play.yaml', line: 16, column: 13 },
        { file: 'play.yaml', line: 18, column: 13 },
      ],
    },
    {
      title: 'the movement around the beat that lists it, once',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': policy('short', 'assert: { over: movement, that: movement.budget_ms > 0 }'),
        'play.yaml': symphony({
          movements: movements(
            movement(
              'one',
              beat('a', 'run: [make]', 'policies: [short]'),
              beat('b', 'run: [make]', 'policies: [short]'),
            ),
            movement('two', beat('c', 'run: [make]')),
          ),
        }),
      },
      expect: [{ file: 'play.yaml', line: 8, column: 9 }],
    },
    {
      title: 'listed where it holds',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': policy('bounded', 'assert: { over: beat, that: beat.timeout_ms > 0 }'),
        'play.yaml': symphony({
          movements: movements(
            movement('one', beat('a', 'run: [make]', 'timeout: 5s', 'policies: [bounded]'), beat('b', 'run: [make]')),
          ),
        }),
      },
      expect: [],
    },
    {
      title: 'a policy of the library',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          extra: 'policies: [std/beats-have-timeouts]',
          movements: movements(movement('one', beat('a'), beat('b', 'run: [make]'))),
        }),
      },
      expect: [{ file: 'play.yaml', line: 15, column: 13 }],
    },
    {
      title: 'an assertion that is never true is EXPRESSION_CONSTANT',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': policy('bounded', 'assert: { over: beat, that: beat.timeout_ms < 0 }'),
        'play.yaml': symphony({ extra: 'policies: [bounded]' }),
      },
      expect: [],
    },
    {
      title: 'an invalid assertion is reported at the policy',
      files: {
        'domain.yaml': domain(),
        'policy.yaml': policy('bounded', 'assert: { over: beat, that: beat.timeout > 0 }'),
        'play.yaml': symphony({ extra: 'policies: [bounded]' }),
      },
      expect: [],
    },
  ],
});
