import { type Script, scriptsOf } from '../../base/shell-call.ts';
import { show } from '../../base/text.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BeatNode } from '../../model/bound.ts';
import type { Path } from '../../model/document.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

interface Command {
  readonly argv: readonly string[];
  readonly path: Path;
}

const commandsOf = ({ value: { run, probe }, path }: BeatNode): Command[] => [
  ...(run ? [{ argv: run, path: [...path, 'run'] }] : []),
  ...(probe?.run ? [{ argv: probe.run, path: [...path, 'probe', 'run'] }] : []),
];

/** What every shell and interpreter reads as mere text, quoted or not. */
const harmless = /^[A-Za-z0-9_@%+:,./][A-Za-z0-9_@%+=:,./-]*$/;

/** An input in the environment that a script hands to a further shell as text. */
const evaluated = /(?<![\w-])(?:eval|(?:ba|z|da|k)?sh[ \t]+-[a-z]*c)[ \t][^;|&\n]*\$\{?SYMPHONYC_INPUT_(\w+)/;

/** What reaches a script as a part of its text. */
interface Leak {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** The first value that means more than itself. */
  readonly value?: string;
  readonly input: boolean;
}

function leakIn(text: string, [variable, values]: [string, readonly string[]] | []): Leak | undefined {
  const name = `{${variable}}`;
  const start = variable === undefined ? -1 : text.indexOf(name);
  if (start !== -1) {
    const value = values!.find((one) => !harmless.test(one));
    return { name, start, end: start + name.length, value, input: false };
  }
  const match = evaluated.exec(text);
  if (!match) return undefined;
  const variableName = `SYMPHONYC_INPUT_${match[1]}`;
  const at = match.index + match[0].length - variableName.length;
  return { name: variableName, start: at, end: at + variableName.length, input: true };
}

const play = (...fields: string[]): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({
    extra: 'inputs: { label: { type: string } }',
    movements: movements(movement('one', beat('a', 'timeout: 5s', ...fields))),
  }),
});
const dangerous = 'each: { package: [core, "a; rm -rf ."] }';

const exchange = ({ reader, position }: Script, { argv }: Command, name: string): string =>
  reader.endsWith('c') && !reader.startsWith('p') && position === argv.length - 1
    ? `give it to the script as an argument: write \`"$1"\` in its place, and \`sh, "${name}"\` after the script`
    : 'give it to a program as an argument of its own, or read it from an environment variable';

export default documentRule<{ name: string; reader: string; value: string | undefined; input: boolean }>()({
  code: 'SHELL_INTERPOLATION',
  dimension: 'handler',
  aspect: 'handler',
  severity: 'critical',
  over: 'beat',
  doc: `A value becomes part of a text that a shell or an interpreter reads as a program (\`sh -c\`, \`cmd /c\`,
\`powershell -Command\`, \`eval\`, \`node -e\` and the like). A value such as \`a; rm -rf .\` is then no value any more but a
command. This concerns \`{name}\` of \`each\`, and inputs that a script passes on to \`eval\` or to another shell. While all values of
\`each\` are plain words the finding is \`minor\`: the next value that somebody adds need not be. What follows a script, as in
\`[sh, -c, 'echo "$1"', sh, "{package}"]\`, is not read as a program, nor is any argument of a command without a shell.

Do without the shell, or hand the value over as an argument and use it as \`"$1"\`.`,
  message: ({ name, reader, value, input }) => {
    if (input) return `the input in \`${name}\` becomes a part of what a further shell executes in this \`${reader}\``;
    const danger = value === undefined ? '' : `, and the value ${show(value)} means more than itself there`;
    return `\`${name}\` becomes a part of the program that \`${reader}\` executes${danger}`;
  },
  applies: (node) => commandsOf(node).some(({ argv }) => scriptsOf(argv).length > 0),
  check: ({ node, bound, report }) => {
    const variable = Object.entries(node.value.each ?? {})[0] ?? [];
    for (const command of commandsOf(node)) {
      for (const script of scriptsOf(command.argv)) {
        const { position, reader } = script;
        const leak = leakIn(command.argv[position]!, variable as [string, readonly string[]] | []);
        if (!leak) continue;
        const { name, value, input, start, end } = leak;
        report({
          params: { name, reader, value, input },
          place: {
            file: bound.document.source.file,
            range: bound.inside([...command.path, position], start, end),
          },
          help: input
            ? `use it in quotes, as \`"$${name}"\`, without a further shell`
            : exchange(script, command, name),
          severity: input || value !== undefined ? undefined : 'minor',
        });
      }
    }
  },
  examples: [
    {
      title: 'a value in a script of a shell',
      files: play(dangerous, 'run: [sh, -c, "npm pack {package}"]'),
      expect: [{ file: 'play.yaml', line: 15, column: 33 }],
    },
    {
      title: 'values that are words so far, behind a launcher, and in a probe',
      files: play(
        'each: { package: [core, "@scope/canvas"] }',
        'probe: { run: [env, CI=1, /bin/bash, -euc, "test -d {package}"], expect: exit == 0 }',
      ),
      expect: [{ file: 'play.yaml', line: 15, column: 61 }],
    },
    {
      title: 'other shells and interpreters',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(
            movement(
              'one',
              beat('a', dangerous, 'run: [cmd.exe, /c, del, "{package}"]'),
              beat('b', dangerous, 'run: [pwsh, -Command, "Remove-Item {package}"]'),
              beat('c', dangerous, 'run: [node, -e, "load({package})"]'),
            ),
          ),
        }),
      },
      expect: [
        { file: 'play.yaml', line: 13, column: 34 },
        { file: 'play.yaml', line: 16, column: 44 },
        { file: 'play.yaml', line: 19, column: 31 },
      ],
    },
    {
      title: 'an input that is evaluated',
      files: play(`run: [bash, -c, 'eval "tag $SYMPHONYC_INPUT_LABEL"']`),
      expect: [{ file: 'play.yaml', line: 14, column: 37 }],
    },
    {
      title: 'values as arguments, and inputs as variables',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(
            movement(
              'one',
              beat('a', dangerous, 'run: [npm, pack, "{package}"]'),
              beat('b', dangerous, `run: [sh, -c, 'npm pack "$1"', sh, "{package}"]`),
              beat('c', dangerous, 'run: [npm, run, pack, --, "{package}"]'),
              beat('d', `run: [sh, -c, 'git tag "$SYMPHONYC_INPUT_LABEL"']`),
              beat('e', dangerous, 'run: [echo, sh, -c, "{package}"]'),
            ),
          ),
        }),
      },
      expect: [],
    },
  ],
});
