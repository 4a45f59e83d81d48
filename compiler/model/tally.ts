/** How many checks each rule made, for the scores. */
export interface Tally {
  checks: number;
  violations: number;
  /** Violated in a draft, where it is information only: neither passed nor failed. */
  unevaluated: number;
  crashed: number;
}

/** By code. */
export type Tallies = Readonly<Record<string, Readonly<Tally>>>;

/** Adds up tallies of several documents. */
export function addTallies(parts: readonly Tallies[]): Tallies {
  const sum: Record<string, Tally> = {};
  for (const part of parts) {
    for (const [code, tally] of Object.entries(part)) {
      const total = sum[code] ?? { checks: 0, violations: 0, unevaluated: 0, crashed: 0 };
      sum[code] = total;
      total.checks += tally.checks;
      total.violations += tally.violations;
      total.unevaluated += tally.unevaluated;
      total.crashed += tally.crashed;
    }
  }
  return sum;
}
