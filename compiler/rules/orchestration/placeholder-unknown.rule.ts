import { nearest } from '../../base/text.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BeatNode } from '../../model/bound.ts';
import type { Path } from '../../model/document.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

/** A text of a beat, and what a name in braces does there. */
interface Text {
  readonly text: string;
  readonly path: Path;
  /** `title`: for people, so braces have no other use. `argument`: filled in. `input`: passed as it is. */
  readonly use: 'title' | 'argument' | 'input';
}

/** The texts at any depth of the constants under `with`. */
const inputTexts = (value: unknown, path: Path): Text[] => {
  if (typeof value === 'string') return [{ text: value, path, use: 'input' }];
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([step, inner]) => inputTexts(inner, [...path, step]));
};

function textsOf({ value: { title, run, probe, with: inputs }, path }: BeatNode): Text[] {
  const argument = (text: string | undefined, ...steps: Path): Text[] =>
    text === undefined ? [] : [{ text, path: [...path, ...steps], use: 'argument' }];
  return [
    ...(title === undefined ? [] : [{ text: title, path: [...path, 'title'], use: 'title' } as const]),
    ...(run ?? []).flatMap((text, i) => argument(text, 'run', i)),
    ...argument(probe?.http, 'probe', 'http'),
    ...argument(probe?.file, 'probe', 'file'),
    ...(probe?.run ?? []).flatMap((text, i) => argument(text, 'probe', 'run', i)),
    ...inputTexts(inputs, [...path, 'with']),
  ];
}

/** `{name}` alone: not `\${HOME}`, `%{http_code}`, `@{upstream}`, `{{name}}`, `{a,b}`, `{"a":1}` or `{ print }`. */
const placeholder = /(?<![$%@#\\{])\{([A-Za-z_][\w-]*)\}(?!\})/g;

/** `reg` for `region` is a misspelling too. */
const alike = (name: string, known: readonly string[]): string | undefined =>
  nearest(name, known) ??
  known.find((one) => Math.min(name.length, one.length) > 2 && (one.startsWith(name) || name.startsWith(one)));

export default documentRule<{ name: string; problem: string }>()({
  code: 'PLACEHOLDER_UNKNOWN',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'major',
  over: 'beat',
  doc: `A name in braces stands for nothing, so the braces stay in the title or reach the command. \`{name}\` stands for the
value of \`each\` in the title and in \`run\` and \`probe\` of the same beat, and for nothing else: handlers get that value in
their input, and commands get the inputs of the symphony as variables of their environment.

Correct the name. Braces that are meant for the command itself are left alone when they hold more than a name, as
\`{ print }\` does.`,
  message: ({ name, problem }) => `\`{${name}}\` ${problem}`,
  check: ({ node, bound, report }) => {
    const variable = Object.keys(node.value.each ?? {})[0];
    const inputs = Object.keys(node.movement.symphony.value.inputs ?? {});
    for (const { text, path, use } of textsOf(node)) {
      for (const match of text.matchAll(placeholder)) {
        const name = match[1]!;
        const found = findingFor(name, use, variable, inputs);
        if (!found) continue;
        const place = {
          file: bound.document.source.file,
          range: bound.inside(path, match.index, match.index + match[0].length),
        };
        report({ params: { name, problem: found.problem }, place, help: found.help });
      }
    }
  },
  examples: [
    {
      title: 'misspelt names of the variable',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(
            movement(
              'one',
              beat('a', 'title: Prepare {regoin}', 'each: { region: [eu, us] }', 'run: [echo, "{reg}"]', 'timeout: 5s'),
            ),
          ),
        }),
      },
      expect: [
        { file: 'play.yaml', line: 12, column: 24 },
        { file: 'play.yaml', line: 14, column: 22 },
      ],
    },
    {
      title: 'a name without `each`, and one of an input',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          extra: 'inputs: { version: { type: string } }',
          movements: movements(
            movement('one', beat('a', 'title: Release {number}', 'run: [echo, "{version}"]', 'timeout: 5s')),
          ),
        }),
      },
      expect: [
        { file: 'play.yaml', line: 13, column: 24 },
        { file: 'play.yaml', line: 14, column: 22 },
      ],
    },
    {
      title: 'the variable in what a handler gets as it is',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(
            movement(
              'one',
              beat('a', 'each: { region: [eu] }', 'run: [make]', 'timeout: 5s', 'with: { to: "x-{region}" }'),
            ),
          ),
        }),
      },
      expect: [{ file: 'play.yaml', line: 15, column: 24 }],
    },
    {
      title: 'the variable, and braces of other languages',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(
            movement(
              'one',
              beat(
                'a',
                'title: Prepare {region}',
                'each: { region: [eu, us] }',
                `run: [tool, "{region}", '{"a":1}', "\${HOME}", "{}", "{a,b}", "{{name}}", "%{http_code}", "{ print }"]`,
                'timeout: 5s',
              ),
              beat('b', "run: [awk, '{print}', '{name}']", 'timeout: 5s', 'with: { template: "{anything}" }'),
            ),
          ),
        }),
      },
      expect: [],
    },
  ],
});

/** What is wrong with a name in braces; undefined where it may mean something to whoever gets the text. */
function findingFor(
  name: string,
  use: Text['use'],
  variable: string | undefined,
  inputs: readonly string[],
): { readonly problem: string; readonly help: string } | undefined {
  const isVariable = name === variable;
  const meant = variable === undefined ? undefined : alike(name, [variable]);
  if (use === 'input') {
    if (!meant) return undefined;
    return { problem: 'is passed as it is', help: `a handler gets the value in its input, as \`input.${variable}\`` };
  }
  if (isVariable) return undefined;
  const input = alike(name, inputs);
  const fromInput = `a command gets an input as a variable of its environment, such as \`SYMPHONYC_INPUT_${input?.toUpperCase()}\``;
  if (variable !== undefined) {
    const help = meant
      ? `did you mean \`{${variable}}\`?`
      : input
        ? fromInput
        : `the variable of \`each\` is \`{${variable}}\``;
    return { problem: 'stands for nothing', help };
  }
  if (use === 'argument' && !input) return undefined;
  const problem = 'stands for nothing: this beat has no `each`';
  return {
    problem,
    help: use === 'argument' ? fromInput : 'write what is meant, or give the beat an `each` with this variable',
  };
}
