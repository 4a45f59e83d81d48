import { questionOf } from '../../base/signature-question.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { HandlerReference } from '../../model/bound.ts';
import type { Related } from '../../model/diagnostic.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const files = (module: string, ...fields: string[]): Record<string, string> => ({
  'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { build: handlers/build.ts }'),
  'handlers/build.ts': module,
  'domain.yaml': domain(),
  'play.yaml': symphony({
    movements: movements(movement('one', beat('a', 'handler: build#compile', 'timeout: 5s', ...fields))),
  }),
});

function handlerIn({ module, export: found, role }: HandlerReference): Related[] {
  if (!module || !found) return [];
  const { line, column, name } = found;
  const range = { start: { line, column }, end: { line, column: column + name.length } };
  return [{ file: module.path, range, message: `the ${role}` }];
}

export default documentRule<{ name: string; path: string; reasons: string }>()({
  code: 'SIGNATURE_MISMATCH',
  dimension: 'handler',
  aspect: 'handler',
  severity: 'critical',
  over: 'handler',
  doc: `The TypeScript compiler says that an exported function does not satisfy the contract of the beat that names it, as its
handler or as its rollback. It is called with one argument: the constants under \`with\` and the value of \`each\` as
\`input\`, the symphony's inputs as \`inputs\`, functions that take the events, metrics and evidence which the beat declares,
and what identifies the call. A handler may give back whatever can be written as JSON, or nothing, now or later; what a
rollback gives back does not matter.

Change what the function takes, or what the beat gives it. The workspace's \`tsconfig.json\` is honoured; JavaScript is judged
by the types that the compiler infers. What is of type \`any\` passes, and so does whatever comes from a package that is not
installed or from the types that a build writes: those are the contract, and your own type check holds a handler to them.
Mistakes inside functions are left to that check, too.`,
  message: ({ name, path, reasons }) => `\`${name}\` of \`${path}\` ${reasons}`,
  help: 'change what the function takes or gives back, or what the beat gives it',
  applies: (node, bound) =>
    node.export !== undefined || (bound.document.value as { status?: string }).status !== 'draft',
  check: ({ node, bound, report, unknown }) => {
    const question = questionOf(node, bound);
    const answer = question && bound.lookup.signature(question.key);
    if (!answer) return unknown('reported');
    if (answer.reasons.length === 0) return;
    const start = node.text.length - node.exportName.length;
    report({
      params: { name: node.exportName, path: question.module.path, reasons: answer.reasons.join(', and ') },
      place: { file: bound.document.source.file, range: bound.inside(node.path, start, node.text.length) },
      related: [...handlerIn(node), ...(answer.declared ? [answer.declared] : [])],
    });
  },
  examples: [
    {
      title: 'the beat gives the input under another name',
      files: files(
        'export const compile = async ({ input }: { input: { packages: string[] } }) => ({ count: input.packages.length });\n',
        'with: { package: [ui] }',
      ),
      expect: [{ file: 'play.yaml', line: 12, column: 24 }],
    },
    {
      title: 'an input that the symphony does not have',
      files: files('export const compile = ({ inputs }: { inputs: { edition: string } }): string => inputs.edition;\n'),
      expect: [{ file: 'play.yaml', line: 12, column: 24 }],
    },
    {
      title: 'a value that `each` takes and the handler does not',
      files: files(
        "export const compile = ({ input }: { input: { language: 'en' | 'fr' } }) => ({ to: input.language });\n",
        'each: { language: [en, de] }',
      ),
      expect: [{ file: 'play.yaml', line: 12, column: 24 }],
    },
    {
      title: 'an event that the beat does not emit',
      files: files(
        "export const compile = ({ emit }: { emit: (event: 'build.done') => void }) => emit('build.done');\n",
      ),
      expect: [{ file: 'play.yaml', line: 12, column: 24 }],
    },
    {
      title: 'a result that cannot be written as JSON',
      files: files('export const compile = async () => 10n ** 20n;\n'),
      expect: [{ file: 'play.yaml', line: 12, column: 24 }],
    },
    {
      title: 'a rollback that wants more than it gets',
      files: files(
        'export const compile = () => {};\nexport const clean = ({ attempt }: { attempt: number }): number => attempt;\n',
        'rollback: build#clean',
      ),
      expect: [{ file: 'play.yaml', line: 14, column: 25 }],
    },
    {
      title: 'what the beat gives is what the handler takes',
      files: files(
        "export const compile = async ({ input, log }: { input: { packages: string[]; mode: 'fast' | 'safe' }; log: { info(text: string): void } }) => {\n  log.info(input.mode);\n  return { count: input.packages.length };\n};\n",
        'with: { packages: [ui, core], mode: fast }',
      ),
      expect: [],
    },
    {
      title: 'a mistake in the code of the handler',
      files: files("export const compile = () => {\n  const count: number = 'three';\n  return { count };\n};\n"),
      expect: [],
    },
  ],
});
