/** Users as far as a rollout knows them: for whom a toggle is on is asked of the server, for many invented ones. */
import type { Served } from './server.ts';

/** With so many, the share of a cohort is met within a percent point and a half. */
const asked = 1500;

export const tolerance = 0.015;

/** The share of the users for whom a toggle is on. */
export async function shareOn({ address }: Served, toggle: string, signal: AbortSignal): Promise<number> {
  let on = 0;
  for (let user = 0; user < asked; user++) {
    const response = await fetch(new URL(`toggles?user=user-${user}`, address), { signal });
    if (((await response.json()) as Readonly<Record<string, boolean>>)[toggle] === true) on += 1;
  }
  return on / asked;
}
