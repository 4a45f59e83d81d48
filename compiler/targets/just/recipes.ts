/** The recipes of a workspace: its own, and those of every symphony with its movements and levels of dynamics. */
import { type Dynamics, dynamicsLevels, isDynamics } from '../../base/music.ts';
import { plural } from '../../base/text.ts';
import type { MovementOutline, SymphonySummary } from '../../model/index.ts';
import type { PlanEntry, WorkspaceInput } from '../define.ts';
import type { Recipe } from './justfile.ts';

const ownRecipes: readonly Recipe[] = [
  {
    name: 'default',
    doc: 'List the recipes.',
    command: '@{{ quote(just_executable()) }} --justfile {{ quote(justfile()) }} --list --unsorted',
  },
  {
    name: 'build',
    group: 'workspace',
    doc: 'Check all definitions and write everything that is made of them.',
    command: '{{ symphonyc }} build',
  },
  {
    name: 'check',
    group: 'workspace',
    doc: 'Check all definitions and write nothing.',
    command: '{{ symphonyc }} check',
  },
];

const taken = new Set(ownRecipes.map((own) => own.name));

/** In the order in which they stand in the file. */
export function recipesOf({ index, plans }: WorkspaceInput): Recipe[] {
  const byId = new Map(plans.map((plan) => [plan.id, plan]));
  const recipes = index.symphonies.flatMap((symphony) => {
    const plan = byId.get(symphony.id);
    return plan ? symphonyRecipes(symphony, plan) : [];
  });
  return [...ownRecipes, ...recipes];
}

/**
 * Identifiers have single hyphens and no underscore, so `symphony--movement` and `symphony_level` are different for
 * different symphonies, and `play_symphony` is free for a symphony that is called like a recipe of the workspace.
 */
function symphonyRecipes(symphony: SymphonySummary, { runnable }: PlanEntry): Recipe[] {
  const { id, title } = symphony;
  const stem = taken.has(id) ? `play_${id}` : id;
  const usual = isDynamics(symphony.dynamics) ? symphony.dynamics : 'mf';
  const note = runnable ? '' : '; not playable before its violations are repaired';
  const movements = new Map<string, MovementOutline>();
  for (const movement of symphony.movements) if (!movements.has(movement.id)) movements.set(movement.id, movement);
  const make = (
    name: string,
    what: string,
    parts: readonly MovementOutline[],
    level: Dynamics,
    options: string,
  ): Recipe => ({
    name,
    group: id,
    doc: `${what} (${plural(beatsAt(parts, level), 'beat')} at ${level})${note}`,
    command: `{{ symphonyc }} run ${id}${options}`,
  });
  return [
    make(stem, title, symphony.movements, usual, ''),
    ...[...movements.values()].map((movement) =>
      make(`${stem}--${movement.id}`, movement.title, [movement], usual, ` --movement ${movement.id}`),
    ),
    ...dynamicsLevels.map((level) =>
      make(`${stem}_${level}`, title, symphony.movements, level, ` --dynamics ${level}`),
    ),
  ];
}

/** How many beats play at a level, `each` expanded. */
function beatsAt(movements: readonly MovementOutline[], level: Dynamics): number {
  const played: readonly string[] = dynamicsLevels.slice(0, dynamicsLevels.indexOf(level) + 1);
  return movements
    .flatMap((movement) => movement.beats)
    .filter((beat) => played.includes(isDynamics(beat.from) ? beat.from : 'p'))
    .reduce((sum, beat) => sum + beat.count, 0);
}
