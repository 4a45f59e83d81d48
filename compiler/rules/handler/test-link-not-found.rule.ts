import { replacement, suggest } from '../../base/rule-suggest.ts';
import { casesNamed, knownTitles, readTestOf, testLink } from '../../base/test-links.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const test = `import { describe, expect, it } from 'vitest';
describe('the build', () => {
  it('loads the context', () => expect(load()).toBe(3));
  it.each([1, 2])('builds package %i', (n) => expect(build(n)).toBe(n));
});
`;

const files = (link: string): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({
    movements: movements(movement('one', beat('a', 'run: [make]', 'timeout: 5s', `test: ${link}`))),
  }),
  'test/build.test.ts': test,
});

export default documentRule<{ path: string; problem: string }>()({
  code: 'TEST_LINK_NOT_FOUND',
  dimension: 'handler',
  aspect: 'bdd',
  severity: 'major',
  fixable: 'safe',
  draftable: true,
  over: 'beat',
  doc: `A beat names a test that does not exist: the file is not there, or no test in it has the title. It was renamed or never
written, and nothing tests the beat.

Correct the path or the title (the nearest is suggested), or write the test. The title is that of \`it\`, \`test\` or
\`describe\`, alone or behind those of the groups around it, joined with \` > \` or a blank; of \`it.each\` it is the template or
what becomes of it. Titles that only running the file would tell are not judged, nor are files in other languages than
TypeScript and JavaScript. In a draft this is information only.`,
  message: ({ problem }) => problem,
  applies: ({ value }) => value.test !== undefined,
  check: ({ node, bound, report, unknown }) => {
    const link = testLink(node, bound);
    if (!link) return unknown('reported');
    const { path, file, text, cut, name } = link;
    const at = [...node.path, 'test'];
    const inside = (start: number, end: number) => ({
      file: bound.document.source.file,
      range: bound.inside(at, start, end),
    });
    if (!file || (!file.exists && file.unreadable === undefined)) {
      const problem = path === '' ? 'the test names no file before `#`' : `the test file \`${path}\` does not exist`;
      const end = name === undefined ? cut : cut - 1;
      const near = file?.near;
      return report({
        params: { path, problem },
        place: inside(0, end),
        help: near ? `did you mean \`${near}\`?` : 'write the file, or correct its path',
        fix: near === undefined ? undefined : replacement(bound, at, `${near}${text.slice(end)}`),
      });
    }
    const read = readTestOf(link);
    if (!read) return unknown('reported');
    if (name === undefined) return;
    if (read.isForeign) return unknown('unread');
    const named = casesNamed(read, name);
    if (!named.isSure) return unknown('unread');
    if (named.cases.length > 0) return;
    const problem = name === '' ? `no test of \`${path}\` is named after \`#\`` : `\`${path}\` has no test \`${name}\``;
    const near = suggest(bound, { path: at, name }, knownTitles(read), undefined, (one) => text.slice(0, cut) + one);
    report({ params: { path, problem }, place: inside(cut, text.length), ...near });
  },
  examples: [
    {
      title: 'a misspelt file',
      files: files('test/biuld.test.ts#loads the context'),
      expect: [{ file: 'play.yaml', line: 14, column: 15 }],
    },
    {
      title: 'a test with other words',
      files: files('test/build.test.ts#loads a context'),
      expect: [{ file: 'play.yaml', line: 14, column: 34 }],
    },
    {
      title: 'a group that does not hold the test',
      files: files('test/build.test.ts#the report > loads the context'),
      expect: [{ file: 'play.yaml', line: 14, column: 34 }],
    },
    { title: 'a test', files: files('test/build.test.ts#loads the context'), expect: [] },
    { title: 'a test of a group', files: files('test/build.test.ts#the build > loads the context'), expect: [] },
    { title: 'a group', files: files('test/build.test.ts#the build'), expect: [] },
    { title: 'the template of several tests', files: files('test/build.test.ts#builds package %i'), expect: [] },
    { title: 'one of several tests', files: files('test/build.test.ts#the build builds package 2'), expect: [] },
    {
      title: 'a title that only running the file would tell',
      files: {
        ...files('test/build.test.ts#anything'),
        'test/build.test.ts': 'for (const name of names()) it(name, () => expect(run(name)).toBe(0));\n',
      },
      expect: [],
    },
    {
      title: 'a test in another language',
      files: { ...files('test/build_test.py#test_load'), 'test/build_test.py': 'def test_load(): pass\n' },
      expect: [],
    },
  ],
});
