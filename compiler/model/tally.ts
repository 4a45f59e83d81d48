/** How many checks each rule made, for the scores: one a part of the workspace (a beat, a document, …). */
export interface Tally {
  checks: number;
  /** A check that the rule could not make because of another violation counts too. */
  violations: number;
  /** Violated in a draft, where it is information only, or dependent on what cannot be read: neither passed nor failed. */
  unevaluated: number;
  /** Without any check where the rule crashed before it said what it is about: nobody knows how many there are then. */
  crashed: number;
}

/** By code. */
export type Tallies = Readonly<Record<string, Readonly<Tally>>>;

/** Adds up tallies of several documents; like documents share one. */
export function addTallies(parts: readonly Tallies[]): Tallies {
  const sum: Record<string, Tally> = {};
  const times = new Map<Tallies, number>();
  for (const part of parts) times.set(part, (times.get(part) ?? 0) + 1);
  for (const [part, count] of times) {
    for (const [code, tally] of Object.entries(part)) {
      const total = sum[code] ?? { checks: 0, violations: 0, unevaluated: 0, crashed: 0 };
      sum[code] = total;
      total.checks += tally.checks * count;
      total.violations += tally.violations * count;
      total.unevaluated += tally.unevaluated * count;
      total.crashed += tally.crashed * count;
    }
  }
  return sum;
}
