import { checkExpression } from '../../../runtime/core/cel.ts';
import { describeProblem } from '../../base/expression-problem.ts';
import { scopeOf } from '../../base/expression-scope.ts';
import { spanAt } from '../../base/spans.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { Path, RawDocument } from '../../model/document.ts';
import { beat, domain, metric, movement, movements, policy, symphony } from '../example.ts';

const files = (completion: string): Record<string, string> => ({
  'domain.yaml': domain(),
  'metric.yaml': metric('build_success_rate'),
  'play.yaml': symphony({ extra: `completion:\n  - ${completion}` }),
});

/** Where ` #` ends an expression without quotes, what is missing stands behind it. */
function cutByComment({ source, spans }: RawDocument, path: Path): string | undefined {
  const { end, style } = spanAt(spans, path);
  const rest = source.text.slice(end).split('\n', 1)[0]!;
  if (style !== 'plain' || !/^\s+#.*["')\]]/.test(rest)) return undefined;
  return 'a blank and `#` begin a comment in YAML: put the whole expression in quotes';
}

export default documentRule<{ problem: string }>()({
  code: 'EXPRESSION_INVALID',
  dimension: 'governance',
  aspect: 'policy',
  severity: 'critical',
  over: 'expression',
  doc: `An expression cannot be read, names something that does not exist, mixes types, or gives something else than true or
false. What it should decide is never decided.

Expressions are written in CEL. Completion criteria, gates and the conditions between symphonies see the metrics by their
ids; the condition of a beat also sees \`inputs\`; assertions see \`symphony\`, \`movement\` and \`beat\`; a probe sees what it
looked at. \`double\` and \`int\` can be ordered but not be equal: write \`1.0\`.`,
  message: ({ problem }) => problem,
  check: ({ node, bound, report, unknown }) => {
    const scope = scopeOf(node, bound);
    if (scope.unread) return unknown('unread');
    const { type, error } = checkExpression(node.text, scope.variables, scope.structures);
    if (type === 'bool') return;
    const { problem, help, start, end } = error
      ? describeProblem(error, node, scope)
      : {
          problem: `the result is of type \`${type}\`, not true or false`,
          help: undefined,
          start: 0,
          end: node.text.length,
        };
    const place = { file: bound.document.source.file, range: bound.inside(node.path, start, end) };
    report({ params: { problem }, place, help: cutByComment(bound.document, node.path) ?? help });
  },
  examples: [
    {
      title: 'a misspelt metric',
      files: files('build_succes_rate >= 0.98'),
      expect: [{ file: 'play.yaml', line: 8, column: 5 }],
    },
    {
      title: 'a double compared with an int, inside quotes',
      files: files('"0.5 < 0.7 && build_success_rate == 1"'),
      expect: [{ file: 'play.yaml', line: 8, column: 19 }],
    },
    {
      title: 'something that is neither true nor false',
      files: files('build_success_rate * 100.0'),
      expect: [{ file: 'play.yaml', line: 8, column: 5 }],
    },
    {
      title: 'an expression that ends too early',
      files: files('build_success_rate >='),
      expect: [{ file: 'play.yaml', line: 8, column: 25 }],
    },
    {
      title: 'a field that beats do not have',
      files: {
        'policy.yaml': policy('bounded', 'assert: { over: symphony, that: "symphony.beats.all(b, b.timout_ms > 0)" }'),
      },
      expect: [{ file: 'policy.yaml', line: 7, column: 58 }],
    },
    {
      title: 'an input that is not declared',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          extra: 'inputs: { dry_run: { type: bool } }',
          movements: movements(movement('one', beat('a', 'run: [make]', 'timeout: 5s', 'when: inputs.dryrun'))),
        }),
      },
      expect: [{ file: 'play.yaml', line: 15, column: 22 }],
    },
    {
      title: 'a regular expression',
      files: {
        'policy.yaml': policy('named', `assert: { over: beat, that: "beat.id.matches('(a+)+')" }`),
      },
      expect: [{ file: 'policy.yaml', line: 7, column: 30 }],
    },
    {
      title: 'a metric whose document is broken',
      files: {
        ...files('build_success_rate >= 0.98'),
        'metric.yaml': metric('build_success_rate', 'parsec'),
      },
      expect: [],
    },
    {
      title: 'metrics, inputs and what a probe sees',
      files: {
        ...files('build_success_rate >= 0.98 && [0.9, 0.95].all(build, build_success_rate > build)'),
        'probe.yaml': symphony({
          id: 'probe',
          extra: 'inputs: { dry_run: { type: bool } }',
          movements: movements(
            movement(
              'one',
              beat('a', 'run: [make]', 'timeout: 5s', "when: '!inputs.dry_run && build_success_rate > 0.5'"),
              beat('b', "probe: { http: 'http://127.0.0.1/', expect: status == 200 && latency_ms < 2000 }"),
            ),
          ),
        }),
      },
      expect: [],
    },
  ],
});
