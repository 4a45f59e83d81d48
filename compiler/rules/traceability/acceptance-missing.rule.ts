import { lackingReport } from '../../base/requirements.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, policy, symphony } from '../example.ts';

const files = (...fields: string[]): Record<string, string> => ({
  'domain.yaml': domain('build', 'policies: [accepted]'),
  'policy.yaml': policy('accepted', 'assert: { over: beat, requires: acceptance }'),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', 'run: [make]', ...fields))) }),
});

export default documentRule<{ beat: string; policy: string }>()({
  code: 'ACCEPTANCE_MISSING',
  dimension: 'traceability',
  aspect: 'bdd',
  severity: 'minor',
  draftable: true,
  over: 'application',
  doc: `A policy asks for acceptance criteria of every beat (\`assert: { over: beat, requires: acceptance }\`), and this beat has
none. When it has played, nobody can say whether its work is done.

Write under \`acceptance\` what must be true then, in words that the people who wait for the result understand. If the policy
does not concern this beat, list it where it does. In a draft this is information only.`,
  message: ({ beat: id, policy: by }) =>
    `the beat \`${id}\` has no acceptance criteria, which the policy \`${by}\` asks for`,
  help: 'write under `acceptance` when its work counts as done',
  applies: ({ requires, unknown }) => unknown !== undefined || requires === 'acceptance',
  check: ({ node: { part, policy: by }, report }) => {
    if (part.over !== 'beat' || (part.node.value.acceptance ?? []).length > 0 || !by) return;
    report(lackingReport(part.node, by));
  },
  examples: [
    {
      title: 'a beat without criteria, where the policy of its domain asks for them',
      files: files(),
      expect: [{ file: 'play.yaml', line: 11, column: 13 }],
    },
    {
      title: 'a list without an entry',
      files: files('acceptance: []'),
      expect: [{ file: 'play.yaml', line: 11, column: 13 }],
    },
    { title: 'a beat with criteria', files: files('acceptance: [The package can be installed]'), expect: [] },
  ],
});
