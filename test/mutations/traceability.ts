import { edit, type Mutation } from './mutation.ts';

const pipeline = 'symphonies/pipelines/build-pipeline.yaml';

/** Events, evidence and lineage. */
export const traceability: readonly Mutation[] = [
  {
    code: 'EVENT_DECLARED_TWICE',
    title: 'one event in two entries',
    plant: [
      edit(
        pipeline,
        '  - build.packages.initialized\n',
        '  - build.packages.initialized\n  - ⟦build.packages.initialized⟧\n',
      ),
    ],
  },
  {
    code: 'EVENT_EMITTED_TWICE',
    title: 'two beats that end the host',
    plant: [
      edit(pipeline, 'emits: [build.host.validated]', 'emits: [build.host.validated, build.host.completed]'),
      edit(pipeline, '        emits: [build.host.completed]', '        emits: [⟦build.host.completed⟧]'),
    ],
  },
  {
    code: 'EVENT_NOT_EMITTED',
    title: 'an event that no beat publishes any more',
    plant: [
      edit(pipeline, '  - build.host.validated\n', '  - ⟦build.host.validated⟧\n'),
      edit(pipeline, 'emits: [build.host.validated]', 'emits: [build.host.built]'),
    ],
  },
  {
    code: 'EVIDENCE_NOT_PRODUCED',
    title: 'a build that archives its logs no more',
    plant: [
      edit(pipeline, '  - build-logs-archived\n', '  - ⟦build-logs-archived⟧\n'),
      edit(pipeline, 'evidence: [build-report, build-log-archive]', 'evidence: [build-report]'),
    ],
  },
  {
    code: 'DOCUMENTATION_STALE',
    title: 'an outline that somebody edited',
    plant: [
      edit('symphonies/README.md', 'symphonyc:begin build-pipeline -->', 'symphonyc:begin ⟦build-pipeline⟧ -->'),
      edit('symphonies/README.md', '| Package Building | 15 |', '| Package Building | 13 |'),
    ],
  },
  {
    code: 'TELEMETRY_NOT_INSTRUMENTED',
    title: 'a command that leaves no trace any more',
    plant: [
      edit(
        'symphonies/policies/build.yaml',
        'that: size(beat.emits) > 0 && beat.timeout_ms > 0',
        'requires: telemetry',
      ),
      edit(pipeline, '      - id: run-lint-checks\n', '      - id: ⟦run-lint-checks⟧\n'),
      edit(pipeline, '        emits: [build.verification.lint.passed]\n', ''),
    ],
    follows: ['EVENT_NOT_EMITTED'],
  },
  {
    code: 'EVENT_NAME_INVALID',
    title: 'an event without its namespace',
    plant: [
      edit(pipeline, '  - build.report.generated\n', '  - ⟦generated⟧\n'),
      edit(pipeline, 'build.report.generated, build.completed]', 'generated, build.completed]'),
    ],
  },
  {
    code: 'CORRELATION_MISSING',
    title: 'a symphony that is played by a command',
    plant: [
      edit(
        pipeline,
        'run: [biome, check, --error-on-warnings, samples/renderx]',
        'run: [npm, exec, symphonyc, run, ⟦symphonia-conformity-alignment-pipeline⟧]',
      ),
    ],
  },
  {
    code: 'LINEAGE_GAP',
    title: 'a misspelt artifact',
    plant: [
      edit(
        pipeline,
        'consumes: [host-bundle]\n        idempotent: true\n        timeout: 2s',
        'consumes: [⟦host-bundel⟧]\n        idempotent: true\n        timeout: 2s',
      ),
    ],
  },
];
