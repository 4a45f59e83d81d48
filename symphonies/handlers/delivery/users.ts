/** Users as far as a rollout knows them: for whom a toggle is on is asked of the server, for many invented ones. */
import { get } from './http.ts';
import type { Served } from './server.ts';

const asked = 600;

/** How far the share of so many users may lie from that of all: three and a half standard deviations. */
export const tolerance = (share: number): number => 3.5 * Math.sqrt((share * (1 - share)) / asked);

/** For each toggle, the share of the users for whom it is on. */
export async function sharesOf(
  { address }: Served,
  toggles: readonly string[],
  signal: AbortSignal,
): Promise<Record<string, number>> {
  const on = new Map(toggles.map((toggle) => [toggle, 0]));
  for (let user = 0; user < asked; user++) {
    const response = await get(address, `toggles?user=user-${user}`, signal);
    const states = (await response.json()) as Readonly<Record<string, boolean>>;
    for (const toggle of toggles) if (states[toggle] === true) on.set(toggle, (on.get(toggle) ?? 0) + 1);
  }
  return Object.fromEntries([...on].map(([toggle, users]) => [toggle, users / asked]));
}
