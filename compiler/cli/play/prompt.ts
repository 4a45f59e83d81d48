/** Asking whoever sits at the terminal. */
import type { Confirmation, Decided, LiveView, Prompt } from '../../../runtime/index.ts';
import type { CliContext } from '../define.ts';

type Runtime = typeof import('../../../runtime/index.ts');

type Verdict = Decided['decision'];

const letters: Readonly<Record<Confirmation['kind'], Readonly<Record<string, Verdict>>>> = {
  approval: { y: 'approve', n: 'reject' },
  policy: { y: 'approve', n: 'reject' },
  effect: { y: 'approve', n: 'reject' },
  interrupted: { r: 'redo', d: 'done', n: 'reject' },
};

const choices: Readonly<Record<Confirmation['kind'], string>> = {
  approval: 'y yes, n no, Enter later',
  policy: 'y yes, n no, Enter later',
  effect: 'y yes, n no, Enter later',
  interrupted: 'r play it again, d it is done, n give up, Enter later',
};

/** Asks in the name of `by`, the account when left out. What is no answer means later. */
export function terminalPrompt(
  context: CliContext,
  by: string | undefined,
  { accountName, questionOf }: Runtime,
  view: Pick<LiveView, 'hold' | 'resume'>,
): Prompt | undefined {
  const { askLine } = context;
  if (!askLine) return undefined;
  return async (confirmation, signal) => {
    const { kind, subject, role } = confirmation;
    view.hold();
    const asked = `${questionOf(confirmation)}\n  [${choices[kind]}] `;
    const line = await askLine(asked, signal).finally(view.resume);
    const decision = letters[kind][(line ?? '').trim().toLowerCase()];
    const account = accountName();
    return decision && { type: 'decided', kind, subject, decision, by: by ?? account, account, role };
  };
}
