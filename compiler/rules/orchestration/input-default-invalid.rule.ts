import { type InputType, readInput } from '../../../runtime/core/input-value.ts';
import { replacement } from '../../base/rule-suggest.ts';
import { spanAt } from '../../base/spans.ts';
import { show } from '../../base/text.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { Path, RawDocument } from '../../model/document.ts';
import { domain, symphony } from '../example.ts';

const play = (...inputs: string[]): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({ extra: ['inputs:', ...inputs.map((input) => `  ${input}`)].join('\n') }),
});

const wanted: Readonly<Record<InputType, string>> = {
  bool: 'write `true` or `false`',
  int: 'write a whole number',
  double: 'write a number',
  string: 'put it in quotes',
};

/** As it is written: 1.10 is not 1.1. */
function writtenAt({ source, spans }: RawDocument, path: Path): string {
  const { start, end } = spanAt(spans, path);
  return source.text.slice(start, end);
}

export default documentRule<{ name: string; type: string; value: string }>()({
  code: 'INPUT_DEFAULT_INVALID',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'critical',
  fixable: 'safe',
  over: 'symphony',
  doc: `The default of an input is of another type than the input. Whoever plays the symphony without giving the value cannot
play it at all.

Write a default of the type, or declare the type that is meant. The suggested edit puts a number or
a truth value in quotes where the type is \`string\`.`,
  message: ({ name, type, value }) => `the default of the input \`${name}\` is ${value}, which is no ${type}`,
  applies: ({ value }) => Object.values(value.inputs ?? {}).some((input) => input.default !== undefined),
  check: ({ node, bound, report }) => {
    for (const [name, { type, default: value }] of Object.entries(node.value.inputs ?? {})) {
      if (value === undefined || readInput(value, type) !== undefined) continue;
      const at = ['inputs', name, 'default'];
      const fix = type === 'string' ? replacement(bound, at, writtenAt(bound.document, at)) : undefined;
      report({ params: { name, type, value: show(value) }, at, help: wanted[type], fix });
    }
  },
  examples: [
    {
      title: 'a text where true or false belongs, a fraction where a whole number does, and a number where text does',
      files: play(
        'dry_run: { type: bool, default: nope }',
        'tries: { type: int, default: 1.5 }',
        'label: { type: string, default: 5 }',
      ),
      expect: [
        { file: 'play.yaml', line: 8, column: 35 },
        { file: 'play.yaml', line: 9, column: 32 },
        { file: 'play.yaml', line: 10, column: 35 },
      ],
    },
    {
      title: 'defaults of their types, and an input without one',
      files: play(
        'dry_run: { type: bool, default: false }',
        'share: { type: double, default: 1 }',
        'label: { type: string, default: "5" }',
        'tries: { type: int }',
      ),
      expect: [],
    },
  ],
});
