import { type ChangeWords, comparedSubjects, tellChanges } from '../../base/changes.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import { beat, domain, metric, movement, movements, policy, symphony } from '../example.ts';

const around = { 'domain.yaml': domain(), 'rate.yaml': metric('rate') };
const gated = (limit: number): string => policy('sound', `gate: { that: rate >= ${limit} }`);
const timed = (timeout: string): string =>
  symphony({ movements: movements(movement('one', beat('a', 'run: [make]', `timeout: ${timeout}`))) });

export default workspaceRule<ChangeWords>()({
  code: 'GATE_WEAKENED',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'major',
  doc: `Since the revision that the workspace is compared with (\`--against REF\`), something asks for less than before: a threshold was loosened, a gate, criterion or policy dropped, a timeout or budget raised, a severity lowered, a document made a draft. Such a change is easily overlooked among others, and everything conforms all the better for it.

Take it back; or, when it is meant, let those who answer for it see it, and compare with the revision that has it from then on. Only what is certainly weaker is reported: expressions are compared where they are limits such as \`metric >= 0.98\`, joined by \`&&\` and \`||\`. \`symphonyc diff REF\` lists everything else that has changed, with what nobody can tell by its structure.`,
  message: ({ ref, change, note }) => `weaker than at \`${ref}\`: ${change}${note === '' ? '' : ` (${note})`}`,
  help: 'take the change back, or let those see it who answer for it',
  subjects: (_, analysis) => comparedSubjects(analysis),
  check: (context) => tellChanges('weakened', context.node, context),
  examples: [
    {
      title: 'a gate lets more pass than at the revision',
      before: { ...around, 'policy.yaml': gated(0.98) },
      files: { ...around, 'policy.yaml': gated(0.9) },
      expect: [{ file: 'policy.yaml', line: 7, column: 15 }],
    },
    {
      title: 'a beat may take longer',
      before: { ...around, 'play.yaml': timed('30s') },
      files: { ...around, 'play.yaml': timed('5m') },
      expect: [{ file: 'play.yaml', line: 13, column: 18 }],
    },
    {
      title: 'a gate lets less pass, and is written in another way',
      before: { ...around, 'policy.yaml': gated(0.98) },
      files: { ...around, 'policy.yaml': policy('sound', 'gate:\n  that: "0.99 <= rate"') },
      expect: [],
    },
    {
      title: 'nothing to compare with',
      files: { ...around, 'policy.yaml': gated(0.1) },
      expect: [],
    },
  ],
});
