import { featureLink, readFeatureOf, scenarioNames, scenariosOf } from '../../base/feature-links.ts';
import { suggest } from '../../base/rule-suggest.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const feature = `Feature: The build
  Rule: It knows what to build
    Scenario: Load the build context
      Given a workspace
      When the context is loaded
      Then it names every package
`;

const files = (spec: string): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({
    movements: movements(movement('one', beat('a', 'run: [make]', 'timeout: 5s', `spec: ${spec}`))),
  }),
  'specs/build.feature': feature,
});

export default documentRule<{ path: string; name: string }>()({
  code: 'BDD_SCENARIO_NOT_FOUND',
  dimension: 'handler',
  aspect: 'bdd',
  severity: 'major',
  fixable: 'safe',
  draftable: true,
  over: 'beat',
  doc: `A beat names a scenario that its feature file does not have. It was renamed or never written, and the beat has no
specification.

Correct the name (the nearest scenario is suggested), or write the scenario. The name is what stands after \`Scenario:\`, letter
for letter; scenarios of rules are named in the same way. In a draft this is information only.`,
  message: ({ path, name }) =>
    name === '' ? `no scenario of \`${path}\` is named after \`#\`` : `\`${path}\` has no scenario \`${name}\``,
  applies: ({ value }) => value.spec?.includes('#') === true,
  check: ({ node, bound, report, unknown }) => {
    const link = featureLink(node, bound);
    const known = link && readFeatureOf(link);
    if (!link || !known) return unknown('reported');
    const { name = '', path, cut, text } = link;
    if (name !== '' && scenariosOf(known, name).length > 0) return;
    const at = [...node.path, 'spec'];
    const near = suggest(bound, { path: at, name }, scenarioNames(known), undefined, (one) => text.slice(0, cut) + one);
    report({
      params: { path, name },
      place: { file: bound.document.source.file, range: bound.inside(at, cut, text.length) },
      ...near,
    });
  },
  examples: [
    {
      title: 'a scenario with other words',
      files: files('specs/build.feature#Load the build contxt'),
      expect: [{ file: 'play.yaml', line: 14, column: 35 }],
    },
    {
      title: 'no name at all',
      files: files("'specs/build.feature#'"),
      expect: [{ file: 'play.yaml', line: 14, column: 36 }],
    },
    { title: 'a scenario of a rule', files: files('specs/build.feature#Load the build context'), expect: [] },
    {
      title: 'a scenario in another language',
      files: {
        ...files('specs/build.feature#Der Plan wird gelesen'),
        'specs/build.feature':
          '# language: de\nFunktionalität: Der Bau\n  Szenario: Der Plan wird gelesen\n    Angenommen a\n    Wenn b\n    Dann c\n',
      },
      expect: [],
    },
  ],
});
