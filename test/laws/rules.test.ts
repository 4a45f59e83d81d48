/** Law 5: no rule that is weakened, switched off or broken raises a raw score. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rules } from '../../compiler/generated/rules.ts';
import type { Verdict } from '../../compiler/model/verdict.ts';
import { rawScores, textsOf } from '../support/raw-scores.ts';
import { aroundThem, sickWorkspaces } from '../support/sick-workspace.ts';
import { checkFiles, registries } from '../support/workspace.ts';

type Files = Readonly<Record<string, string>>;
type Rule = (typeof rules)[number];

async function scoresOf(files: Files, using = registries): Promise<Record<string, number>> {
  const result = await checkFiles(files, using);
  if (!('verdict' in result)) throw new Error('the workspace cannot be read');
  return rawScores(result.verdict as Verdict);
}

const withSetting = (files: Files, code: string, to: string): Files => ({
  ...files,
  'symphony.yaml': JSON.stringify({ ...JSON.parse(files['symphony.yaml']!), severities: { [code]: to } }),
});

const broken = (): never => {
  throw new Error('broken');
};

/** The same registry with one rule whose part of that name throws. */
const withBroken = (rule: Rule, part: 'check' | 'applies' | 'subjects') => ({
  ...registries,
  rules: rules.map((one) => (one === rule ? ({ ...one, [part]: broken } as unknown as Rule) : one)),
});

function ways(files: Files, rule: Rule): [string, Promise<Record<string, number>>][] {
  const settings = ['off', 'info', 'minor'].map((to): [string, Promise<Record<string, number>>] => [
    `${rule.code} set to ${to}`,
    scoresOf(withSetting(files, rule.code, to)),
  ]);
  const parts = (['check', 'applies', 'subjects'] as const).filter((part) => part in rule);
  return [
    ...(rule.dimension === 'input' ? [] : settings),
    ...parts.map((part): [string, Promise<Record<string, number>>] => [
      `${rule.code} with ${part} that throws`,
      scoresOf(files, withBroken(rule, part)),
    ]),
  ];
}

it('never raises a score', async () => {
  await fc.assert(
    fc.asyncProperty(
      sickWorkspaces,
      fc.array(fc.nat(rules.length - 1), { minLength: 5, maxLength: 5 }),
      async (definitions, which) => {
        const files = { ...aroundThem(Object.keys(definitions)), ...textsOf(definitions) };
        const before = await scoresOf(files);
        for (const choice of which) {
          for (const [how, scores] of ways(files, rules[choice]!)) {
            const after = await scores;
            const risen = Object.keys(before).filter((name) => after[name]! > before[name]!);
            expect(risen.map((name) => `${how}: ${name} from ${before[name]} to ${after[name]}`)).toEqual([]);
          }
        }
      },
    ),
    { numRuns: 40, seed: 1 },
  );
});
