/** Every name in a symphony that points at something else. */
import { eventsOf } from '../../base/events.ts';
import type { BeatNode, Reference, SymphonyNode } from '../../model/bound.ts';
import type { Symphony } from '../../model/document.ts';
import type { Lookup, SymphonySummary } from '../../model/index.ts';
import { documentReference, listReferences, plainReference, type ReferenceSite } from '../references.ts';

export function referencesOf(symphony: SymphonyNode, lookup: Lookup): Reference[] {
  const { value, subject } = symphony;
  const own = [
    documentReference(lookup, { to: 'domain', role: 'domain', path: ['domain'], subject }, value.domain),
    ...partReferences(symphony, lookup),
    ...(value.after ?? []).flatMap((after, i) => afterReferences(after, i, subject, lookup)),
    ...scriptReferences(symphony),
  ];
  const beats = new Set(symphony.beats.map((beat) => beat.value.id));
  const events = new Set(eventsOf(value).map(({ name }) => name));
  const names: Names = { beats, beatList: [...beats], events, eventList: [...events] };
  return [
    ...own,
    ...symphony.movements.flatMap((movement) => partReferences(movement, lookup)),
    ...inheritedPolicies(symphony, lookup),
    ...symphony.beats.flatMap((beat) => beatReferences(beat, lookup, names)),
  ];
}

/** What a symphony and its movements list alike. */
function partReferences(
  { value, path, subject }: Pick<SymphonyNode, 'path' | 'subject'> & { value: Pick<Symphony, 'metrics' | 'policies'> },
  lookup: Lookup,
): Reference[] {
  const site = <T extends ReferenceSite['to']>(to: T, role: string) => ({ to, role, path: [...path, role], subject });
  return [
    ...listReferences(lookup, site('metric', 'metrics'), value.metrics),
    ...listReferences(lookup, site('policy', 'policies'), value.policies),
  ];
}

/** While the symphony is not known, nobody knows its movements. */
function afterReferences(
  { symphony: id, movement }: NonNullable<Symphony['after']>[number],
  i: number,
  subject: string,
  lookup: Lookup,
): Reference[] {
  const followed = documentReference(
    lookup,
    { to: 'symphony', role: 'after', path: ['after', i, 'symphony'], subject },
    id,
  );
  if (movement === undefined) return [followed];
  const site = { to: 'movement', role: 'after', path: ['after', i, 'movement'], subject } as const;
  const target = followed.target?.kind === 'Symphony' ? followed.target : undefined;
  if (!target || target.broken) {
    const unknown = target ? 'unread' : (followed.unknown ?? 'reported');
    return [followed, { ...plainReference(site, movement, false, () => []), unknown }];
  }
  const ids = movementIds(target);
  return [followed, plainReference(site, movement, ids.includes(movement), () => ids)];
}

const idsOf = new WeakMap<SymphonySummary, readonly string[]>();

/** One and the same list whoever asks. */
function movementIds(symphony: SymphonySummary): readonly string[] {
  const known = idsOf.get(symphony) ?? symphony.movements.map(({ id }) => id);
  idsOf.set(symphony, known);
  return known;
}

function scriptReferences({ value, subject }: SymphonyNode): Reference[] {
  const ids = value.movements.map((movement) => movement.id);
  return Object.entries(value.scripts ?? {}).flatMap(([name, { movement }]) => {
    if (movement === undefined) return [];
    const site = { to: 'movement', role: 'scripts', path: ['scripts', name, 'movement'], subject } as const;
    return [plainReference(site, movement, ids.includes(movement), () => ids)];
  });
}

/** What a symphony declares for its beats. */
interface Names {
  readonly beats: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  /** The same as lists, each of which is one and the same for all beats. */
  readonly beatList: readonly string[];
  readonly eventList: readonly string[];
}

function beatReferences(beat: BeatNode, lookup: Lookup, names: Names): Reference[] {
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
    references.push(plainReference(site, need, names.beats.has(need), () => names.beatList));
  });
  for (const role of ['emits', 'awaits'] as const) {
    value[role]?.forEach((event, i) => {
      const site = { to: 'event', role, path: [...path, role, i], subject } as const;
      references.push(eventReference(site, event, names, lookup));
    });
  }
  return references;
}

/** Beats emit what their symphony declares, and wait for what any symphony does. */
function eventReference(site: ReferenceSite, event: string, own: Names, lookup: Lookup): Reference {
  const awaited = site.role === 'awaits';
  const found = own.events.has(event) || (awaited && lookup.declarers(event).length > 0);
  const unknown = !found && awaited && lookup.unread('Symphony', 'content') ? 'unread' : undefined;
  return { ...plainReference(site, event, found, () => own.eventList), unknown };
}

/** The policies of the symphony's domain hold here too. Whether they exist is the domain's concern. */
function inheritedPolicies(symphony: SymphonyNode, lookup: Lookup): Reference[] {
  const domain = lookup.find('Domain', symphony.value.domain);
  const site = { to: 'policy', role: 'inherited', path: ['domain'], subject: symphony.subject } as const;
  return (domain?.policies ?? []).map(({ name }) => documentReference(lookup, site, name));
}
