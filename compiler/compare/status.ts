/** Where a document is in its life: a draft is told less. */
import { type Comparer, scalar } from './judges.ts';

export const status: Comparer = scalar('the status', (was, is) => {
  const note = 'in a draft, what is not written yet is information';
  if (is === 'draft') return { verb: 'changed', effect: 'weakened', note };
  return { verb: 'changed', effect: was === 'draft' ? 'tightened' : 'neutral' };
});
