import { create, edit, type Mutation } from './mutation.ts';

const workspace = 'symphony.yaml';
const build = 'symphonies/domains/build.yaml';

/** What reading a file finds; until all can be read, little else is judged. */
export const input: readonly Mutation[] = [
  {
    code: 'YAML_SYNTAX',
    title: 'a bracket that is never closed',
    plant: [edit(build, 'stakeholders: [Build Engineers, Software Developers]', 'stakeholders: ⟦[⟧Build Engineers')],
  },
  {
    code: 'ENCODING_INVALID',
    title: 'a control character',
    plant: [edit(build, 'title: Build\n', 'title: Build⟦\u0001⟧\n')],
  },
  {
    code: 'INPUT_LIMIT',
    title: 'lists that nest too deep',
    plant: [edit(build, 'namespace: build', `namespace: ${'['.repeat(64)}⟦[⟧${'['.repeat(100)}${']'.repeat(165)}`)],
  },
  {
    code: 'KIND_UNKNOWN',
    title: 'a misspelt kind',
    plant: [edit(build, 'kind: Domain', 'kind: ⟦Domian⟧')],
  },
  {
    code: 'SOURCE_UNMATCHED',
    title: 'a pattern that matches nothing',
    plant: [
      edit(
        workspace,
        '  - symphonies/pipelines/*.yaml',
        '  - symphonies/pipelines/*.yaml\n  - ⟦symphonies/extra/*.yaml⟧',
      ),
    ],
  },
  {
    code: 'SEVERITY_WEAKENED',
    title: 'a severity below the default',
    plant: [edit(workspace, 'tools: [git, npm]', 'tools: [git, npm]\nseverities: { BEAT_DUPLICATE: ⟦minor⟧ }')],
  },
  {
    code: 'TARGET_UNKNOWN',
    title: 'a misspelt target',
    plant: [edit(workspace, 'tools: [git, npm]', 'tools: [git, npm]\ntargets: [plan, ⟦siet⟧]')],
  },
  {
    code: 'BASELINE_INVALID',
    title: 'a baseline that was cut off',
    plant: [create('symphonyc.baseline.json', '⟦⟧{ "version": 1, "violations": [\n')],
  },
];
