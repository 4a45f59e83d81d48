import { type ChangeWords, comparedSubjects, tellChanges } from '../../base/changes.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import { domain, metric, symphony } from '../example.ts';

const around = { 'domain.yaml': domain() };
const inputs = (text: string): string => symphony({ extra: `inputs:\n${text}` });

export default workspaceRule<ChangeWords>()({
  code: 'BREAKING_CHANGE_DETECTED',
  dimension: 'dependency',
  aspect: 'release',
  severity: 'major',
  doc: `Since the revision that the workspace is compared with (\`--against REF\`), something is gone or means something else that others rely on: an id, event, input or metric was removed or renamed, an input became required or got another type, a metric another unit, a handler gets or may give less.

Keep it beside what replaces it until nobody uses it any more (\`status: deprecated\` says so), or tell those who do. What other documents of this workspace still refer to is reported there, under the code of the reference.`,
  message: ({ ref, change, note }) => `breaks what held at \`${ref}\`: ${change}${note === '' ? '' : ` (${note})`}`,
  help: 'keep it until nobody uses it any more, or tell those who do',
  subjects: (_, analysis) => comparedSubjects(analysis),
  check: (context) => tellChanges('breaking', context.node, context),
  examples: [
    {
      title: 'an input got another type',
      before: { ...around, 'play.yaml': inputs('  dry_run: { type: bool, default: true }') },
      files: { ...around, 'play.yaml': inputs('  dry_run: { type: string, default: "yes" }') },
      expect: [{ file: 'play.yaml', line: 8, column: 20 }],
    },
    {
      title: 'an event was dropped, which others may wait for',
      before: { ...around, 'play.yaml': symphony({ extra: 'events: [build.started, build.done]' }) },
      files: { ...around, 'play.yaml': symphony({ extra: 'events: [build.started]' }) },
      expect: [{ file: 'play.yaml', line: 7, column: 1 }],
    },
    {
      title: 'a metric that is still used is gone, which METRIC_NOT_FOUND tells',
      before: { ...around, 'rate.yaml': metric('rate'), 'play.yaml': symphony({ extra: 'metrics: [rate]' }) },
      files: { ...around, 'play.yaml': symphony({ extra: 'metrics: [rate]' }) },
      expect: [],
    },
    {
      title: 'an input was added that nobody has to give',
      before: { ...around, 'play.yaml': inputs('  dry_run: { type: bool, default: true }') },
      files: {
        ...around,
        'play.yaml': inputs('  dry_run: { type: bool, default: true }\n  speed: { type: int, default: 1 }'),
      },
      expect: [],
    },
  ],
});
