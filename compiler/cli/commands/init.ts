import { defineCommand, UsageError } from '../define.ts';
import { absolute } from '../workspace-options.ts';

export default defineCommand({
  name: 'init',
  summary: 'create a small workspace that compiles clean',
  configure: (command) => void command.argument('[folder]', 'where; this folder when left out'),
  run: async (context, _options, [folder = '.']) => {
    const root = absolute(context, folder);
    const { starterFiles } = await import('../starter.ts');
    const taken = Object.keys(starterFiles).filter(
      (path) => path !== '.gitignore' && context.host.lstat(`${root}/${path}`),
    );
    if (taken.length > 0)
      throw new UsageError(`${taken.join(', ')} already there; nothing was written`, 'choose an empty folder');
    for (const [path, text] of Object.entries(starterFiles)) {
      const written = context.host.createExclusive(`${root}/${path}`, new TextEncoder().encode(text));
      context.err(
        written
          ? `wrote ${path}\n`
          : `kept ${path} as it is; add the lines of this workspace to it: ${text.trim().split('\n').join(', ')}\n`,
      );
    }
    context.err('\nnext: symphonyc build\n');
    return 0;
  },
});
