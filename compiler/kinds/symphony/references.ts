/** Every name in a symphony that points at something else. */
import type { BeatNode, Reference, SymphonyNode } from '../../model/bound.ts';
import type { Lookup } from '../../model/index.ts';
import { documentReference, listReferences, plainReference } from '../references.ts';

export function referencesOf(symphony: SymphonyNode, lookup: Lookup): Reference[] {
  const { value, subject } = symphony;
  const movementIds = value.movements.map((movement) => movement.id);
  const references: Reference[] = [
    documentReference(lookup, { to: 'domain', role: 'domain', path: ['domain'], subject }, value.domain),
    ...listReferences(lookup, { to: 'metric', role: 'metrics', path: ['metrics'], subject }, value.metrics),
    ...listReferences(lookup, { to: 'policy', role: 'policies', path: ['policies'], subject }, value.policies),
  ];
  value.after?.forEach((after, i) => {
    const target = documentReference(
      lookup,
      { to: 'symphony', role: 'after', path: ['after', i, 'symphony'], subject },
      after.symphony,
    );
    references.push(target);
    if (after.movement === undefined || target.target?.kind !== 'Symphony' || target.target.broken) return;
    const ids = target.target.movements.map((movement) => movement.id);
    const site = { to: 'movement', role: 'after', path: ['after', i, 'movement'], subject } as const;
    references.push(plainReference(site, after.movement, ids.includes(after.movement), () => ids));
  });
  for (const [name, script] of Object.entries(value.scripts ?? {})) {
    if (script.movement === undefined) continue;
    const site = { to: 'movement', role: 'scripts', path: ['scripts', name, 'movement'], subject } as const;
    references.push(plainReference(site, script.movement, movementIds.includes(script.movement), () => movementIds));
  }
  for (const movement of symphony.movements) {
    const site = { path: movement.path, subject: movement.subject };
    references.push(
      ...listReferences(
        lookup,
        { to: 'metric', role: 'metrics', ...site, path: [...site.path, 'metrics'] },
        movement.value.metrics,
      ),
      ...listReferences(
        lookup,
        { to: 'policy', role: 'policies', ...site, path: [...site.path, 'policies'] },
        movement.value.policies,
      ),
    );
  }
  references.push(...inheritedPolicies(symphony, lookup));
  const beatIds = symphony.beats.map((beat) => beat.value.id);
  const events = (value.events ?? []).map((event) => (typeof event === 'string' ? event : event.name));
  for (const beat of symphony.beats) references.push(...beatReferences(beat, lookup, beatIds, events));
  return references;
}

function beatReferences(
  beat: BeatNode,
  lookup: Lookup,
  beatIds: readonly string[],
  events: readonly string[],
): Reference[] {
  const { value, path, subject } = beat;
  const at = (field: string) => ({ path: [...path, field], subject });
  const references = [
    ...listReferences(lookup, { to: 'metric', role: 'measures', ...at('measures') }, value.measures),
    ...listReferences(lookup, { to: 'policy', role: 'policies', ...at('policies') }, value.policies),
  ];
  if (value.perform !== undefined) {
    references.push(documentReference(lookup, { to: 'symphony', role: 'perform', ...at('perform') }, value.perform));
  }
  value.needs?.forEach((need, i) => {
    const site = { to: 'beat', role: 'needs', path: [...path, 'needs', i], subject } as const;
    references.push(plainReference(site, need, beatIds.includes(need), () => beatIds.filter((id) => id !== value.id)));
  });
  for (const role of ['emits', 'awaits'] as const) {
    value[role]?.forEach((event, i) => {
      const site = { to: 'event', role, path: [...path, role, i], subject } as const;
      const found = events.includes(event) || (role === 'awaits' && lookup.declarers(event).length > 0);
      references.push(plainReference(site, event, found, () => events));
    });
  }
  return references;
}

/** The policies of the symphony's domain hold here too. Whether they exist is the domain's concern. */
function inheritedPolicies(symphony: SymphonyNode, lookup: Lookup): Reference[] {
  const domain = lookup.find('Domain', symphony.value.domain);
  const site = { to: 'policy', role: 'inherited', path: ['domain'], subject: symphony.subject } as const;
  return (domain?.policies ?? [])
    .map(({ name }) => documentReference(lookup, site, name))
    .filter((reference) => reference.found);
}
