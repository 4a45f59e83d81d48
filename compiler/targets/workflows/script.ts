/** What jobs run. Words are bare names or come through base64, so no text of a document is ever read as shell. */
import { printableLiteral } from '../../../runtime/core/text.ts';
import type { Plan } from '../../generated/types/plan.ts';
import { evidenceVariable, inputVariable, measureVariable, word } from './names.ts';
import type { Approval, Part } from './parts.ts';

/** The input for the level of dynamics. No input of a symphony has a hyphen. */
export const levelInput = 'play-at';

/** What a run gave back in the job before. */
const result = '.symphony/workflow.json';

/** The files of a job that are kept when it is over, however it ends. */
export const journals: readonly string[] = ['.symphony/runs/', result];

/** Installs what the workspace locks, builds its plans, and stops when the workflow is not what they compile to. */
export function compileScript(target: string, file: string): string {
  return [
    'if [ -f package-lock.json ]; then npm ci; fi',
    `$SYMPHONYC build --targets plan,report,${target}`,
    `if ! grep -qs "$WORKFLOW_DIGEST" out/${file}; then`,
    `  echo "This workflow is not what the symphony compiles to any more. Copy out/${file} anew." >&2`,
    '  exit 1',
    'fi',
    '',
  ].join('\n');
}

/**
 * Starts the run or goes on with it. SYMPHONYC, DYNAMICS, CORRELATION_ID and the inputs come from the environment; an input
 * that is empty is left to the plan. With `restarts`, the first part may be tried again where it left its journal.
 */
export function playScript(plan: Plan, part: Part, { first, restarts }: { first: boolean; restarts: boolean }): string {
  const start = [
    'set -- "$@" --dynamics "$DYNAMICS" --correlation-id "$CORRELATION_ID"',
    ...Object.keys(plan.inputs).map((name) => {
      const variable = inputVariable(name);
      return `[ -z "$${variable}" ] || set -- "$@" --input "${name}=$${variable}"`;
    }),
  ];
  const goOn = 'set -- "$@" --resume last';
  const until = part.until === undefined ? '' : ` --until ${word(part.until.id)}`;
  return [
    `set -- run ${word(plan.id)}${until} --alone --format json`,
    ...(!first
      ? [goOn]
      : restarts
        ? ['if [ -d .symphony/runs ]; then', `  ${goOn}`, 'else', ...start.map((line) => `  ${line}`), 'fi']
        : start),
    ...(part.stops.length > 0 ? stopping(part) : ['mkdir -p .symphony', `$SYMPHONYC "$@" > ${result}`]),
    '',
  ].join('\n');
}

/** Exit code 4 says that somebody has to decide. That is no failure where the engine asks for the decision. */
const stopping = ({ stops }: Part): string[] => [
  'mkdir -p .symphony',
  'status=0',
  `$SYMPHONYC "$@" > ${result} || status=$?`,
  ...stops.flatMap(({ part, approval }) => [
    `if [ "$status" = 4 ] && ${waitsFor(approval)}; then`,
    `  status=0 waits=${part}`,
    'fi',
  ]),
  'if [ "$status" != 0 ]; then exit "$status"; fi',
];

/** Whether the run waits for an approval, by what it gave back last. */
const waitsFor = ({ subject }: Approval): string =>
  `grep -qsF ${word(`"subject": ${printableLiteral(JSON.stringify(subject))}`)} ${result}`;

/** Writes into the journal who has approved. APPROVER, what the approval comes with, and COMMENT are variables. */
export const approveScript = (approval: Approval): string =>
  [
    `if ${waitsFor(approval)}; then`,
    `  set -- approve last ${word(approval.subject)} --by "$APPROVER" --role ${word(approval.role)}`,
    '  [ -z "${COMMENT:-}" ] || set -- "$@" --comment "$COMMENT"',
    ...approval.measures.map((name) => `  set -- "$@" --measure "${name}=$${measureVariable(name)}"`),
    ...approval.evidence.flatMap((name) => [
      '  file=$(mktemp)',
      `  printf %s "$${evidenceVariable(name)}" > "$file"`,
      `  set -- "$@" --evidence "${name}=$file"`,
    ]),
    '  $SYMPHONYC "$@"',
    'fi',
    '',
  ].join('\n');
