import { defineCommand } from '../define.ts';

/** Plays the runs that others ask for with `run --engine dbos`. It stays until it is told to stop. */
export default defineCommand({
  name: 'worker',
  summary: 'play runs from the queue of a database, on any machine that has the workspace',
  configure: (command) => {
    command
      .option(
        '--database <url>',
        'the PostgreSQL database with the queue and the journals, SYMPHONYC_DATABASE_URL by default',
      )
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--out <folder>', 'the output folder of the build, `out` in the workspace by default')
      .option('--plans <folder>', 'the folder of the plans, `plans` in the output folder by default');
  },
  run: async (...given) => (await import('../play/worker-command.ts')).workerCommand(...given),
});
