/** A run as plain lines for people, one thing that happened a line. */
import { printable } from '../core/text.ts';
import type { Answers } from '../decisions/answer.ts';
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

/** How a question is answered; `indent` stands before what follows the command. */
export function answerLines(run: string, question: Confirmation, answers: Answers, indent: string): string[] {
  const who = answers.who(question);
  return [
    answers.command(run, question),
    ...(question.kind === 'interrupted' ? [`${indent}or with --done or --reject in place of --redo`] : []),
    ...(who === undefined ? [] : [`${indent}${who}`]),
  ].map(printable);
}

/** What the commands need to know that the last lines propose. */
interface Proposing {
  readonly answers: Answers;
  /** The options that a run takes which is kept in a database. */
  readonly engine?: string;
  /** The movement after which the run was to pause. */
  readonly until?: string;
}

/** The last lines: what came of it, and what to do about it. */
export function summaryOf(result: RunResult, { answers, engine = '', until }: Proposing): string[] {
  const name = result.symphony;
  // One that has paused is past that movement; another is to pause where it would have.
  const pausing = until === undefined || result.status === 'paused' ? '' : ` --until ${until}`;
  const goOn = `symphonyc run ${name} --resume ${result.run}${pausing}${engine}`;
  switch (result.status) {
    case 'done':
      return [`${name}: done in ${durationText(result.durationMs)} (run ${result.run})`];
    case 'paused':
      return [`${name}: paused; go on with: ${goOn}`];
    case 'refused':
      return [`${name}: not played`, ...result.refused.map((reason) => `  ${printable(reason)}`)];
    case 'waiting': {
      const asked = result.confirmations.map((one) => printable(`  ${questionOf(one)}`));
      const [first, ...others] = result.confirmations;
      const [command = '', ...more] = answerLines(result.run, first!, answers, '    ');
      return [
        `${name}: waiting: ${asked.length === 1 ? 'a confirmation is' : `${asked.length} confirmations are`} needed`,
        ...asked,
        `  decide with: ${command}`,
        ...more,
        ...(others.length > 0 ? [`  see how the others are answered with: symphonyc show ${result.run}`] : []),
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
