import { buildOnce } from '../build-once.ts';
import { defineCommand } from '../define.ts';
import { comparisonOptions, readWorkspaceOptions, workspaceOptions } from '../workspace-options.ts';

export default defineCommand({
  name: 'build',
  summary: 'check the definitions, emit everything and seal it as evidence',
  configure: (command) => {
    workspaceOptions(command);
    comparisonOptions(command);
    command
      .option('--targets <names>', 'emit these targets only, separated by commas')
      .option('--no-seal', 'leave out the evidence');
  },
  run: (context, given) => {
    const targets = (given['targets'] as string | undefined)?.split(',').map((name) => name.trim());
    return buildOnce(context, readWorkspaceOptions(context, given), { targets, seals: given['seal'] !== false });
  },
});
