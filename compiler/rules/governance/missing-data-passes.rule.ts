import { quoteSource } from '../../base/expression-nodes.ts';
import { constantOf } from '../../base/reasoning/constant-parts.ts';
import { emptyQuotients, holdsForNothing } from '../../base/reasoning/missing-data.ts';
import { readExpression } from '../../base/reasoning/reading.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, metric, movement, movements, policy, symphony } from '../example.ts';

const completion = (text: string): Record<string, string> => ({
  'domain.yaml': domain(),
  'lost.yaml': metric('lost', 's'),
  'total.yaml': metric('total', 's'),
  'errors.yaml': metric('error_rate'),
  'play.yaml': symphony({ extra: `completion:\n  - ${text}` }),
});

const probes = (...expectations: string[]): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({
    movements: movements(
      movement('one', ...expectations.map((probe, i) => beat(`b-${i + 1}`, `probe: ${probe}`, 'timeout: 5s'))),
    ),
  }),
});

/** What is not there, by what is looked at, and what to ask for. */
const absent = {
  file: { what: 'there is no such file', ask: 'exists' },
  run: { what: 'the command fails and prints nothing', ask: 'exit == 0' },
  http: { what: 'the answer is an error without a body', ask: 'status == 200' },
} as const;

export default documentRule<{ problem: string }>()({
  code: 'MISSING_DATA_PASSES',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'critical',
  over: 'expression',
  doc: `A gate, completion criterion or expectation holds because there is no data: what should be shown is taken for shown
when there is nothing to show it with.

A metric that was not measured, or too long ago, has no value, and no gate or criterion that names it holds; a value that is
no finite number is refused when it is measured. Two ways are left. A quotient of two metrics is no number when both are 0,
and every comparison with it is false then, except \`!=\`: \`!(lost / total > 0.05)\` and \`lost / total != 1.0\` hold. Write the
comparison that shows what you want, \`lost / total <= 0.05\`, or ask for \`total > 0.0\` as well. And a probe of a file sees an
empty text when there is no file, one of a command sees no output when it fails, one of an address an empty body:
\`!text.contains("FAIL")\` holds. Ask for \`exists\`, \`exit == 0\` or \`status == 200\` as well; whoever asks for it in any way is
taken to have thought of it.`,
  message: ({ problem }) => problem,
  applies: ({ role }) => role === 'gate' || role === 'completion' || role === 'expect',
  check: ({ node, bound, report, unknown }) => {
    const reading = readExpression(node, bound);
    if ('unknown' in reading) return unknown(reading.unknown);
    const { tree, names } = reading;
    // EXPRESSION_CONSTANT tells of what always holds.
    if (constantOf(tree, { ...names, decided: new Map() }) !== undefined) return unknown('reported');
    if (node.role === 'expect') {
      const look = node.over as keyof typeof absent;
      if (!holdsForNothing(node.text, look)) return;
      const { what, ask } = absent[look];
      report({ params: { problem: `this holds when ${what}` }, help: `ask for \`${ask}\` as well` });
      return;
    }
    for (const { node: comparison, quotient, divisor } of emptyQuotients(tree, names)) {
      const range = bound.inside(node.path, comparison.start, comparison.end);
      const divided = quoteSource(node.text, quotient);
      report({
        params: { problem: `${divided} is no number when both sides are 0, and the condition holds then` },
        place: { file: bound.document.source.file, range },
        help: `write the comparison that has to hold without \`!\`, or ask for \`${quoteSource(node.text, divisor).slice(1, -1)} > 0.0\` as well`,
      });
    }
  },
  examples: [
    {
      title: 'a quotient that must not be high, and one that must differ',
      files: {
        ...completion('"error_rate < 0.1 && !(lost / total > 0.05)"'),
        'policy.yaml': policy('lossless', 'gate: { that: "lost / total != 1.0" }'),
      },
      expect: [
        { file: 'play.yaml', line: 8, column: 28 },
        { file: 'policy.yaml', line: 7, column: 16 },
      ],
    },
    {
      title: 'the same as a conditional',
      files: completion('"lost / total > 0.05 ? false : error_rate < 0.1"'),
      expect: [{ file: 'play.yaml', line: 8, column: 6 }],
    },
    {
      title: 'a file that is not there, a command that fails, an answer without a body',
      files: probes(
        `{ file: report.txt, expect: '!text.contains("FAIL")' }`,
        `{ run: [git, status, --porcelain], expect: 'stdout == ""' }`,
        `{ http: 'http://127.0.0.1/', expect: '!body.contains("down")' }`,
      ),
      expect: [
        { file: 'play.yaml', line: 12, column: 44 },
        { file: 'play.yaml', line: 15, column: 59 },
        { file: 'play.yaml', line: 18, column: 53 },
      ],
    },
    {
      title: 'what is not measured passes nothing',
      files: completion('"!(error_rate > 0.05) && error_rate != 1.0"'),
      expect: [],
    },
    {
      title: 'the comparison that shows it, and a divisor that is asked for',
      files: completion('"lost / total <= 0.05"\n  - "total > 0.0 && !(lost / total > 0.05)"'),
      expect: [],
    },
    {
      title: 'expectations that ask for it',
      files: probes(
        `{ file: report.txt, expect: 'exists && !text.contains("FAIL")' }`,
        `{ file: lock, expect: '!exists' }`,
        `{ run: [git, status, --porcelain], expect: 'exit == 0 && stdout == ""' }`,
        `{ http: 'http://127.0.0.1/', expect: 'latency_ms < 200.0' }`,
      ),
      expect: [],
    },
  ],
});
