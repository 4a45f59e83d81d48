/**
 * A workflow template. Format: argo-workflows.readthedocs.io/en/latest/fields. Parameters reach the shell as variables of
 * the environment: in a script, Argo would put their text where it is read as shell.
 */
import type { Plan } from '../../generated/types/plan.ts';
import { minutesOf } from '../workflows/limits.ts';
import { inputVariable, isPlain, shown } from '../workflows/names.ts';
import type { Part } from '../workflows/parts.ts';
import { approveScript, compileScript, journals, levelInput, playScript } from '../workflows/script.ts';
import { compile, entry, givenWith, questionTemplate, tasksOf } from './tasks.ts';

interface Source {
  readonly path: string;
  readonly digest: string;
}

const folder = '/work/source';

export const templateOf = (plan: Plan, parts: readonly Part[], source: Source): object => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'WorkflowTemplate',
  metadata: { name: plan.id, labels: labelsOf(plan) },
  spec: {
    entrypoint: entry,
    arguments: { parameters: parametersOf(plan) },
    securityContext: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
    volumeClaimTemplates: [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'workspace' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
      },
    ],
    volumeClaimGC: { strategy: 'OnWorkflowCompletion' },
    templates: [
      { name: entry, dag: { tasks: tasksOf(parts) } },
      compileTemplate(plan, source),
      ...parts.flatMap((part, i) => [
        ...(part.approval ? [questionTemplate(part.id, part.approval)] : []),
        partTemplate(plan, part, i === 0, source),
      ]),
    ],
  },
});

const labelsOf = ({ key: { environment } }: Plan): object => ({
  'app.kubernetes.io/managed-by': 'symphonyc',
  ...(environment === null ? {} : { environment }),
});

/** Inputs are texts here; what they mean is checked before the first beat. */
const parametersOf = ({ dynamics, inputs }: Plan): object[] => [
  { name: 'repository' },
  { name: 'revision' },
  { name: 'image', value: 'node:22' },
  { name: 'symphonyc', value: 'npx --no symphonyc' },
  { name: levelInput, value: dynamics, enum: ['p', 'mf', 'f', 'ff'] },
  ...Object.entries(inputs).map(([name, { description, default: usual }]) => ({
    name: `input-${name}`,
    ...(description === undefined ? {} : { description: shown(description) }),
    ...(usual === undefined ? {} : { value: isPlain(usual) ? String(usual) : '' }),
  })),
];

const variable = (name: string, parameter: string): object => ({ name, value: `{{workflow.parameters.${parameter}}}` });

const script = (plan: Plan, { digest }: Source, source: string, more: readonly object[] = []): object => ({
  name: 'main',
  image: '{{workflow.parameters.image}}',
  workingDir: folder,
  command: ['bash', '-eo', 'pipefail'],
  env: [
    variable('SYMPHONYC', 'symphonyc'),
    { name: 'WORKFLOW_DIGEST', value: digest },
    { name: 'CORRELATION_ID', value: 'argo-{{workflow.uid}}' },
    variable('DYNAMICS', levelInput),
    ...Object.keys(plan.inputs).map((name) => variable(inputVariable(name), `input-${name}`)),
    ...more,
    {
      name: 'ORCHESTRA_KILL',
      valueFrom: { configMapKeyRef: { name: 'symphony', key: 'ORCHESTRA_KILL', optional: true } },
    },
  ],
  volumeMounts: [{ name: 'workspace', mountPath: '/work' }],
  source,
});

const compileTemplate = (plan: Plan, source: Source): object => ({
  name: compile,
  activeDeadlineSeconds: 1800,
  inputs: {
    artifacts: [
      {
        name: 'source',
        path: folder,
        git: { repo: '{{workflow.parameters.repository}}', revision: '{{workflow.parameters.revision}}' },
      },
    ],
  },
  script: script(plan, source, compileScript('argo-workflows', source.path)),
});

function partTemplate(plan: Plan, part: Part, first: boolean, source: Source): object {
  const minutes = minutesOf(plan, part);
  const given = part.approval ? givenWith(part.approval) : [];
  const text = [
    ...(part.approval ? [approveScript(part.approval)] : []),
    ...(part.plays ? [forgetLock, playScript(plan, part, { first, restarts: true })] : []),
  ].join('');
  const env = given.map(({ parameter, variable }) => ({ name: variable, value: `{{inputs.parameters.${parameter}}}` }));
  return {
    name: part.id,
    ...(part.approval ? { inputs: { parameters: given.map(({ parameter }) => ({ name: parameter })) } } : {}),
    ...(minutes === undefined ? {} : { activeDeadlineSeconds: minutes * 60 }),
    // Only for a machine that was lost: the run goes on where its journal on the volume ends.
    retryStrategy: { limit: 2, retryPolicy: 'OnError' },
    script: script(plan, source, text, env),
    outputs: {
      artifacts: journals.map((path) => ({
        name: path.replace(/^\.symphony\/|\/$|\.json$/g, ''),
        path: `${folder}/${path.replace(/\/$/, '')}`,
        optional: true,
      })),
    },
  };
}

/** A pod that was lost leaves its lock. No other is at work: the tasks come one after the other. */
const forgetLock = 'rm -f .symphony/runs/*/lock\n';
