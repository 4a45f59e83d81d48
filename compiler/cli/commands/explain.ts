import { nearest } from '../../base/text.ts';
import { defineCommand, UsageError } from '../define.ts';

export default defineCommand({
  name: 'explain',
  summary: 'explain a code: what it means, why it matters and how to fix it; or a policy that comes with symphonyc',
  configure: (command) =>
    void command.argument(
      '[code]',
      'a code such as TIMEOUT_MISSING, or a policy such as std/four-eyes; all codes when left out, all policies for std',
    ),
  run: async (context, _options, [given]) => {
    if (given === 'std' || given?.startsWith('std/')) {
      const { explainLibrary } = await import('../explain-policy.ts');
      context.out(explainLibrary(given));
      return 0;
    }
    const { rules } = await import('../../generated/rules.ts');
    const { explain, overview } = await import('../../diagnostics/render/explain.ts');
    if (given === undefined) {
      context.out(overview(rules));
      return 0;
    }
    const code = given.toUpperCase().replaceAll('-', '_');
    const rule = rules.find((candidate) => candidate.code === code);
    if (!rule) {
      const near = nearest(
        code,
        rules.map((candidate) => candidate.code),
      );
      throw new UsageError(
        `there is no code \`${given}\``,
        near ? `did you mean ${near}?` : 'see `symphonyc explain` for all codes',
      );
    }
    context.out(explain(rule, context.color));
    return 0;
  },
});
