import { defineCommand } from '../define.ts';

export default defineCommand({
  name: 'show',
  summary:
    'show what a run did: its steps, what it measured, what was judged, decided and undone, and what it waits for',
  configure: (command) => {
    command
      .argument('<run>', 'the id of the run, a part of it, or `last`')
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--out <folder>', 'the output folder of the build, whose plans say who may decide; `out` by default')
      .option('--plans <folder>', 'the folder of the plans, `plans` in the output folder by default')
      .option('--format <format>', 'pretty or json', 'pretty');
  },
  run: async (...given) => (await import('../play/show-command.ts')).showCommand(...given),
});
