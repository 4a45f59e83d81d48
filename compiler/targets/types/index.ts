import { encode } from '../../base/encode.ts';
import { defineTarget } from '../define.ts';
import { contextTypes } from './context.ts';
import { symphonyTypes } from './symphony.ts';
import { indexTypes, metricTypes } from './workspace.ts';

/**
 * TypeScript declarations for those who write handlers, under `types/`: one file a symphony, and an index. They are
 * written for symphonies that are not runnable too: the missing handlers are written against them.
 */
export default defineTarget({
  id: 'types',
  version: '2',
  symphony: ({ plan }) => [{ path: `types/symphonies/${plan.id}.d.ts`, bytes: encode(symphonyTypes(plan)) }],
  workspace: (input) => [
    { path: 'types/context.d.ts', bytes: encode(contextTypes) },
    { path: 'types/index.d.ts', bytes: encode(indexTypes(input)) },
    { path: 'types/metrics.d.ts', bytes: encode(metricTypes(input.index.metrics)) },
  ],
});
