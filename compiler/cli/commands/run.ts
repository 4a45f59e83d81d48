import { defineCommand } from '../define.ts';

/** Plays a plan. Of the workspace it knows the plans and the handler modules only; no definition is read. */
export default defineCommand({
  name: 'run',
  summary: 'play a compiled symphony, or go on with a run of it',
  configure: (command) => {
    command
      .argument('[symphony]', 'the id of the symphony; needed unless a run is resumed')
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--movement <id>', 'play this movement only')
      .option('--beat <id>', 'play this beat only')
      .option('--until <movement>', 'pause after this movement')
      .option('--dynamics <level>', 'the level to play at: p, mf, f or ff')
      .option('--env <name>', 'the environment, that of the key by default; its cap of autonomy holds too')
      .option(
        '--loa <level>',
        'the level of autonomy at most: 0 shows, 1 asks before each effect, 2 before those beyond this machine, 3 never',
      )
      .option('--dry-run', 'show what would be done, as `--loa 0` does')
      .list('--input <name=value>', 'give an input')
      .list('--event <name>', 'say that an event, for which a beat waits, has happened before')
      .option('--resume <run>', 'go on with a run: its id, a part of it, or `last`')
      .option('--concurrency <n>', 'how many beats may act at once, as many as there are processors by default')
      .option('--alone', 'do not play the symphonies that follow this one')
      .option('--by <name>', 'in whose name questions are answered at the terminal, the account by default')
      .option('--allow-nonconforming', 'play even what a build gave that does not conform')
      .option('--engine <engine>', 'who plays it: `dbos`, the workers of a database; this process by default')
      .option('--database <url>', 'the PostgreSQL database of the workers, SYMPHONYC_DATABASE_URL by default')
      .option('--correlation-id <id>', 'tie this run to others')
      .option('--out <folder>', 'the output folder of the build, `out` in the workspace by default')
      .option('--plans <folder>', 'the folder of the plans, `plans` in the output folder by default')
      .option(
        '--format <format>',
        'what to print on stdout: pretty (nothing, or what is only shown) or json (the result)',
        'pretty',
      );
  },
  run: async (...given) => (await import('../play/run-command.ts')).runCommand(...given),
});
