import { planBytes } from '../../base/plan-bytes.ts';
import { defineTarget } from '../define.ts';

/** One self-contained plan a symphony, for the runtime: `plans/<id>.plan.json`. None while it could not be trusted. */
export default defineTarget({
  id: 'plan',
  version: '2',
  symphony: ({ plan, runnable }) => (runnable ? [{ path: `plans/${plan.id}.plan.json`, bytes: planBytes(plan) }] : []),
});
