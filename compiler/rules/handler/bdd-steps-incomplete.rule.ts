import { featureLink, readFeatureOf, scenariosOf } from '../../base/feature-links.ts';
import { list, plural } from '../../base/text.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { Related } from '../../model/diagnostic.ts';
import type { Scenario } from '../../model/linked.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const files = (feature: string, spec = 'specs/build.feature#It works'): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({
    movements: movements(movement('one', beat('a', 'run: [make]', 'timeout: 5s', `spec: ${spec}`))),
  }),
  'specs/build.feature': feature,
});

/** So many scenarios are shown. */
const shown = 8;

/** What a scenario would have to have; undefined when it has it all. */
function problemOf({ lacks, examples }: Scenario): string | undefined {
  const problems = [
    ...(lacks.length > 0 ? [`has no ${list(lacks, 'or')}`] : []),
    ...(examples === 'none' ? ['is an outline without examples'] : []),
    ...(examples === 'empty' ? ['has examples without a row'] : []),
  ];
  return problems.length > 0 ? list(problems) : undefined;
}

function relatedTo(path: string, { line, column, name }: Scenario, problem: string): Related {
  const range = { start: { line, column }, end: { line, column: column + 1 } };
  return { file: path, range, message: `\`${name}\` ${problem}` };
}

export default documentRule<{ path: string; problem: string }>()({
  code: 'BDD_STEPS_INCOMPLETE',
  dimension: 'handler',
  aspect: 'bdd',
  severity: 'major',
  draftable: true,
  over: 'beat',
  doc: `The scenario that specifies a beat lacks a Given, a When or a Then, or it is an outline without a row of examples: it does
not say from what, by what or to what the beat leads, so it specifies nothing that could be checked.

Complete the scenario. The steps of a background count for every scenario behind it; \`And\`, \`But\` and \`*\` take the kind of
the step before them; keywords of all languages of Gherkin are known. Where a beat names a feature as a whole, all its
scenarios are looked at. In a draft this is information only.`,
  message: ({ path, problem }) => `the specification in \`${path}\` is incomplete: ${problem}`,
  applies: ({ value }) => value.spec !== undefined,
  check: ({ node, bound, report, unknown }) => {
    const link = featureLink(node, bound);
    const feature = link && readFeatureOf(link);
    if (!link || !feature) return unknown('reported');
    const { path, name } = link;
    const scenarios = scenariosOf(feature, name);
    if (name !== undefined && scenarios.length === 0) return unknown('reported');
    const incomplete = scenarios.flatMap((one) => {
      const problem = problemOf(one);
      return problem === undefined ? [] : [{ one, problem }];
    });
    const [first] = incomplete;
    if (!first && scenarios.length > 0) return;
    const problem = !first
      ? 'it has no scenario'
      : incomplete.length === 1
        ? `\`${first.one.name}\` ${first.problem}`
        : `${plural(incomplete.length, 'scenario')} of ${scenarios.length} lack something`;
    report({
      params: { path, problem },
      at: [...node.path, 'spec'],
      related: incomplete.slice(0, shown).map((item) => relatedTo(path, item.one, item.problem)),
    });
  },
  examples: [
    {
      title: 'no Then',
      files: files('Feature: A\n  Scenario: It works\n    Given a\n    When b\n    And c\n'),
      expect: [{ file: 'play.yaml', line: 14, column: 15 }],
    },
    {
      title: 'an outline whose examples have no row',
      files: files(
        'Feature: A\n  Scenario Outline: It works\n    Given <a>\n    When b\n    Then c\n    Examples:\n      | a |\n',
      ),
      expect: [{ file: 'play.yaml', line: 14, column: 15 }],
    },
    {
      title: 'a feature without scenarios',
      files: files('Feature: A\n', 'specs/build.feature'),
      expect: [{ file: 'play.yaml', line: 14, column: 15 }],
    },
    {
      title: 'one of two scenarios of a feature',
      files: files(
        'Feature: A\n  Scenario: It works\n    Given a\n    When b\n    Then c\n  Scenario: It fails\n    When b\n    Then c\n',
        'specs/build.feature',
      ),
      expect: [{ file: 'play.yaml', line: 14, column: 15 }],
    },
    {
      title: 'a background says what is given',
      files: files('Feature: A\n  Background:\n    Given a\n  Scenario: It works\n    When b\n    Then c\n    * d\n'),
      expect: [],
    },
    {
      title: 'an outline with examples',
      files: files(
        'Feature: A\n  Scenario Outline: It works\n    Given <a>\n    When b\n    Then c\n    Examples:\n      | a |\n      | 1 |\n',
      ),
      expect: [],
    },
  ],
});
