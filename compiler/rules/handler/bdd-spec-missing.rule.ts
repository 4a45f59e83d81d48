import { lackingReport } from '../../base/requirements.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, policy, symphony } from '../example.ts';

const files = (...fields: string[]): Record<string, string> => ({
  'domain.yaml': domain(),
  'policy.yaml': policy('specified', 'assert: { over: symphony, requires: specification }'),
  'play.yaml': symphony({
    extra: 'policies: [specified]',
    movements: movements(movement('one', beat('a', 'run: [make]', ...fields))),
  }),
  'specs/a.feature': 'Feature: A\n  Scenario: It works\n    Given a\n    When b\n    Then c\n',
});

export default documentRule<{ beat: string; policy: string }>()({
  code: 'BDD_SPEC_MISSING',
  dimension: 'handler',
  aspect: 'bdd',
  severity: 'minor',
  draftable: true,
  over: 'application',
  doc: `A policy asks for a specification of every beat (\`assert: { over: beat, requires: specification }\`), and this beat has
none. Nobody has agreed on what it should do, so nobody can tell whether it does it.

Write a scenario with Given, When and Then into a feature file and name both under \`spec\`. If the policy does not concern
this beat, list it where it does. In a draft this is information only.`,
  message: ({ beat: id, policy: by }) => `the beat \`${id}\` has no specification, which the policy \`${by}\` asks for`,
  help: 'write a scenario and name it: `spec: path/to/file.feature#name of the scenario`',
  applies: ({ requires, unknown }) => unknown !== undefined || requires === 'specification',
  check: ({ node: { part, policy: by }, report }) => {
    if (part.over !== 'beat' || part.node.value.spec !== undefined || !by) return;
    report(lackingReport(part.node, by));
  },
  examples: [
    {
      title: 'a beat without a specification, where a policy asks for one',
      files: files(),
      expect: [{ file: 'play.yaml', line: 12, column: 13 }],
    },
    {
      title: 'a beat with a specification, and one for which no policy asks for it',
      files: {
        ...files('spec: specs/a.feature#It works'),
        'free.yaml': symphony({ id: 'free' }),
      },
      expect: [],
    },
  ],
});
