import { defineKind } from '../define.ts';
import { expressionsOf } from './expressions.ts';
import { handlersOf } from './handlers.ts';
import { symphonyNode } from './nodes.ts';
import { referencesOf } from './references.ts';
import { summariseSymphony } from './summarise.ts';

export default defineKind({
  kind: 'Symphony',
  schema: 'symphony',
  summarise: summariseSymphony,
  bind: (document, lookup) => {
    const symphony = symphonyNode(document.value, document.id);
    return {
      symphony,
      subjects: {
        symphony: [symphony],
        movement: symphony.movements,
        beat: symphony.beats,
        reference: referencesOf(symphony, lookup),
        handler: handlersOf(symphony, lookup),
        expression: expressionsOf(symphony),
      },
    };
  },
});
