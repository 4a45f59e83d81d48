/** What a run would do, shown and not done. */
import { printable } from '../../../runtime/core/text.ts';
import type { PreviewStep } from '../../../runtime/index.ts';
import { printableJson } from '../../base/printable-json.ts';
import type { CliContext, ExitCode } from '../define.ts';
import { UsageError } from '../usage-error.ts';
import type { Play } from './play-once.ts';
import { asUsageError } from './runtime.ts';

type Runtime = typeof import('../../../runtime/index.ts');
type Standing = ReturnType<ReturnType<Runtime['openAutonomy']>['standing']>;

/** Nothing is played and no journal is written. */
export async function showPreview(context: CliContext, play: Play, runtime: Runtime, json: boolean): Promise<ExitCode> {
  const { plan } = play.loaded;
  const { options, root, plans } = play;
  if (options.resume !== undefined) throw new UsageError('a run that has begun cannot be shown; see `symphonyc show`');
  try {
    const autonomy = runtime.openAutonomy(plan, {
      root,
      environment: options.environment,
      level: options.level || undefined,
    });
    const movement = runtime.selectedMovement(plan, options);
    const dynamics = runtime.dynamicsOf(plan, options.dynamics);
    const standing = autonomy.standing();
    const steps = runtime.previewOf(plan, { plans, dynamics, movement, beat: options.beat, standing });
    if (json) {
      const { environment } = autonomy;
      context.out(printableJson({ version: 1, symphony: plan.id, dynamics, environment, standing, steps }));
      return 0;
    }
    const title = `${plan.title} (${plan.id})`;
    context.out(
      [headOf(title, dynamics, standing, options.level), ...steps.map(lineOf)]
        .map((line) => `${printable(line)}\n`)
        .join(''),
    );
    return 0;
  } catch (error) {
    return asUsageError(error);
  }
}

/** Level 0 shows and plays nothing; what is shown is what the level would do that holds without it. */
function headOf(title: string, dynamics: string, { level, by }: Standing, asked: number | undefined): string {
  const holds = `at level ${level}, set by ${by}`;
  if (asked === 0)
    return `${title} is shown and not played, at level 0, set by \`--loa\`; ${holds}, it would be played ${dynamics}:`;
  const instead = asked === undefined || asked === level ? '' : ` (\`--loa ${asked}\` asks for more than that)`;
  return `${title} would be played ${dynamics}, ${holds}${instead}:`;
}

function lineOf({ path, does, effects, would, reason, when, undoneBy }: PreviewStep): string {
  const parts = [
    would === 'play' ? does : `${does}; would ${would}${reason ? `: ${reason}` : ''}`,
    effects === 'none' ? 'changes nothing' : `effects: ${effects}`,
    ...(when ? [`when ${when}`] : []),
    ...(undoneBy ? [`undone by ${undoneBy}`] : []),
  ];
  return `  ${path}: ${parts.join('; ')}`;
}
