import { featureLink } from '../../base/feature-links.ts';
import { replacement } from '../../base/rule-suggest.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const files = (spec: string, status = 'active'): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({
    status,
    movements: movements(movement('one', beat('a', 'run: [make]', 'timeout: 5s', `spec: ${spec}`))),
  }),
  'specs/build.feature': 'Feature: A\n  Scenario: It works\n    Given a\n    When b\n    Then c\n',
});

export default documentRule<{ path: string }>()({
  code: 'BDD_SPEC_NOT_FOUND',
  dimension: 'handler',
  aspect: 'bdd',
  severity: 'major',
  fixable: 'safe',
  draftable: true,
  over: 'beat',
  doc: `A beat names a feature file as its specification that does not exist. What the beat should do is written nowhere.

Correct the path (the nearest file is suggested), or write the file. Paths start at the folder of \`symphony.yaml\`. A path
that is not portable is PATH_NOT_PORTABLE, a file that cannot be read BDD_SPEC_INVALID. In a draft this is information only.`,
  message: ({ path }) =>
    path === '' ? 'the specification names no feature file before `#`' : `the feature file \`${path}\` does not exist`,
  applies: ({ value }) => value.spec !== undefined,
  check: ({ node, bound, report, unknown }) => {
    const link = featureLink(node, bound);
    if (!link) return unknown('reported');
    const { path, feature, text, cut, name } = link;
    if (feature && (feature.exists || feature.unreadable !== undefined)) return;
    const at = [...node.path, 'spec'];
    const end = name === undefined ? cut : cut - 1;
    const near = feature?.near;
    report({
      params: { path },
      place: { file: bound.document.source.file, range: bound.inside(at, 0, end) },
      help: near ? `did you mean \`${near}\`?` : 'write the file, or correct its path',
      fix: near === undefined ? undefined : replacement(bound, at, `${near}${text.slice(end)}`),
    });
  },
  examples: [
    {
      title: 'a misspelt file',
      files: files('specs/biuld.feature#It works'),
      expect: [{ file: 'play.yaml', line: 14, column: 15 }],
    },
    {
      title: 'no file before the name',
      files: files("'#It works'"),
      expect: [{ file: 'play.yaml', line: 14, column: 16 }],
    },
    { title: 'a feature as a whole', files: files('specs/build.feature'), expect: [] },
    { title: 'a scenario of it', files: files('./specs/build.feature#It works'), expect: [] },
  ],
});
