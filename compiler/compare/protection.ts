/** Which changes are of protected fields, by the list that the revision has. */
import { membersOf } from '../base/id-path.ts';
import { matchesWildcard } from '../base/wildcard.ts';
import type { KindName, Workspace } from '../model/document.ts';
import type { Found } from './log.ts';

type Protection = NonNullable<Workspace['protected']>[number];

/** Whether an entry is about a document. */
export const isAbout = ({ kinds, ids }: Protection, { kind, id }: { kind: KindName; id: string }): boolean =>
  (kinds === undefined || kinds.includes(kind)) && (ids === undefined || ids.some((one) => matchesWildcard(one, id)));

/** Those who may approve a change, a list for each entry that protects it: one of each list must have. */
export function approversOf(found: Found, entries: readonly Protection[]): (readonly string[])[] {
  const { change, was, is, outside } = found;
  if (outside) return [];
  // Who drops or rewrites an entry needs those whom it names.
  const own = change.kind === 'Workspace' && change.path[0] === 'protected' && was !== undefined;
  const list = own ? [(was as Protection).approvers] : [];
  const touching = entries.filter(
    (entry) => isAbout(entry, change) && entry.fields.some((field) => touches(field, found)),
  );
  return [...list, ...touching.map(({ approvers }) => approvers)];

  function touches(field: string, { change: { path } }: Found): boolean {
    if (field === 'document') return true;
    // Names of events have dots too: as many steps of the path are compared as the pattern has.
    const pattern = field.split('.');
    const steps = path.flatMap((step) => step.split('.'));
    const common = Math.min(pattern.length, steps.length);
    for (let i = 0; i < common; i++) if (!matchesWildcard(pattern[i]!, steps[i]!)) return false;
    const rest = pattern.slice(common);
    return rest.length === 0 || holds(was, rest) || holds(is, rest);
  }
}

/** Whether there is something at the rest of a pattern: it went, or came, with what is around it. */
function holds(value: unknown, pattern: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return value !== undefined;
  return membersOf(value).some(([name, inner]) => matchesWildcard(first, name) && holds(inner, rest));
}
