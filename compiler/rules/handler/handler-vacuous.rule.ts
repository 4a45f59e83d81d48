import { list } from '../../base/text.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { Vacuity } from '../../model/code.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const files = (module: string, more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { build: handlers/build.ts }'),
  'handlers/build.ts': module,
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', 'handler: build#compile', 'timeout: 5s'))) }),
  ...more,
});

const at = [{ file: 'play.yaml', line: 12, column: 24 }];

const deeds: Readonly<Record<Vacuity['does'][number], string>> = {
  invents: 'returns the time or chance',
  logs: 'logs',
  returns: 'returns a constant',
  sets: 'sets a flag',
  sleeps: 'sleeps',
};

interface Params extends Readonly<Record<string, unknown>> {
  readonly name: string;
  readonly path: string;
  readonly does: Vacuity['does'];
  readonly probable: boolean;
}

const bodyOf = ({ does }: Params): string =>
  does.length === 0 ? 'its body is empty' : `it only ${list(does.map((deed) => deeds[deed]))}`;

export default documentRule<Params>()({
  code: 'HANDLER_VACUOUS',
  dimension: 'handler',
  aspect: 'handler',
  severity: 'major',
  draftable: true,
  over: 'handler',
  doc: `The function that a beat calls does no work: its body is empty, or it only logs, sleeps, sets flags, or returns a
constant (\`{ ok: true }\`). A pipeline of such handlers is green whatever happens.

Let the handler do what the beat says, or take the beat out. The message says "does nothing" where the syntax is certain;
"probably does nothing", and of minor severity, where somebody might read the flag that it sets, or where it returns the
time or chance. Functions of the same module that it calls, and re-exports, are followed. Whatever else a handler does
counts as work: calling or awaiting anything, giving back an input, a condition, a loop. One that does nothing but throw
("not implemented") is no implementation either, but nobody takes it for one: the beat fails. In a draft this is information
only.`,
  message: (params) =>
    `\`${params.name}\` of \`${params.path}\` ${params.probable ? 'probably does' : 'does'} nothing of substance: ${bodyOf(params)}`,
  help: 'let it do the work of the beat, or throw until it does',
  applies: (node) => node.export !== undefined && node.exportName !== '*',
  check: ({ node, bound, report }) => {
    const { module, exportName: name, text } = node;
    const found = module?.functions.find((one) => one.name === name);
    if (!module || !found?.vacuous) return;
    const { does, probable = false } = found.vacuous;
    const start = { line: found.line, column: found.column };
    const range = { start, end: { line: found.line, column: found.column + (found.written ?? name).length } };
    report({
      params: { name, path: found.file, does, probable },
      place: {
        file: bound.document.source.file,
        range: bound.inside(node.path, text.length - name.length, text.length),
      },
      severity: probable ? 'minor' : undefined,
      related: [{ file: found.file, range, message: 'the function' }],
    });
  },
  examples: [
    { title: 'an empty body', files: files('export async function compile() {}\n'), expect: at },
    {
      title: 'a constant, after a sleep',
      files: files(
        'const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));\nexport const compile = async () => {\n  await sleep(500);\n  console.log("compiled");\n  return { ok: true };\n};\n',
      ),
      expect: at,
    },
    {
      title: 'a flag that somebody might read',
      files: files('let compiled = false;\nexport const compile = async () => {\n  compiled = true;\n};\n'),
      expect: at,
    },
    {
      title: 'a function of another module that does nothing',
      files: files("export { noop as compile } from './noop.ts';\n", {
        'handlers/noop.ts': 'export const noop = async () => undefined;\n',
      }),
      expect: at,
    },
    {
      title: 'a call of something',
      files: files("import { pack } from './pack.ts';\nexport const compile = async () => pack();\n", {
        'handlers/pack.ts': "import { rm } from 'node:fs/promises';\nexport const pack = () => rm('build');\n",
      }),
      expect: [],
    },
    {
      title: 'an input that is given back',
      files: files('export const compile = ({ input }) => ({ packages: input.packages });\n'),
      expect: [],
    },
    {
      title: 'not written yet, and it says so',
      files: files("export async function compile() {\n  throw new Error('compile is not implemented');\n}\n"),
      expect: [],
    },
  ],
});
