import { create, edit, type Mutation } from './mutation.ts';

const pipeline = 'symphonies/pipelines/build-pipeline.yaml';
const before = '        handler: build#viteHostBuild\n';

const feature = `Feature: The host
  Scenario: The host is bundled
    Given packages that are built
    When the host is bundled
    Then every package is in it
`;
const test = `import { expect, it } from 'vitest';
import { viteHostBuild } from '../handlers/build.ts';
it('bundles the host', async () => {
  const told: string[] = [];
  await viteHostBuild({ log: (text) => told.push(text) });
  expect(told).toEqual(['VITEHOSTBUILD']);
});
`;

const specified = (spec: string, text = feature) => [
  create('symphonies/specs/host.feature', text),
  edit(pipeline, before, `${before}        spec: ${spec}\n`),
];
const tested = (link: string, text = test) => [
  create('symphonies/test/host.test.ts', text),
  edit(pipeline, before, `${before}        test: ${link}\n`),
];
const requiring = (what: string) => [
  create(
    'symphonies/policies/required.yaml',
    `apiVersion: symphonyc/v1\nkind: Policy\nid: required\ntitle: Required\nstatus: active\nowner: build-engineers\nstatement: It is there.\nassert: { over: beat, requires: ${what} }\n`,
  ),
  edit(
    pipeline,
    `      - id: execute-vite-build\n        title: Execute Vite Build\n`,
    `      - id: ⟦execute-vite-build⟧\n        policies: [required]\n        title: Execute Vite Build\n`,
  ),
];

/** Specifications and tests that beats name, and those that they should. */
export const links: readonly Mutation[] = [
  { code: 'BDD_SPEC_MISSING', title: 'a policy that asks for one', plant: requiring('specification') },
  { code: 'ACCEPTANCE_MISSING', title: 'a policy that asks for criteria', plant: requiring('acceptance') },
  {
    code: 'BDD_SPEC_NOT_FOUND',
    title: 'a misspelt file',
    plant: specified('⟦symphonies/specs/hots.feature⟧#The host is bundled'),
  },
  {
    code: 'BDD_SPEC_INVALID',
    title: 'prose among the steps',
    plant: specified('symphonies/specs/host.feature#The host is bundled', `${feature}    ⟦F⟧or it has to be whole\n`),
  },
  {
    code: 'BDD_SCENARIO_NOT_FOUND',
    title: 'a scenario that was renamed',
    plant: specified('symphonies/specs/host.feature#⟦The host is built⟧'),
  },
  {
    code: 'BDD_STEPS_INCOMPLETE',
    title: 'a scenario without an outcome',
    plant: specified(
      '⟦symphonies/specs/host.feature#The host is bundled⟧',
      feature.replace('    Then every package is in it\n', ''),
    ),
  },
  {
    code: 'TEST_LINK_NOT_FOUND',
    title: 'a test that was renamed',
    plant: tested('symphonies/test/host.test.ts#⟦bundles it⟧'),
  },
  {
    code: 'TEST_FILE_UNUSABLE',
    title: 'a bracket too many',
    plant: tested('symphonies/test/host.test.ts#bundles the host', `${test}⟦}⟧\n`),
  },
  {
    code: 'TEST_LINK_VACUOUS',
    title: 'a test that asserts nothing any more',
    plant: tested(
      '⟦symphonies/test/host.test.ts#bundles the host⟧',
      test.replace("  expect(told).toEqual(['VITEHOSTBUILD']);\n", ''),
    ),
  },
];
