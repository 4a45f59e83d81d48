/** The order of tasks, and what people are asked between them. */
import { evidenceVariable, measureVariable, shown } from '../workflows/names.ts';
import type { Approval, Part } from '../workflows/parts.ts';

/** Three hyphens stand in no name of a part. */
export const entry = 'symphony---tasks';
export const compile = 'symphony---compile';
const questionName = (part: string): string => `${part}---question`;

/** What people give with an approval, as a parameter of the task and as the variable that it becomes. */
export const givenWith = ({ measures, evidence }: Approval): { parameter: string; variable: string }[] => [
  { parameter: 'approver', variable: 'APPROVER' },
  ...measures.map((name) => ({ parameter: `measure-${name}`, variable: measureVariable(name) })),
  ...evidence.map((name) => ({ parameter: `evidence-${name}`, variable: evidenceVariable(name) })),
];

/** One after the other. A question is asked whether the run waits for it or not; then its part has nothing to approve. */
export function tasksOf(parts: readonly Part[]): object[] {
  let before = compile;
  const tasks: object[] = [{ name: compile, template: compile }];
  for (const { id, approval } of parts) {
    const dependencies = [before];
    before = id;
    if (!approval) {
      tasks.push({ name: id, template: id, dependencies });
      continue;
    }
    const question = questionName(id);
    const parameters = givenWith(approval).map(({ parameter }) => ({
      name: parameter,
      value: `{{tasks.${question}.outputs.parameters.${parameter}}}`,
    }));
    tasks.push(
      { name: question, template: question, dependencies },
      { name: id, template: id, dependencies: [question], arguments: { parameters } },
    );
  }
  return tasks;
}

/** Without a duration: with one, Argo goes on by itself when it is over. Whoever resumes it says who approves. */
export const questionTemplate = (part: string, approval: Approval): object => ({
  name: questionName(part),
  inputs: {
    parameters: [
      { name: 'role', value: approval.role },
      { name: 'question', value: shown(approval.question) },
    ],
  },
  suspend: {},
  outputs: {
    parameters: givenWith(approval).map(({ parameter }) => ({ name: parameter, valueFrom: { supplied: {} } })),
  },
});
