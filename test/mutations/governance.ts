import { create, edit, type Mutation } from './mutation.ts';

const pipeline = 'symphonies/pipelines/build-pipeline.yaml';
const domain = 'symphonies/domains/build.yaml';
const policies = 'symphonies/policies/build.yaml';
const metrics = 'symphonies/metrics/build.yaml';

/** Policies, metrics and the expressions over them. */
export const governance: readonly Mutation[] = [
  {
    code: 'APPROVER_MISSING',
    title: 'a role whose people were called otherwise',
    plant: [
      edit('symphony.yaml', '  solution-architect: [', '  solution-architects: ['),
      edit(
        'symphonies/pipelines/safe-continuous-delivery-pipeline.yaml',
        'by: solution-architect',
        'by: ⟦solution-architect⟧',
      ),
    ],
  },
  {
    code: 'COMPLETION_MISSING',
    title: 'a symphony without criteria',
    plant: [
      edit(pipeline, 'id: build-pipeline\n', 'id: ⟦build-pipeline⟧\n'),
      edit(pipeline, 'completion:\n  - build_success_rate >= 0.98\n  - build_duration <= 120.0\n', ''),
    ],
  },
  {
    code: 'EXPRESSION_INVALID',
    title: 'a misspelt metric',
    plant: [edit(pipeline, '- build_success_rate >= 0.98', '- ⟦build_succes_rate⟧ >= 0.98')],
  },
  {
    code: 'EXPRESSION_CONSTANT',
    title: 'a gate that the wrong sign keeps open',
    plant: [edit(policies, 'that: artifact_validation_rate == 1.0', 'that: ⟦artifact_validation_rate <= 1.0⟧')],
  },
  {
    code: 'GOAL_IMPOSSIBLE',
    title: 'a ratio of more than one',
    plant: [edit(metrics, 'goal: { atLeast: 0.98 }', 'goal: { atLeast: ⟦98⟧ }')],
  },
  {
    code: 'METRIC_UNIT_MISMATCH',
    title: 'a percentage for a ratio',
    plant: [edit(pipeline, '- build_success_rate >= 0.98', '- build_success_rate >= ⟦98⟧')],
  },
  {
    code: 'MISSING_DATA_PASSES',
    title: 'a gate that two durations of zero satisfy',
    plant: [
      edit(
        policies,
        'that: build_duration <= build_duration_baseline * 1.2 + 10.0',
        'that: ⟦build_duration / build_duration_baseline != 2.0⟧',
      ),
    ],
  },
  {
    code: 'METRIC_NOT_FOUND',
    title: 'a misspelt metric',
    plant: [edit(pipeline, 'measures: [orchestration_violations]', 'measures: [⟦orchestration_violation⟧]')],
  },
  {
    code: 'METRIC_NOT_TRACKED',
    title: 'a metric that no beat measures any more',
    plant: [
      edit(pipeline, '        measures: [build_capacity]\n', ''),
      edit(metrics, 'id: build_capacity', 'id: ⟦build_capacity⟧'),
    ],
  },
  {
    code: 'METRIC_NOT_MEASURED_HERE',
    title: 'a criterion over a metric that another symphony measures',
    plant: [edit(pipeline, '- build_duration <= 120.0', '- build_duration <= 120.0\n  - ⟦handler_coverage >= 0.5⟧')],
  },
  {
    code: 'POLICY_NOT_FOUND',
    title: 'a misspelt policy',
    plant: [edit(pipeline, '  - failed-beats-roll-back', '  - ⟦failed-beats-rollback⟧')],
  },
  {
    code: 'POLICY_NOT_REFERENCED',
    title: 'a policy that nothing applies any more',
    plant: [
      edit(pipeline, '  - failed-beats-roll-back\n', ''),
      edit(policies, 'id: failed-beats-roll-back', 'id: ⟦failed-beats-roll-back⟧'),
    ],
  },
  {
    code: 'POLICY_UNENFORCED',
    title: 'a policy of prose only',
    plant: [
      edit(
        policies,
        'statement: The logs of every build lie in the archive under the correlation id of their run.',
        'statement: ⟦The logs are archived.⟧',
      ),
      edit(policies, 'attest:\n  evidence: build-log-archive\n', ''),
    ],
  },
  {
    code: 'POLICY_VIOLATED',
    title: 'a symphony that leaves what a failed beat did',
    plant: [
      edit(pipeline, '\nid: build-pipeline\n', '\nid: ⟦build-pipeline⟧\n'),
      edit(pipeline, 'on: [beat-failed, handler-timeout,', 'on: [handler-timeout,'),
    ],
  },
  {
    code: 'WAIVER_EXPIRED',
    title: 'a waiver of last year',
    plant: [
      edit(
        domain,
        'owner: build-engineers',
        'owner: build-engineers ⟦# symphonyc-waive DOMAIN_OWNER_MISSING until 2025-12-31 by build-engineers: We reorganise.⟧',
      ),
    ],
  },
  {
    code: 'WAIVER_INCOMPLETE',
    title: 'a waiver without an owner, in the file of waivers',
    plant: [
      create(
        'symphonyc.waivers.yaml',
        'apiVersion: symphonyc/v1\nkind: Waivers\nwaivers:\n  - ⟦code: DOMAIN_UNUSED⟧\n    file: symphonies/**\n    reason: They come.\n    until: 2026-12-31\n',
      ),
    ],
  },
  {
    code: 'WAIVER_UNUSED',
    title: 'a waiver of what was repaired',
    plant: [
      edit(
        domain,
        'owner: build-engineers',
        '⟦# symphonyc-waive DOMAIN_OWNER_MISSING until 2026-12-31 by build-engineers: We reorganise.⟧\nowner: build-engineers',
      ),
    ],
  },
];
