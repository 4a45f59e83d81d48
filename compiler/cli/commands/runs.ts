import { defineCommand } from '../define.ts';

export default defineCommand({
  name: 'runs',
  summary: 'list the runs of a workspace, newest last',
  configure: (command) => {
    command
      .argument('[symphony]', 'only the runs of this symphony')
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--format <format>', 'pretty or json', 'pretty');
  },
  run: async (...given) => (await import('../play/runs-command.ts')).runsCommand(...given),
});
