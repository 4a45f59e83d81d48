/** How a question is answered from the command line: who may do so, and the whole command. */
import type { Plan } from '../generated/plan.ts';
import type { Decided } from '../model/records.ts';
import type { Confirmation } from '../model/result.ts';
import { loadPlan } from '../plan/plans.ts';
import { accountName } from './decide.ts';
import { nobodyMay } from './entitled.ts';

type Person = Plan['approvers'][string][number];

export interface Answers {
  /** The names of those who may answer; undefined when anybody may, or nobody knows because there is no plan. */
  approvers(question: Confirmation): readonly string[] | undefined;
  /** The same in words; undefined when anybody may. */
  who(question: Confirmation): string | undefined;
  /** The command, with a word in capitals for what only whoever answers knows. */
  command(run: string, question: Confirmation, decision?: Decided['decision']): string;
}

/** By the plans in a folder, which say who may decide. `by` is who answers, if they may: the account when left out. */
export function answersIn(plans: string, by?: string): Answers {
  const known = new Map<string, Plan['approvers'] | undefined>();
  const peopleOf = ({ symphony, role }: Confirmation): readonly Person[] | undefined => {
    if (role === undefined) return undefined;
    if (!known.has(symphony)) {
      const loaded = loadPlan(plans, symphony);
      known.set(symphony, 'error' in loaded ? undefined : loaded.plan.approvers);
    }
    const approvers = known.get(symphony);
    return approvers && (Object.hasOwn(approvers, role) ? approvers[role]! : []);
  };
  const approvers: Answers['approvers'] = (question) => peopleOf(question)?.map(({ name }) => name);
  return {
    approvers,
    who: (question) => {
      const { role } = question;
      const names = approvers(question);
      if (role === undefined) return undefined;
      if (!names) return `${role} decides`;
      return names.length === 0
        ? nobodyMay(role)
        : `${names.map((name) => `\`${name}\``).join(', ')} may decide as ${role}`;
    },
    command: (run, question, decision) => {
      const { kind, subject, role, measures = [], evidence = [] } = question;
      const verdict = decision ?? (kind === 'interrupted' ? 'redo' : 'approve');
      const isYes = verdict === 'approve' || verdict === 'done';
      return [
        `symphonyc approve ${run} ${quoted(subject)}`,
        ...(verdict === 'approve' ? [] : [`--${verdict}`]),
        ...(role === undefined ? [] : [`--role ${role}`, ...identity(peopleOf(question) ?? [], by ?? accountName())]),
        ...(isYes ? measures.map((name) => `--measure ${name}=VALUE`) : []),
        ...(isYes ? evidence.map((id) => `--evidence ${id}=FILE`) : []),
      ].join(' ');
    },
  };
}

/** In whose name, unless that is the account; with their key, where they have one. */
function identity(people: readonly Person[], by: string): string[] {
  const person = people.find(({ name }) => name === by) ?? (people.length === 1 ? people[0] : undefined);
  // Only whoever answers knows which of several people they are; a key is asked for when each of these has one.
  const hasKey = person ? person.key !== undefined : people.length > 0 && people.every(({ key }) => key !== undefined);
  const name = person === undefined ? 'NAME' : /^[\w@.+-]+$/.test(person.name) ? person.name : quoted(person.name);
  return [...(person?.name === accountName() ? [] : [`--by ${name}`]), ...(hasKey ? ['--key FILE'] : [])];
}

/** One word for a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
