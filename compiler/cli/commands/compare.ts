import { defineCommand } from '../define.ts';

/** Says what differs and judges nothing: it ends with 0. */
export default defineCommand({
  name: 'compare',
  summary: 'compare two runs: what is slower, faster, new or gone, and what ended or was judged differently',
  configure: (command) => {
    command
      .argument('<first>', 'the run to compare with: its id, a part of it, or `last`')
      .argument('<second>', 'the run that is compared')
      .option('-C, --workspace <folder>', 'the workspace: a folder with symphony.yaml, or one inside it')
      .option('--format <format>', 'pretty or json', 'pretty');
  },
  run: async (...given) => (await import('../play/compare-command.ts')).compareCommand(...given),
});
