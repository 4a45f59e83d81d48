/**
 * The jobs of a pipeline. Format: docs.gitlab.com/ci/yaml. A stage for each part; values that somebody
 * types reach the shell as variables that GitLab does not expand.
 */
import type { Plan } from '../../generated/types/plan.ts';
import { partNote } from '../workflows/header.ts';
import { minutesOf } from '../workflows/limits.ts';
import { inputVariable, isPlain, shown } from '../workflows/names.ts';
import { type Part, reachesOut } from '../workflows/parts.ts';
import { approveScript, compileScript, journals, levelInput, playScript } from '../workflows/script.ts';
import type { Note } from '../workflows/yaml.ts';
import { rulesOf } from './triggers.ts';

interface Source {
  readonly path: string;
  readonly digest: string;
}

const types = { string: 'string', int: 'number', double: 'number', bool: 'boolean' } as const;

/** The inputs, which stand in a document of their own. */
export const headOf = ({ dynamics, inputs }: Plan): object => ({
  spec: {
    inputs: {
      [levelInput]: {
        type: 'string',
        description: 'The level of dynamics.',
        options: ['p', 'mf', 'f', 'ff'],
        default: dynamics,
      },
      ...Object.fromEntries(
        Object.entries(inputs).map(([name, { type, description, default: usual }]) => [
          name,
          {
            type: types[type],
            ...(description === undefined ? {} : { description: shown(description) }),
            ...(usual === undefined ? {} : { default: isPlain(usual) ? usual : '' }),
          },
        ]),
      ),
    },
  },
});

export const pipelineOf = (plan: Plan, parts: readonly Part[], source: Source): object => ({
  workflow: { name: plan.id, rules: rulesOf(plan) },
  stages: parts.map(({ id }) => id),
  default: { image: 'node:22' },
  variables: variablesOf(plan, source),
  ...Object.fromEntries(parts.map((part, i) => [part.id, jobOf(plan, parts, i, source)])),
});

const variablesOf = ({ inputs }: Plan, { digest }: Source): object => ({
  SYMPHONYC: 'npx --no symphonyc',
  WORKFLOW_DIGEST: digest,
  CORRELATION_ID: 'gitlab-$CI_PIPELINE_ID',
  DYNAMICS: typed(levelInput),
  ...Object.fromEntries(Object.keys(inputs).map((name) => [inputVariable(name), typed(name)])),
});

const typed = (input: string): object => ({ value: `$[[ inputs.${input} ]]`, expand: false });

const archive = 'workspace.tgz';

/** An archive, because artifacts forget the repository itself. Made elsewhere: it must not hold itself. */
const pack = `packed=$(mktemp)\ntar -czf "$packed" .\nmv "$packed" ${archive}\n`;
const unpack = `tar -xzf ${archive}\nrm ${archive}\n`;

/** The address that a runner clones from holds the token of its job. */
const forgetToken = 'if [ -d .git ]; then git remote set-url origin "$CI_PROJECT_URL.git"; fi\n';

function jobOf(plan: Plan, parts: readonly Part[], i: number, { path }: Source): object {
  const part = parts[i]!;
  const [first, last] = [i === 0, i === parts.length - 1];
  const minutes = minutesOf(plan, part);
  return {
    stage: part.id,
    // Without rules, a job would be left out for merge requests.
    rules: [part.approval ? { when: 'manual', allow_failure: false } : { when: 'on_success' }],
    ...(part.approval ? { manual_confirmation: shown(part.approval.question) } : {}),
    ...(minutes === undefined ? {} : { timeout: `${minutes} minutes` }),
    ...environmentOf(plan, part),
    dependencies: first ? [] : [parts[i - 1]!.id],
    ...(first ? {} : { variables: { GIT_STRATEGY: 'empty' } }),
    script: [
      ...(first ? [forgetToken, compileScript('gitlab-ci', path)] : [unpack]),
      ...(part.approval ? [`APPROVER=$GITLAB_USER_LOGIN\n${approveScript(part.approval)}`] : []),
      ...(part.plays ? [playScript(plan, part, { first, restarts: false })] : []),
      ...(last ? [] : [pack]),
    ],
    artifacts: {
      when: 'always',
      paths: [...journals, ...(last ? [] : [archive])],
      expire_in: '30 days',
      access: 'developer',
    },
  };
}

/** People approve in the environment of their role, which says who may; it is no place that anything is deployed to. */
function environmentOf({ key: { environment } }: Plan, part: Part): object {
  if (part.approval) return { environment: { name: part.approval.role, action: 'access' } };
  if (environment === null || !reachesOut(part.movement)) return {};
  return { environment: { name: environment }, resource_group: environment };
}

export const notesOf = (parts: readonly Part[]): Note[] =>
  parts.map((part) => ({ path: [part.id], text: partNote(part) }));
