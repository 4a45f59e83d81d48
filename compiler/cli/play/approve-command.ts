/** A decision, recorded in the journal of the run that waits for it. */
import { type CommandDefinition, UsageError } from '../define.ts';
import { decisionOf } from './decision.ts';
import { asUsageError, findPlan, placesOf } from './runtime.ts';
import { undecidedRun } from './undecided.ts';

export const approveCommand: CommandDefinition['run'] = async (context, options, [runText = '', beat = '']) => {
  const given = (name: string): string | undefined => options[name] as string | undefined;
  const { root, plans } = placesOf(context, {
    workspace: given('workspace'),
    out: given('out'),
    plans: given('plans'),
  });
  const runtime = await import('../../../runtime/index.ts');
  const { run, entries, engine, open, close } = await undecidedRun(context, root, runText, given('database'), runtime);
  try {
    const [first] = entries;
    if (first?.type !== 'run-started') throw new UsageError(`the journal of \`${run}\` does not begin with its start`);
    const question = runtime.questionFor(run, runtime.openQuestions(entries), beat);
    const { plan } = findPlan(context, plans, question.symphony, runtime);
    const decision = decisionOf(
      context,
      run,
      question,
      {
        by: given('by') ?? runtime.accountName(),
        role: given('role'),
        comment: given('comment'),
        reject: options['reject'] === true,
        redo: options['redo'] === true,
        done: options['done'] === true,
        measures: options['measure'] as readonly string[],
        evidence: options['evidence'] as readonly string[],
        key: given('key'),
      },
      runtime,
    );
    const problem = runtime.decisionProblem(run, plan, question, decision);
    if (problem !== undefined) {
      // A no stays a no; what does not answer the question becomes what does.
      const verdict = decision.decision === 'reject' ? 'reject' : undefined;
      const command = runtime.answersIn(plans, given('by')).command(run, question, verdict);
      throw new UsageError(problem, `decide with: ${command}`);
    }
    await runtime.recordDecision(open, decision);
    context.err(`recorded: ${decision.decision} by ${decision.by} for ${question.subject}\n`);
    context.err(`  go on with: symphonyc run ${first.symphony} --resume ${run}${engine}\n`);
    return 0;
  } catch (error) {
    return asUsageError(error);
  } finally {
    await close();
  }
};
