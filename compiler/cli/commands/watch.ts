import { defineCommand } from '../define.ts';
import { comparisonOptions, readWorkspaceOptions, workspaceOptions } from '../workspace-options.ts';

export default defineCommand({
  name: 'watch',
  summary: 'build again whenever something changes, until interrupted',
  configure: (command) => {
    workspaceOptions(command);
    comparisonOptions(command);
    command.option('--no-seal', 'leave out the evidence');
  },
  run: async (context, given) => {
    const options = readWorkspaceOptions(context, given);
    const { watch } = await import('../watch.ts');
    return watch(context, options, given['seal'] !== false);
  },
});
