import { linkedFiles, unusable } from '../../base/linked-subjects.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const files = (test: string, link = 'test/build.test.ts#works'): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({
    movements: movements(movement('one', beat('a', 'run: [make]', 'timeout: 5s', `test: ${link}`))),
  }),
  'test/build.test.ts': test,
});

export default workspaceRule<{ path: string; problem: string }>()({
  code: 'TEST_FILE_UNUSABLE',
  dimension: 'handler',
  aspect: 'bdd',
  severity: 'major',
  doc: `A file that beats name for their tests cannot be read or parsed. Whether it holds the tests that are named, and what they
test, cannot be told.

This is reported once, where the syntax breaks or where the file is first named; the beats that name it say nothing about it.
Repair the file.`,
  message: ({ path, problem }) => `the test file \`${path}\` ${problem}`,
  subjects: (index) =>
    linkedFiles(index, 'tests').filter(({ subject }) => {
      const file = index.lookup.testFile(subject);
      return file && (file.exists || file.unreadable !== undefined);
    }),
  check: ({ node, index, report }) => {
    const file = index.lookup.testFile(node.subject)!;
    const found = unusable(file, node.place);
    if (found) report({ ...found, params: { path: file.path, problem: found.problem } });
  },
  examples: [
    {
      title: 'a syntax error',
      files: files("it('works', () => {\n  expect(1).toBe(;\n});\n"),
      expect: [{ file: 'test/build.test.ts', line: 2, column: 18 }],
    },
    {
      title: 'a folder',
      files: files('', 'test'),
      expect: [{ file: 'play.yaml', line: 14, column: 15 }],
    },
    { title: 'a test', files: files("it('works', () => expect(run()).toBe(0));\n"), expect: [] },
  ],
});
