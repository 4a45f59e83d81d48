import { linkedFiles, unusable } from '../../base/linked-subjects.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const files = (feature: string, spec = 'specs/build.feature#It works'): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({
    movements: movements(
      movement(
        'one',
        beat('a', 'run: [make]', 'timeout: 5s', `spec: ${spec}`),
        beat('b', 'run: [make]', `spec: ${spec}`),
      ),
    ),
  }),
  'specs/build.feature': feature,
});

export default workspaceRule<{ path: string; problem: string }>()({
  code: 'BDD_SPEC_INVALID',
  dimension: 'handler',
  aspect: 'bdd',
  severity: 'major',
  doc: `A feature file that beats name as their specification cannot be read or is no Gherkin: its syntax is broken, it holds no
feature, or it is too large. None of its scenarios can be looked at.

This is reported once, where the parser stopped or where the file is first named; the beats that name it say nothing about it.
Repair the file; \`cucumber\` or an editor with support for Gherkin reads it in the same way. The name of a feature file ends
with \`.feature\`.`,
  message: ({ path, problem }) => `the feature file \`${path}\` ${problem}`,
  subjects: (index) =>
    linkedFiles(index, 'specs').filter(({ subject }) => {
      const feature = index.lookup.feature(subject);
      return feature && (feature.exists || feature.unreadable !== undefined);
    }),
  check: ({ node, index, report }) => {
    const feature = index.lookup.feature(node.subject)!;
    const found = unusable(feature, node.place);
    if (found) report({ ...found, params: { path: feature.path, problem: found.problem } });
  },
  examples: [
    {
      title: 'a line that is no step',
      files: files('Feature: A\n  Scenario: It works\n    Given a\n    It fails\n'),
      expect: [{ file: 'specs/build.feature', line: 4, column: 5 }],
    },
    {
      title: 'a language that does not exist',
      files: files('# language: tlh-x\nFeature: A\n'),
      expect: [{ file: 'specs/build.feature', line: 1, column: 1 }],
    },
    {
      title: 'an empty file',
      files: files(''),
      expect: [{ file: 'play.yaml', line: 14, column: 15 }],
    },
    {
      title: 'a file with another ending',
      files: files('Feature: A\n', 'domain.yaml'),
      expect: [{ file: 'play.yaml', line: 14, column: 15 }],
    },
    { title: 'a feature', files: files('Feature: A\n  Scenario: It works\n    Given a\n'), expect: [] },
  ],
});
