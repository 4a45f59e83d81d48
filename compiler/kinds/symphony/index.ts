import { defineKind } from '../define.ts';
import { applicationsOf } from './applications.ts';
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
    const reference = referencesOf(symphony, lookup);
    return {
      symphony,
      subjects: {
        symphony: [symphony],
        movement: symphony.movements,
        beat: symphony.beats,
        reference,
        application: applicationsOf(symphony, reference),
        handler: handlersOf(symphony, lookup),
        expression: expressionsOf(symphony),
      },
    };
  },
});
