/**
 * The jobs of a workflow. Format: docs.github.com/actions/reference/workflows-and-actions/workflow-syntax.
 * Values that somebody types reach the shell as variables of the environment, never as `${{ }}` within a script.
 */
import type { Plan } from '../../generated/types/plan.ts';
import { partNote } from '../workflows/header.ts';
import { minutesOf } from '../workflows/limits.ts';
import { evidenceVariable, inputVariable, measureVariable, shown } from '../workflows/names.ts';
import { type Approval, type Part, reachesOut } from '../workflows/parts.ts';
import { approveScript, compileScript, levelInput, playScript } from '../workflows/script.ts';
import type { Note } from '../workflows/yaml.ts';
import { approverScript, checkout, handOn, journal, node, reviewersStep, takeOver } from './steps.ts';
import { startedByWorkflow, triggersOf } from './triggers.ts';

interface Source {
  readonly path: string;
  readonly digest: string;
}

export function workflowOf(plan: Plan, parts: readonly Part[], source: Source): object {
  return {
    name: plan.id,
    on: triggersOf(plan),
    // Reads the sources, and looks up who has to approve; a beat that does more needs a token of its own.
    permissions: { contents: 'read', ...(parts.some(({ approval }) => approval) ? { actions: 'read' } : {}) },
    defaults: { run: { shell: 'bash' } },
    env: {
      SYMPHONYC: "${{ vars.SYMPHONYC || 'npx --no symphonyc' }}",
      WORKFLOW_DIGEST: source.digest,
      CORRELATION_ID: 'github-${{ github.run_id }}',
      ORCHESTRA_KILL: '${{ vars.ORCHESTRA_KILL }}',
      DYNAMICS: `\${{ inputs.${levelInput} || '${plan.dynamics}' }}`,
      ...Object.fromEntries(Object.keys(plan.inputs).map((name) => [inputVariable(name), `\${{ inputs.${name} }}`])),
    },
    jobs: Object.fromEntries(parts.map((part, i) => [part.id, jobOf(plan, parts, i, source)])),
  };
}

function jobOf(plan: Plan, parts: readonly Part[], i: number, source: Source): object {
  const part = parts[i]!;
  const minutes = minutesOf(plan, part);
  const first = i === 0;
  const roles = first ? [...new Set(parts.flatMap(({ approval }) => approval?.role ?? []))] : [];
  const environment = part.approval ? part.approval.role : reachesOut(part.movement) ? plan.key.environment : null;
  return {
    ...(part.approval ? { name: shown(part.approval.question) } : {}),
    ...orderOf(plan, parts, i),
    'runs-on': 'ubuntu-latest',
    ...(minutes === undefined ? {} : { 'timeout-minutes': minutes }),
    ...(environment === null ? {} : { environment }),
    ...(part.stops.length > 0 ? { outputs: { waits: '${{ steps.play.outputs.waits }}' } } : {}),
    steps: [
      ...(first ? [checkout] : takeOver),
      node,
      ...roles.map(reviewersStep),
      ...(first ? [{ name: 'Build the plans', run: compileScript('github-actions', source.path) }] : []),
      ...(part.approval ? [approveStep(part.approval)] : []),
      ...(part.plays ? [{ name: 'Play', id: 'play', run: playing(plan, part, first) }] : []),
      ...(i < parts.length - 1 ? handOn : []),
      journal(part.id),
    ],
  };
}

const playing = (plan: Plan, part: Part, first: boolean): string => {
  const script = playScript(plan, part, { first, restarts: false });
  return part.stops.length > 0 ? `${script}echo "waits=\${waits:-}" >> "$GITHUB_OUTPUT"\n` : script;
};

/** What an approval has to come with is in its comment: figures on lines of their own, and all of it as the evidence. */
const approveStep = (approval: Approval): object => ({
  name: 'Write down who approved',
  env: { GH_TOKEN: '${{ github.token }}', ROLE: approval.role },
  run: [
    approverScript,
    ...approval.measures.map(
      (name) => `${measureVariable(name)}=$(sed -n 's/^${name}=//p' <<< "$COMMENT" | tail -n 1)\n`,
    ),
    ...approval.evidence.map((name) => `${evidenceVariable(name)}=$COMMENT\n`),
    approveScript(approval),
  ].join(''),
});

/**
 * Each job needs the one before it. An approval is left out when the run does not wait for it; what comes after it goes on
 * all the same, provided that the run was started.
 */
function orderOf(plan: Plan, parts: readonly Part[], i: number): object {
  const part = parts[i]!;
  const first = parts[0]!.id;
  if (i === 0) return startedByWorkflow(plan) ? { if: startedByWorkflow(plan) } : {};
  const before = parts[i - 1]!.id;
  if (!parts.some(({ approval }) => approval)) return { needs: [before] };
  const askers = parts.filter(({ stops }) => stops.some((stop) => stop.part === part.id)).map(({ id }) => id);
  const asked = askers.map((id) => `needs.${id}.outputs.waits == '${part.id}'`).join(' || ');
  const goesOn = `!failure() && !cancelled() && needs.${first}.result == 'success'`;
  return {
    needs: [...new Set([first, ...askers, before])],
    if: part.approval ? `${goesOn} && (${asked})` : goesOn,
  };
}

export const notesOf = (parts: readonly Part[]): Note[] =>
  parts.map((part) => ({ path: ['jobs', part.id], text: partNote(part) }));
