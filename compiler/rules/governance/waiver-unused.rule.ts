import { phaseRule } from '../../diagnostics/define.ts';
import { domain, symphony } from '../example.ts';

const waiver = '# symphonyc-waive TIMEOUT_MISSING until 2026-12-31 by us: It ends by itself.';
const play = (beat: string): string =>
  symphony({ movements: `movements:\n  - id: one\n    title: One\n    beats:\n      ${waiver}\n      - ${beat}\n` });

export default phaseRule<{ code: string }>({
  code: 'WAIVER_UNUSED',
  dimension: 'governance',
  aspect: 'waiver',
  severity: 'major',
  phase: 'check',
  waivable: false,
  fixable: 'safe',
  doc: `A waiver is about nothing: there is no violation of its code at its place, or a nearer waiver covers it. It would let
the next violation there pass without anybody deciding so.

Remove it. When it was meant for something else, move it there: behind something, a comment holds for its line; above
something, for the field, list item or document that follows. Nothing is said while files cannot be read, or while checks
of the same code wait for the repair of something else.`,
  message: ({ code }) => `this waiver of ${code} is about nothing`,
  help: 'remove it, or move it to what it was meant for',
  examples: [
    {
      title: 'the violation is repaired',
      files: { 'build.yaml': domain(), 'play.yaml': play('{ id: a, run: [node, --version], timeout: 5s }') },
      expect: [{ file: 'play.yaml', line: 11, column: 7 }],
    },
    {
      title: 'the violation is there',
      files: { 'build.yaml': domain(), 'play.yaml': play('{ id: a, run: [node, --version] }') },
      expect: [],
    },
  ],
});
