import { isUsable } from '../../base/handler-target.ts';
import { casesNamed, readTestOf, skippedBy, testLink, testsOf } from '../../base/test-links.ts';
import { plural } from '../../base/text.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BeatNode, BoundDocument, HandlerReference } from '../../model/bound.ts';
import type { Related } from '../../model/diagnostic.ts';
import type { TestCase, TestSummary } from '../../model/linked.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const files = (test: string, link = 'test/build.test.ts#loads'): Record<string, string> => ({
  'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { build: handlers/build.ts }'),
  'handlers/build.ts': 'export const load = async () => ({ packages: 3 });\n',
  'domain.yaml': domain(),
  'play.yaml': symphony({
    movements: movements(movement('one', beat('a', 'handler: build#load', 'timeout: 5s', `test: ${link}`))),
  }),
  'test/build.test.ts': test,
});

const imports = "import { load } from '../handlers/build.ts';\n";
const found = [{ file: 'play.yaml', line: 14, column: 15 }];

interface Problem {
  readonly problem: string;
  readonly help: string;
  readonly related: readonly Related[];
}

function pointer(path: string, { line, column }: Pick<TestCase, 'line' | 'column'>, message: string): Related {
  return { file: path, range: { start: { line, column }, end: { line, column: column + 1 } }, message };
}

/** Why a test finds nothing wrong, as far as its text tells for sure. */
function emptiness(
  one: TestCase,
  file: TestSummary,
): { readonly why: string; readonly help: string; readonly at: TestCase } | undefined {
  const skip = skippedBy(one, file);
  if (skip) {
    const why =
      skip.word === 'no body'
        ? 'has no body'
        : `does not run: \`${skip.word}\` ${skip.by === one ? 'keeps it' : 'keeps the group around it'} from that`;
    return { why, help: 'let it run, or name a test that does', at: skip.by };
  }
  if (one.asserts === 'constants')
    return {
      why: 'compares constants only, which no change of the code makes fail',
      help: 'compare what the handler gives',
      at: one,
    };
  if (one.asserts === 'nothing') {
    const why = 'asserts nothing: neither it nor a function of its file that it calls has an assertion';
    return { why, help: 'compare what the handler gives with what it should give', at: one };
  }
  return undefined;
}

/** All tests that the link means find nothing; one that may find something makes up for the others. */
function hollow(file: TestSummary, name: string | undefined): Problem | undefined {
  const tests = testsOf(file, name);
  const all = tests.map((one) => emptiness(one, file));
  const [first] = all;
  if (tests.length === 0) {
    const isSure = name === undefined ? file.cases.length === 0 && !file.asserts : true;
    const what = name === undefined ? 'the file' : `the group \`${name}\``;
    return isSure ? { problem: `${what} holds no test`, help: 'write one, or name another', related: [] } : undefined;
  }
  if (!first || all.some((one) => one === undefined)) return undefined;
  const title = tests[0]!.template ?? tests[0]!.title.join('…');
  const more =
    tests.length > 1
      ? `; nor does one of the other ${plural(tests.length - 1, 'test')} that are named find anything`
      : '';
  return {
    problem: `the test \`${title}\` ${first.why}${more}`,
    help: first.help,
    related: [pointer(file.path, first.at, 'here')],
  };
}

const handlers = new WeakMap<BoundDocument, ReadonlyMap<BeatNode, HandlerReference>>();

function handlerOf(node: BeatNode, bound: BoundDocument): HandlerReference | undefined {
  const own = () => bound.subjects.handler.filter(({ role }) => role === 'handler');
  const known = handlers.get(bound) ?? new Map(own().map((one) => [one.beat, one]));
  handlers.set(bound, known);
  return known.get(node);
}

/** Certain only where all that the test imports is known, and the handler is written where its module says. */
function untouched(file: TestSummary, node: BeatNode, bound: BoundDocument): Problem | undefined {
  const handler = handlerOf(node, bound);
  const { module, export: target } = handler ?? {};
  if (file.isOpen || !module || !isUsable(module) || !target) return undefined;
  const reached = new Set(file.files);
  const isLocal = target.type === 'function';
  if (isLocal ? reached.has(module.path) : module.files.some(({ path }) => reached.has(path))) return undefined;
  const others = file.files.length - 1;
  const through =
    others === 0
      ? 'it imports no module of the workspace'
      : `neither it nor ${plural(others, 'module')} that it imports reach it`;
  return {
    problem: `the test never touches the handler in \`${module.path}\`: ${through}`,
    help: `import the handler from \`${module.path}\` and call it, or name the test that does`,
    related: [pointer(file.path, { line: 1, column: 1 }, 'the test file'), pointer(module.path, target, 'the handler')],
  };
}

export default documentRule<{ problem: string }>()({
  code: 'TEST_LINK_VACUOUS',
  dimension: 'handler',
  aspect: 'bdd',
  severity: 'major',
  over: 'beat',
  doc: `The test that a beat names tests nothing: it is skipped or has no body, it asserts nothing or compares constants only, or
its file never touches the module of the handler. It passes whatever the handler does.

Let it run, let it compare what the handler gives with what it should give, or name the test that does. This is told only where
the text leaves no doubt: an assertion is what begins with \`expect\`, \`assert\` or \`should\`, what throws, and whatever might be
one; functions of the file are followed, and what the file imports is looked at. Where a group or a whole file is named, one
test that may find something is enough.`,
  message: ({ problem }) => problem,
  applies: ({ value }) => value.test !== undefined,
  check: ({ node, bound, report, unknown }) => {
    const link = testLink(node, bound);
    const file = link && readTestOf(link);
    if (!link || !file) return unknown('reported');
    if (file.isForeign) return unknown('unread');
    const { name } = link;
    const named = name === undefined ? undefined : casesNamed(file, name);
    if (named?.cases.length === 0) return unknown(named.isSure ? 'reported' : 'unread');
    const problem = hollow(file, name) ?? untouched(file, node, bound);
    if (!problem) return;
    const { help, related } = problem;
    report({ params: { problem: problem.problem }, at: [...node.path, 'test'], help, related });
  },
  examples: [
    {
      title: 'a test that is skipped',
      files: files(`${imports}it.skip('loads', async () => expect(await load()).toBe(3));\n`),
      expect: found,
    },
    {
      title: 'a test in a group that is skipped',
      files: files(
        `${imports}describe.skip('it', () => {\n  it('loads', async () => expect(await load()).toBe(3));\n});\n`,
      ),
      expect: found,
    },
    { title: 'a test that is to be written', files: files(`${imports}it.todo('loads');\n`), expect: found },
    {
      title: 'a test that asserts nothing',
      files: files(`${imports}it('loads', async () => {\n  await load();\n});\n`),
      expect: found,
    },
    {
      title: 'a test that compares constants',
      files: files(`${imports}it('loads', async () => {\n  await load();\n  expect(true).toBe(true);\n});\n`),
      expect: found,
    },
    {
      title: 'a test that never touches the handler',
      files: files("import { expect, it } from 'vitest';\nit('loads', () => expect([1].length).toBe(process.argc));\n"),
      expect: found,
    },
    {
      title: 'a whole file without a test',
      files: files(imports, 'test/build.test.ts'),
      expect: found,
    },
    {
      title: 'a test that compares what the handler gives',
      files: files(`${imports}it('loads', async () => expect(await load()).toEqual({ packages: 3 }));\n`),
      expect: [],
    },
    {
      title: 'an assertion in a function of the file, and the handler behind another module',
      files: {
        ...files(
          `import { run } from './help.ts';\nconst same = (a, b) => expect(a).toBe(b);\nit('loads', async () => same(await run(), 3));\n`,
        ),
        'test/help.ts':
          "import { load } from '../handlers/build.ts';\nexport const run = async () => (await load()).packages;\n",
      },
      expect: [],
    },
    {
      title: 'an assertion that may lie in what is imported',
      files: {
        ...files(`${imports}import { holds } from './help.ts';\nit('loads', async () => holds(await load()));\n`),
        'test/help.ts': "import assert from 'node:assert';\nexport const holds = (value) => assert(value);\n",
      },
      expect: [],
    },
  ],
});
