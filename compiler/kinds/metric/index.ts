import { defineKind } from '../define.ts';
import { summaryBase } from '../summary.ts';

export default defineKind({
  kind: 'Metric',
  schema: 'metric',
  summarise: (document) => {
    const { unit, type, goal, per, freshness, description } = document.value;
    return { ...summaryBase(document), value: { unit, type, goal, per, freshness, description } };
  },
  bind: (document) => ({ subjects: { metric: [{ value: document.value, subject: document.id, path: [] }] } }),
});
