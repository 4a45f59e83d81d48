/** A run as plain lines for people, one thing that happened a line. */
import { printable } from '../core/text.ts';
import type { RunEvent } from '../model/events.ts';
import type { Confirmation, Judged, RunResult, StepResult } from '../model/result.ts';
import { durationText } from './durations.ts';

/** The line for what happened, undefined for what needs none. */
export function lineOf(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'symphony':
      return at(event.depth, 0, `${event.plan.title} (${event.plan.id}), played ${event.dynamics}`);
    case 'movement':
      return at(event.depth, 1, event.movement.title);
    case 'step':
      return at(event.depth, 2, `${event.step.title} ...`);
    case 'step-ended': {
      const { step, result, earlier, depth } = event;
      return at(depth, 2, `${step.title}: ${earlier ? `${result.status} (earlier)` : ending(result)}`);
    }
    case 'try':
    case 'movement-ended':
    case 'asked':
      return undefined;
    case 'judged':
      return at(event.depth, 2, judgement(event.judged));
    case 'undone': {
      const { step, status, reason } = event.undone;
      return at(event.depth, 2, status === 'undone' ? `undone: ${step}` : `could not be undone: ${step}: ${reason}`);
    }
    case 'note':
      return at(event.depth, 2, event.message);
    case 'log':
      return at(event.depth, 3, `${event.level}: ${event.message}${fields(event.fields)}`);
    case 'output':
      return undefined;
  }
}

const at = (depth: number, level: number, text: string): string => '  '.repeat(2 * depth + level) + printable(text);

const fields = (values: Readonly<Record<string, unknown>> | undefined): string =>
  values && Object.keys(values).length > 0 ? ` ${JSON.stringify(values)}` : '';

function ending({ status, reason, attempts, durationMs }: StepResult): string {
  const tries = attempts > 1 ? `, try ${attempts}` : '';
  if (status === 'done') return `done (${durationText(durationMs)}${tries})`;
  return `${status}${tries}${reason ? `: ${reason}` : ''}`;
}

function judgement({ type, policy, expression, verdict, reason }: Judged): string {
  const what = [type, policy, expression && `\`${expression}\``].filter((part) => part !== undefined).join(' ');
  return `${what}: ${verdict}${reason ? `: ${reason}` : ''}`;
}

/** `path: question (role decides)`. */
export const questionOf = ({ subject, question, role }: Confirmation): string =>
  `${subject}: ${question}${role === undefined ? '' : ` (${role} decides)`}`;

/** The command that answers, with what has to be given along. */
function approvalCommand(run: string, { kind, subject, role, evidence = [], measures = [] }: Confirmation): string {
  const verdict = kind === 'interrupted' ? ' --redo (or --done, --reject)' : '';
  const given = [
    ...(role === undefined ? [] : [`--role ${role}`]),
    ...measures.map((name) => `--measure ${name}=VALUE`),
    ...evidence.map((id) => `--evidence ${id}=FILE`),
  ];
  return [`symphonyc approve ${run} '${subject}'${verdict}`, ...given].join(' ');
}

/** The last lines: what came of it, and what to do about it. `engine`: the options that a run takes which is kept in a database. */
export function summaryOf(result: RunResult, engine = ''): string[] {
  const name = result.symphony;
  const goOn = `symphonyc run ${name} --resume ${result.run}${engine}`;
  switch (result.status) {
    case 'done':
      return [`${name}: done in ${durationText(result.durationMs)} (run ${result.run})`];
    case 'paused':
      return [`${name}: paused; go on with: ${goOn}`];
    case 'refused':
      return [`${name}: not played`, ...result.refused.map((reason) => `  ${printable(reason)}`)];
    case 'waiting': {
      const asked = result.confirmations.map((one) => printable(`  ${questionOf(one)}`));
      const first = result.confirmations[0]!;
      return [
        `${name}: waiting: ${asked.length === 1 ? 'a confirmation is' : `${asked.length} confirmations are`} needed`,
        ...asked,
        printable(`  decide with: ${approvalCommand(result.run, first)}`),
        `  then go on with: ${goOn}`,
      ];
    }
    case 'failed': {
      const { subject, message, source, at: place } = result.failure!;
      const undone = result.undone.filter((one) => one.status === 'undone').length;
      const stuck = result.undone.filter((one) => one.status === 'failed');
      return [
        printable(`${name}: failed: ${subject}: ${message}`),
        printable(`  defined at ${source.file}:${source.line}:${source.column}${place ? `, thrown at ${place}` : ''}`),
        ...(undone > 0 ? [`  ${undone} undone`] : []),
        ...stuck.map((one) => printable(`  not undone: ${one.step}: ${one.reason}`)),
        `  see it with: symphonyc show ${result.run}; ${stuck.length > 0 ? 'undo the rest' : 'try again'} with: ${goOn}`,
      ];
    }
  }
}
