import { create, edit, type Mutation, remove } from './mutation.ts';

const buildDomain = 'symphonies/domains/build.yaml';
const delivery = 'symphonies/domains/delivery.yaml';
const pipeline = 'symphonies/pipelines/build-pipeline.yaml';
const conformity = 'symphonies/pipelines/symphonia-conformity-alignment-pipeline.yaml';
const report = 'symphonies/pipelines/symphony-report-pipeline.yaml';

const extraDomain = (id: string, more: string): string =>
  `apiVersion: symphonyc/v1\nkind: Domain\nid: ${id}\ntitle: More\nstatus: active\n${more}\n`;

/** Domains, symphonies and their structure. */
export const orchestration: readonly Mutation[] = [
  {
    code: 'SCHEMA_VIOLATION',
    title: 'a value that is no status',
    plant: [edit(buildDomain, 'status: active', 'status: ⟦done⟧')],
  },
  {
    code: 'UNKNOWN_FIELD',
    title: 'a misspelt field',
    plant: [
      edit(
        pipeline,
        'purpose: Make sure that the system is fit to be built.',
        '⟦purpos⟧: Make sure that the system is fit to be built.',
      ),
    ],
  },
  {
    code: 'DUPLICATE_KEY',
    title: 'a field that is written twice',
    plant: [edit(buildDomain, 'owner: build-engineers\n', 'owner: build-engineers\n⟦owner⟧: others\n')],
  },
  {
    code: 'DUPLICATE_ID',
    title: 'a domain with the id of another',
    plant: [create('symphonies/domains/delivery-2.yaml', extraDomain('⟦delivery⟧', 'owner: a\nnamespace: more'))],
  },
  {
    code: 'ID_FILE_MISMATCH',
    title: 'a document that is not called as its file',
    plant: [
      remove('symphonies/domains/reporting.yaml'),
      create(
        'symphonies/domains/reports.yaml',
        extraDomain(
          '⟦reporting⟧',
          'owner: leadership\nnamespace: report\ndependsOn: [build, conformity, delivery]\nsymphonies: [symphony-report-pipeline]',
        ),
      ),
    ],
  },
  {
    code: 'API_VERSION_UNSUPPORTED',
    title: 'another version of the language',
    plant: [edit(buildDomain, 'apiVersion: symphonyc/v1', 'apiVersion: ⟦symphonyc/v2⟧')],
  },
  {
    code: 'DOMAIN_NOT_FOUND',
    title: 'a misspelt domain',
    plant: [edit(delivery, 'dependsOn: [build]', 'dependsOn: [⟦biuld⟧]')],
  },
  {
    code: 'ORPHANED_DOMAIN_REFERENCE',
    title: 'a registered symphony that is gone',
    plant: [edit(buildDomain, 'symphonies: [build-pipeline]', 'symphonies: [build-pipeline, ⟦old-pipeline⟧]')],
  },
  {
    code: 'DOMAIN_UNUSED',
    title: 'a domain that nothing belongs to',
    plant: [create('symphonies/domains/empty.yaml', extraDomain('⟦empty⟧', 'owner: nobody\nnamespace: empty'))],
  },
  {
    code: 'DOMAIN_NAMESPACE_CONFLICT',
    title: 'two domains with one namespace',
    plant: [edit(delivery, 'namespace: delivery', 'namespace: ⟦build⟧')],
  },
  {
    code: 'DOMAIN_BOUNDARY_CROSSED',
    title: 'a delivery whose domain no longer depends on the build',
    plant: [
      edit(delivery, 'dependsOn: [build]\n', ''),
      edit(
        'symphonies/pipelines/safe-continuous-delivery-pipeline.yaml',
        'perform: build-pipeline',
        'perform: ⟦build-pipeline⟧',
      ),
    ],
  },
  {
    code: 'EVENT_ORDER_VIOLATED',
    title: 'an event that comes after the beat that waits for it',
    plant: [
      edit(
        'symphonies/pipelines/build-pipeline.yaml',
        'awaits: [build.packages.completed]',
        'awaits: [build.packages.completed, ⟦build.host.built⟧]',
      ),
    ],
  },
  {
    code: 'DOMAIN_OWNER_MISSING',
    title: 'a domain without an owner',
    plant: [edit(buildDomain, 'id: build\n', 'id: ⟦build⟧\n'), edit(buildDomain, 'owner: build-engineers\n', '')],
  },
  {
    code: 'CIRCULAR_DEPENDENCY',
    title: 'two domains that depend on each other',
    plant: [edit(buildDomain, 'namespace: build\n', 'namespace: build\ndependsOn: [⟦delivery⟧]\n')],
  },
  {
    code: 'BEAT_COUNT_MISMATCH',
    title: 'the count of the guide',
    plant: [edit(pipeline, 'claims: { movements: 6 }', 'claims: { movements: 6, beats: ⟦34⟧ }')],
  },
  {
    code: 'MOVEMENT_EMPTY',
    title: 'a movement without beats',
    plant: [
      edit(
        pipeline,
        '  - id: packages\n    title: Package Building',
        '  - id: ⟦pause⟧\n    title: Pause\n  - id: packages\n    title: Package Building',
      ),
      edit(pipeline, 'claims: { movements: 6 }', 'claims: { movements: 7 }'),
    ],
    follows: ['DOCUMENTATION_STALE', 'POLICY_VIOLATED'],
  },
  {
    code: 'MOVEMENT_NOT_FOUND',
    title: 'a script for a movement that does not exist',
    plant: [
      edit(
        pipeline,
        'build:symphony:validate: { movement: validation,',
        'build:symphony:validate: { movement: ⟦validatoin⟧,',
      ),
    ],
  },
  {
    code: 'BEAT_DUPLICATE',
    title: 'two beats with one id',
    plant: [
      edit(
        pipeline,
        '      - id: generate-manifests\n        title: Generate',
        '      - id: ⟦generate-manifests⟧\n        title: Generate',
      ),
      edit(pipeline, '- id: sync-json-sources', '- id: generate-manifests'),
    ],
  },
  {
    code: 'BEAT_UNREACHABLE',
    title: 'a beat above all levels that the symphony describes',
    plant: [
      edit(
        pipeline,
        '  ff: Fortissimo, the build in CI. Beside what f does, all artifacts are archived under the correlation id.\n',
        '',
      ),
      edit(
        pipeline,
        '        handler: build#validateArtifactSignatures\n',
        '        handler: build#validateArtifactSignatures\n        from: ⟦ff⟧\n',
      ),
      edit(pipeline, 'build:symphony:telemetry:ff: { dynamics: ff,', 'build:symphony:telemetry:ff: { dynamics: f,'),
    ],
  },
  {
    code: 'NEED_NOT_FOUND',
    title: 'a misspelt need',
    plant: [
      edit(
        pipeline,
        '        handler: build#syncJsonSources\n',
        '        handler: build#syncJsonSources\n        needs: [⟦regenerate-orchestration-domain⟧]\n',
      ),
    ],
  },
  {
    code: 'NEED_CROSSES_MOVEMENT_BACKWARDS',
    title: 'a need of a later movement',
    plant: [
      edit(
        pipeline,
        '        handler: build#syncJsonSources\n',
        '        handler: build#syncJsonSources\n        needs: [⟦prepare-host-build⟧]\n',
      ),
    ],
  },
  {
    code: 'SYMPHONY_NOT_FOUND',
    title: 'a misspelt symphony',
    plant: [edit(report, '{ symphony: build-pipeline,', '{ symphony: ⟦biuld-pipeline⟧,')],
  },
  {
    code: 'INVALID_EVENT_REFERENCE',
    title: 'a misspelt event',
    plant: [edit(pipeline, 'awaits: [build.host.completed]', 'awaits: [⟦build.host.complete⟧]')],
    follows: ['POLICY_VIOLATED'],
  },
  {
    code: 'TIMING_CONSTRAINT_VIOLATED',
    title: 'a timeout above the budget of its movement',
    plant: [
      edit(
        pipeline,
        '    purpose: Describe the whole system in catalogs that the rest of the build can rely on.\n    budget: 5s',
        '    purpose: Describe the whole system in catalogs that the rest of the build can rely on.\n    budget: ⟦4s⟧',
      ),
    ],
  },
  {
    code: 'TIMEOUT_MISSING',
    title: 'a beat without a timeout',
    plant: [
      edit(pipeline, '- id: execute-vite-build', '- id: ⟦execute-vite-build⟧'),
      edit(pipeline, '        timeout: 15s\n', ''),
    ],
    follows: ['POLICY_VIOLATED'],
  },
  {
    code: 'KEY_INVALID',
    title: 'a key that is none',
    plant: [edit(pipeline, 'key: C Major', 'key: ⟦H Major⟧')],
  },
  {
    code: 'TEMPO_INVALID',
    title: 'a tempo that nobody can play',
    plant: [edit(pipeline, 'tempo: 120', 'tempo: ⟦400⟧')],
  },
  {
    code: 'DYNAMICS_INVALID',
    title: 'a level that does not exist',
    plant: [edit(pipeline, 'dynamics: mf\nlevels', 'dynamics: ⟦mff⟧\nlevels')],
    follows: ['DOCUMENTATION_STALE'],
  },
  {
    code: 'CONCURRENCY_OVERSUBSCRIBED',
    title: 'three beats at once with the capacity for two',
    plant: [
      edit(pipeline, '\ncapacity: 4\n', '\ncapacity: 2\n'),
      edit(pipeline, '  - id: validation\n', '  - id: ⟦validation⟧\n'),
      edit(pipeline, '  - id: packages\n', '  - id: ⟦packages⟧\n'),
      edit(pipeline, '  - id: verification\n', '  - id: ⟦verification⟧\n'),
    ],
  },
  {
    code: 'DEPRECATED_REFERENCE',
    title: 'a deprecated symphony that another one follows',
    plant: [
      edit(conformity, 'status: active', 'status: deprecated'),
      edit(
        report,
        '{ symphony: symphonia-conformity-alignment-pipeline,',
        '{ symphony: ⟦symphonia-conformity-alignment-pipeline⟧,',
      ),
    ],
  },
  {
    code: 'INPUT_DEFAULT_INVALID',
    title: 'a default of another type',
    plant: [edit(pipeline, '\ncapacity: 4\n', '\ncapacity: 4\ninputs: { clean: { type: bool, default: ⟦maybe⟧ } }\n')],
  },
  {
    code: 'PLACEHOLDER_UNKNOWN',
    title: 'a misspelt placeholder',
    plant: [
      edit(
        pipeline,
        '- id: build-base-packages\n        title: Build {package}',
        '- id: build-base-packages\n        title: Build ⟦{pakage}⟧',
      ),
    ],
  },
  {
    code: 'SCRIPT_CONFLICT',
    title: 'one name for the scripts of two symphonies',
    plant: [
      edit(pipeline, '  build:symphony:validate: { movement', '  pipeline:delivery:execute: { movement'),
      edit(
        'symphonies/pipelines/safe-continuous-delivery-pipeline.yaml',
        '  pipeline:delivery:execute:',
        '  ⟦pipeline:delivery:execute⟧:',
      ),
    ],
  },
];
