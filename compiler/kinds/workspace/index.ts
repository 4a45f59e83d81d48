import { placeAt } from '../../base/spans.ts';
import { defineKind } from '../define.ts';
import { summaryBase } from '../summary.ts';

/** The root document: its content is small and everything depends on it, so the summary holds all of it. */
export default defineKind({
  kind: 'Workspace',
  schema: 'workspace',
  summarise: (document) => ({
    ...summaryBase(document),
    value: document.value,
    handlers: Object.keys(document.value.handlers ?? {}).map((alias) => ({
      name: alias,
      at: placeAt(document, ['handlers', alias]),
    })),
  }),
  bind: (document) => ({ subjects: { workspace: [{ value: document.value, subject: document.id, path: [] }] } }),
});
