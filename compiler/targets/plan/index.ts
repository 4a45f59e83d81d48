import { encode } from '../../base/encode.ts';
import { defineTarget } from '../define.ts';

/** One self-contained plan a symphony, for the runtime: `plans/<id>.plan.json`. */
export default defineTarget({
  id: 'plan',
  version: '1',
  symphony: ({ plan }) => [{ path: `plans/${plan.id}.plan.json`, bytes: encode(`${JSON.stringify(plan, null, 1)}\n`) }],
});
