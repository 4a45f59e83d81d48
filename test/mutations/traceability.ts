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
];
