import { namesIn } from '../../base/expression-nodes.ts';
import { placeAt } from '../../base/spans.ts';
import type { ExpressionSite } from '../../model/bound.ts';
import { defineKind } from '../define.ts';
import { summaryBase } from '../summary.ts';

export default defineKind({
  kind: 'Policy',
  schema: 'policy',
  summarise: (document) => {
    const { statement, severity, assert, gate, attest } = document.value;
    const names = gate ? namesIn(gate.that) : [];
    const at = placeAt(document, ['gate', 'that']);
    return {
      ...summaryBase(document),
      value: { statement, severity, assert, gate, attest },
      metrics: names.map((name) => ({ name, at })),
    };
  },
  bind: (document) => {
    const { value, id: subject } = document;
    const expression: ExpressionSite[] = [];
    if (value.assert?.that !== undefined) {
      const { that: text, over } = value.assert;
      expression.push({ text, path: ['assert', 'that'], subject, scope: 'assert', role: 'assert', over });
    }
    if (value.gate)
      expression.push({ text: value.gate.that, path: ['gate', 'that'], subject, scope: 'metrics', role: 'gate' });
    return { subjects: { policy: [{ value, subject, path: [] }], expression } };
  },
});
