import type { Play } from '@renderx-plugins/musical-conductor';

/** How a plugin's sequences did, against the share of them that has to succeed. */
export interface Objective {
  readonly plugin: string;
  readonly plays: number;
  readonly availability: number;
  /** The share of the allowed failures that is left; below 0 when the objective is missed. */
  readonly budgetLeft: number;
}

export function objectivesOf(plays: readonly Play[], target = 0.99): Objective[] {
  return [...new Set(plays.map(({ plugin }) => plugin))].sort().map((plugin) => {
    const own = plays.filter((play) => play.plugin === plugin);
    const failed = own.filter(({ status }) => status === 'failed').length;
    return {
      plugin,
      plays: own.length,
      availability: (own.length - failed) / own.length,
      budgetLeft: 1 - failed / (own.length * (1 - target)),
    };
  });
}
