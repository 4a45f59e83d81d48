/** Users as far as a rollout knows them: for whom a toggle is on is asked of the server, for many invented ones. */
import type { Served } from './server.ts';

/** With so many, the share of a cohort is met within a percent point and a half. */
const asked = 1500;

export const tolerance = 0.015;

/** For each toggle, the share of the users for whom it is on. */
export async function sharesOf(
  { address }: Served,
  toggles: readonly string[],
  signal: AbortSignal,
): Promise<Record<string, number>> {
  const on = new Map(toggles.map((toggle) => [toggle, 0]));
  for (let user = 0; user < asked; user++) {
    const response = await fetch(new URL(`toggles?user=user-${user}`, address), { signal });
    const states = (await response.json()) as Readonly<Record<string, boolean>>;
    for (const toggle of toggles) if (states[toggle] === true) on.set(toggle, (on.get(toggle) ?? 0) + 1);
  }
  return Object.fromEntries([...on].map(([toggle, users]) => [toggle, users / asked]));
}
