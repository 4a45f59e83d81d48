/** The three phases of repair, as the conformity pipeline has them, and which codes belong to which. */
import type { RuleInfo } from '../diagnostics/define.ts';

/** In the order in which they run: what a later phase looks at rests on what an earlier one repairs. */
export const phaseNames = ['domains', 'sequences', 'handlers'] as const;
export type PhaseName = (typeof phaseNames)[number];

export const phaseTitles: Readonly<Record<PhaseName, string>> = {
  domains: 'domains and orchestration',
  sequences: 'sequences and beats',
  handlers: 'handlers and specifications',
};

/** By aspect: what a code is about, more exactly than its dimension says. */
const byAspect: ReadonlyMap<string, PhaseName> = new Map([
  // What everything else belongs to, refers to or is governed by.
  ['input', 'domains'],
  ['domain', 'domains'],
  ['manifest', 'domains'],
  ['policy', 'domains'],
  ['metric', 'domains'],
  ['release', 'domains'],
  // What plays, in which order, and what it tells.
  ['sequence', 'sequences'],
  ['telemetry', 'sequences'],
  // Pages show what symphonies say, so they are written once these are repaired.
  ['documentation', 'sequences'],
  // What beats call, what that needs, and what says how it behaves.
  ['handler', 'handlers'],
  ['dependency', 'handlers'],
  ['bdd', 'handlers'],
]);

/** For an aspect that is not in the table. */
const byDimension: Readonly<Record<RuleInfo['dimension'], PhaseName>> = {
  input: 'domains',
  orchestration: 'domains',
  governance: 'domains',
  traceability: 'sequences',
  handler: 'handlers',
  dependency: 'handlers',
};

/** A rule with the phase that finds it, where one does. */
export type PhasedRule = Pick<RuleInfo, 'code' | 'dimension' | 'aspect'> & { readonly phase?: string };

/** Whether a code is about reading documents: until it is repaired, nothing else is known of them. */
export const isReading = ({ phase }: PhasedRule): boolean => phase !== undefined && phase !== 'emit';

/** Documents are made readable first, whatever they are about. */
export const phaseOf = (rule: PhasedRule): PhaseName =>
  isReading(rule) ? 'domains' : (byAspect.get(rule.aspect) ?? byDimension[rule.dimension]);
