import { defineCommand } from '../define.ts';

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
  run: async (...given) => (await import('../play/approve-command.ts')).approveCommand(...given),
});
