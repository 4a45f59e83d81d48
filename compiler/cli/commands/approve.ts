import { defineCommand, UsageError } from '../define.ts';
import { decisionOf } from '../play/decision.ts';
import { asUsageError, findPlan, placesOf } from '../play/runtime.ts';
import { undecidedRun } from '../play/undecided.ts';

/** Records a decision in the journal of a run that waits for it. The run goes on with `run --resume`. */
export default defineCommand({
  name: 'approve',
  summary: 'decide what a run waits for: approve a beat, reject it, or say what becomes of one that was interrupted',
  configure: (command) => {
    command
      .argument('<run>', 'the id of the run, a part of it, or `last`')
      .argument('<beat>', 'the beat, or whatever else the run says that it waits for')
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--by <name>', 'who decides: a name of the approvers of the role; the account by default')
      .option('--role <role>', 'the role that decides, that of the question by default')
      .option('--reject', 'the answer is no')
      .option('--redo', 'play a beat again that was interrupted')
      .option('--done', 'take a beat that was interrupted as complete')
      .option('--comment <text>', 'why')
      .list('--measure <metric=value>', 'a value that the beat measures')
      .list('--evidence <id=file>', 'evidence that the beat asks for')
      .option('--key <file>', 'sign the decision with this Ed25519 private key (PEM)')
      .option(
        '--database <url>',
        'the database that keeps the run; SYMPHONYC_DATABASE_URL by default, for runs kept in one',
      )
      .option('--out <folder>', 'the output folder of the build, `out` in the workspace by default')
      .option('--plans <folder>', 'the folder of the plans, `plans` in the output folder by default');
  },
  run: async (context, options, [runText = '', beat = '']) => {
    const given = (name: string): string | undefined => options[name] as string | undefined;
    const { root, plans } = placesOf(context, {
      workspace: given('workspace'),
      out: given('out'),
      plans: given('plans'),
    });
    const runtime = await import('../../../runtime/index.ts');
    const { run, entries, engine, open, close } = await undecidedRun(
      context,
      root,
      runText,
      given('database'),
      runtime,
    );
    try {
      const [first] = entries;
      if (first?.type !== 'run-started')
        throw new UsageError(`the journal of \`${run}\` does not begin with its start`);
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
      await runtime.recordDecision(open, run, plan, question, decision);
      context.err(`recorded: ${decision.decision} by ${decision.by} for ${question.subject}\n`);
      context.err(`  go on with: symphonyc run ${first.symphony} --resume ${run}${engine}\n`);
      return 0;
    } catch (error) {
      return asUsageError(error);
    } finally {
      await close();
    }
  },
});
