/** A decision given from outside a run: found in its journal, checked, and recorded there. */
import { userInfo } from 'node:os';
import type { Plan } from '../generated/plan.ts';
import type { OpenedJournal } from '../journal/open.ts';
import { isGone } from '../journal/recorded.ts';
import type { Decided, Entry } from '../model/records.ts';
import { type Confirmation, placeOfQuestion, questionKey } from '../model/result.ts';
import { UsageError } from '../model/usage-error.ts';
import { obstacle } from './ask.ts';

/** What a run waits for. */
export function openQuestions(entries: readonly Entry[]): Confirmation[] {
  const open = new Map<string, Confirmation>();
  for (const entry of entries) {
    if (entry.type === 'asked') open.set(questionKey(entry), entry);
    else if (entry.type === 'decided') open.delete(questionKey(entry));
    else if (entry.type === 'run-ended' && entry.status === 'done') open.clear();
    for (const [key, question] of open) if (isSettled(question, entry)) open.delete(key);
  }
  return [...open.values()];
}

/** Whether a question has been overtaken by what happened. */
function isSettled({ kind, subject }: Confirmation, entry: Entry): boolean {
  if (entry.type === 'undo-ended')
    return isGone(placeOfQuestion(questionKey({ kind, subject })), entry.path, entry.steps);
  if (entry.type === 'step-started') return kind !== 'approval' && entry.path === subject;
  return entry.type === 'step-ended' && entry.status !== 'waiting' && entry.path === subject;
}

/** The question that a text means: a whole subject, or the end of one, such as the id of the beat. Throws UsageError. */
export function questionFor(run: string, questions: readonly Confirmation[], text: string): Confirmation {
  const means = ({ subject }: Confirmation): boolean => subject === text || subject.endsWith(`/${text}`);
  const found = questions.filter(means);
  if (found.length === 1) return found[0]!;
  const all = questions.map(({ subject }) => `\`${subject}\``).join(', ') || 'nothing';
  if (found.length > 1)
    throw new UsageError(`\`${text}\` means several questions of \`${run}\`: give all of one of ${all}`);
  throw new UsageError(`\`${run}\` does not wait for \`${text}\`; it waits for ${all}`);
}

/** What may be decided about each kind of question. */
const answers: Readonly<Record<Confirmation['kind'], readonly Decided['decision'][]>> = {
  approval: ['approve', 'reject'],
  policy: ['approve', 'reject'],
  effect: ['approve', 'reject'],
  interrupted: ['redo', 'done', 'reject'],
};

/** A plain `approve` is a yes. */
const optionOf = (decision: Decided['decision']): string =>
  decision === 'approve' ? 'a plain yes' : `\`--${decision}\``;

/** More is given by its digest and place. */
const evidenceLimit = 4 * 1024 * 1024;

/** Why a decision would not count; undefined when it would. */
export function decisionProblem(
  run: string,
  plan: Plan,
  confirmation: Confirmation,
  decision: Decided,
): string | undefined {
  const possible = answers[confirmation.kind];
  if (!possible.includes(decision.decision))
    return `this question takes ${possible.map(optionOf).join(', ')}, not ${optionOf(decision.decision)}`;
  const undeclared = [
    ...Object.keys(decision.metrics ?? {}).filter((name) => !confirmation.measures?.includes(name)),
    ...(decision.evidence ?? []).map(({ id }) => id).filter((id) => !confirmation.evidence?.includes(id)),
  ];
  if (undeclared.length > 0) return `the beat declares no ${undeclared.map((name) => `\`${name}\``).join(', ')}`;
  const long = decision.evidence?.find(({ content }) => Buffer.byteLength(content) > evidenceLimit);
  if (long) return `evidence \`${long.id}\` is longer than ${evidenceLimit} bytes; give its digest and place instead`;
  return obstacle(plan, run, confirmation, decision);
}

/** Records a decision that would count in the journal of a run that waits for it, which `open` opens. */
export async function recordDecision(
  open: () => OpenedJournal | Promise<OpenedJournal>,
  decision: Decided,
): Promise<void> {
  const opened = await open();
  try {
    opened.journal.append(decision);
    await opened.journal.flush();
  } finally {
    await opened.release();
  }
}

/** The account that decides, for the record. */
export function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
