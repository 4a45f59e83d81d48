/**
 * Levels of autonomy: 0 shows what would be done, 1 asks before each effect, 2 asks before each effect beyond this machine,
 * 3 asks before none. Of several sources the lowest holds: any may tighten, none may loosen.
 */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../generated/plan.ts';
import { UsageError } from '../model/usage-error.ts';

type Level = 0 | 1 | 2 | 3;

/** What holds at one moment. */
export interface Standing {
  readonly level: Level;
  /** What set the level, for people. */
  readonly by: string;
  readonly killed: boolean;
}

interface Wishes {
  readonly root: string;
  /** The environment that the caller names. */
  readonly environment?: string;
  /** The one in which the run began, whose cap holds on. */
  readonly began?: string;
  /** The level that the caller asks for. */
  readonly level?: number;
}

export interface Autonomy {
  /** Where the symphony is played: as the caller says, else as the key of the plan does. */
  readonly environment: string | null;
  /** Looks at the kill switch again. */
  standing(): Standing;
}

interface Limit {
  readonly level: Level;
  readonly by: string;
}

/** Throws UsageError for a level or environment that there is not. */
export function openAutonomy(plan: Plan, { root, environment, began, level }: Wishes): Autonomy {
  const variable = process.env['ORCHESTRA_ENV'] || undefined;
  const named = [environment, variable, began].filter((name) => name !== undefined);
  for (const name of named) {
    if (plan.environments.includes(name)) continue;
    const known = plan.environments.map((one) => `\`${one}\``).join(', ') || 'none';
    throw new UsageError(`there is no environment \`${name}\`; the workspace has ${known}`);
  }
  const own = plan.key.environment;
  const limits: Limit[] = [
    { level: asLevel(plan.autonomy.level), by: 'the workspace' },
    ...[...(own === null ? [] : [own]), ...named].flatMap((name) => environmentLimit(plan, name)),
    ...given(process.env['ORCHESTRA_LOA'] || undefined, 'ORCHESTRA_LOA'),
    ...given(level, '`--loa`'),
  ];
  const { kill } = plan.autonomy;
  const calm: Standing = { ...lowestOf(limits), killed: false };
  return {
    environment: environment ?? variable ?? own,
    standing: () => {
      const thrown = thrownBy(root, kill.file);
      if (thrown === undefined) return calm;
      return { ...lowestOf([...limits, { level: asLevel(kill.level), by: thrown }]), killed: true };
    },
  };
}

const lowestOf = (limits: readonly Limit[]): Limit =>
  limits.reduce((least, one) => (one.level < least.level ? one : least));

function environmentLimit(plan: Plan, name: string): Limit[] {
  const { environments } = plan.autonomy;
  const level = Object.hasOwn(environments, name) ? environments[name] : undefined;
  return level === undefined ? [] : [{ level: asLevel(level), by: `the environment \`${name}\`` }];
}

function given(value: string | number | undefined, by: string): Limit[] {
  if (value === undefined) return [];
  if (!/^[0-3]$/.test(String(value))) throw new UsageError(`${by} takes a level from 0 to 3, not \`${value}\``);
  return [{ level: asLevel(Number(value)), by }];
}

const asLevel = (level: number): Level => Math.max(0, Math.min(3, level)) as Level;

/** What throws the switch; undefined when nothing does. A text that is not clearly `off` counts as thrown. */
function thrownBy(root: string, file: string | undefined): string | undefined {
  const variable = (process.env['ORCHESTRA_KILL'] ?? '').trim().toLowerCase();
  if (!['', '0', 'false', 'off', 'no'].includes(variable)) return 'ORCHESTRA_KILL';
  return file !== undefined && isThere(join(root, file)) ? `the kill switch \`${file}\`` : undefined;
}

/** What cannot be looked at counts as there: a switch that nobody can see must not be off. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
