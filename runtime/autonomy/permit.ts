/** Whether a step may act by itself. Every effect of a run passes here, those of the way back included. */
import type { PlanStep } from '../generated/plan.ts';
import type { Standing } from './standing.ts';

type Permit = { readonly verdict: 'act' } | { readonly verdict: 'ask' | 'deny'; readonly reason: string };

const act: Permit = { verdict: 'act' };

/** What a step may do at this standing. Steps that perform others are asked about those. */
export function permitOf(step: PlanStep, { level, by, killed }: Standing): Permit {
  const { does, effects } = step;
  if (does.type === 'perform' || does.type === 'approve') return act;
  if (killed && isHosted(step)) return { verdict: 'deny', reason: `${by} disables what reaches beyond this machine` };
  if (effects === 'none' || level === 3) return act;
  if (level === 0) return { verdict: 'deny', reason: `at level 0, set by ${by}, nothing is changed` };
  if (level === 2 && effects === 'local') return act;
  const what = effects === 'local' ? 'changes this machine' : 'reaches beyond this machine';
  return { verdict: 'ask', reason: `it ${what}, and level ${level}, set by ${by}, asks before that` };
}

/** Whether a step may be undone. Whoever let it act has agreed to its way back; only the kill switch stands above that. */
export function permitUndo(step: PlanStep, { by, killed }: Standing): Permit {
  return killed && step.effects === 'external'
    ? { verdict: 'deny', reason: `${by} disables what reaches beyond this machine; resume the run once it is lifted` }
    : act;
}

/** Whether it reaches beyond this machine, if only to look. */
function isHosted({ does, effects }: PlanStep): boolean {
  return effects === 'external' || (does.type === 'probe' && does.look === 'http' && !isLocal(does.at[0] ?? ''));
}

function isLocal(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
