/** What others need to know of a symphony. */
import { append } from '../../../runtime/core/lists.ts';
import { parseDuration } from '../../base/duration.ts';
import { eventsOf } from '../../base/events.ts';
import { namesIn } from '../../base/expression-nodes.ts';
import { linkOf } from '../../base/links.ts';
import { needsTheUnknown, orderBeats } from '../../base/needs.ts';
import { placeAt } from '../../base/spans.ts';
import type { BeatNode, SymphonyNode } from '../../model/bound.ts';
import type { Beat, Document, Path, Symphony } from '../../model/document.ts';
import type { BeatOutline, Mention, MovementOutline, ScriptOutline, SymphonySummary } from '../../model/index.ts';
import { mentions, summaryBase } from '../summary.ts';
import { expressionsOf } from './expressions.ts';
import { repeats, symphonyNode } from './nodes.ts';

export function summariseSymphony(document: Document<'Symphony'>): SymphonySummary {
  const { value } = document;
  const symphony = symphonyNode(value, document.id);
  const lists = (field: 'policies' | 'metrics' | 'measures'): Mention[] => collect(document, field);
  const budgetMs = parseDuration(value.budget);
  return {
    ...summaryBase(document),
    category: value.category ?? '',
    purpose: value.purpose ?? value.description ?? '',
    domain: { name: value.domain, at: placeAt(document, ['domain']) },
    dynamics: value.dynamics ?? 'mf',
    ...(budgetMs === undefined ? {} : { budgetMs }),
    movements: value.movements.map(outline),
    movementCount: value.movements.length,
    beatCount: symphony.beats.reduce((sum, beat) => sum + beat.count, 0),
    scripts: Object.entries(value.scripts ?? {}).map(
      ([name, script]): ScriptOutline => ({
        name,
        at: placeAt(document, ['scripts', name], 'key'),
        movement: script.movement,
        dynamics: script.dynamics,
        report: script.report,
      }),
    ),
    performs: beatMentions(document, 'perform'),
    ...modulesNamed(symphony),
    ...linksNamed(document, symphony, 'spec', 'specs'),
    ...linksNamed(document, symphony, 'test', 'tests'),
    after: (value.after ?? []).map((after, i) => ({
      name: after.symphony,
      at: placeAt(document, ['after', i, 'symphony']),
    })),
    beatCycles: beatCycles(document, symphony),
    ...(symphony.beats.some(needsTheUnknown) ? { needsTheUnknown: true } : {}),
    metrics: [...lists('metrics'), ...expressionMentions(document, symphony)],
    measures: firsts(lists('measures')),
    policies: lists('policies'),
    evidence: namesOf(symphony, 'evidence'),
    events: eventsOf(value).map(({ name }) => name),
    awaits: namesOf(symphony, 'awaits'),
    produces: namesOf(symphony, 'produces'),
  };
}

/** What the beats list under `field`, each once. */
const namesOf = ({ beats }: SymphonyNode, field: 'evidence' | 'awaits' | 'produces'): string[] => [
  ...new Set(beats.flatMap(({ value }) => value[field] ?? [])),
];

const outline = (movement: Symphony['movements'][number]): MovementOutline => ({
  id: movement.id,
  title: movement.title,
  purpose: movement.purpose ?? movement.description ?? '',
  beats: outlineBeats(movement.beats ?? []),
});

/** Beats in a row that play from the same level are told as one. */
function outlineBeats(beats: readonly Beat[]): BeatOutline[] {
  const outlines: { count: number; from: string }[] = [];
  for (const beat of beats) {
    const from = beat.from ?? 'p';
    const last = outlines.at(-1);
    if (last?.from === from) last.count += repeats(beat);
    else outlines.push({ count: repeats(beat), from });
  }
  return outlines;
}

/** The first mention of each name. */
const firsts = (all: readonly Mention[]): Mention[] =>
  [...new Map([...all].reverse().map((one) => [one.name, one])).values()].reverse();

/** The names under `field` of the symphony, its movements and its beats. */
function collect(document: Document<'Symphony'>, field: 'policies' | 'metrics' | 'measures'): Mention[] {
  const found: Mention[] = [];
  const add = (part: object, path: Path): void => {
    const names = (part as Record<string, unknown>)[field];
    if (Array.isArray(names)) append(found, mentions(document, [...path, field], names as string[]));
  };
  add(document.value, []);
  document.value.movements.forEach((movement, m) => {
    add(movement, ['movements', m]);
    movement.beats?.forEach((beat, b) => {
      add(beat, ['movements', m, 'beats', b]);
    });
  });
  return found;
}

function beatMentions(document: Document<'Symphony'>, field: 'perform'): Mention[] {
  return document.value.movements.flatMap((movement, m) =>
    (movement.beats ?? []).flatMap((beat, b) => {
      const name = beat[field];
      return name === undefined ? [] : [{ name, at: placeAt(document, ['movements', m, 'beats', b, field]) }];
    }),
  );
}

/** Names in conditions that may be metrics. */
function expressionMentions(document: Document<'Symphony'>, symphony: SymphonyNode): Mention[] {
  return expressionsOf(symphony)
    .filter((site) => site.scope !== 'probe')
    .flatMap((site) => namesIn(site.text).map((name) => ({ name, at: placeAt(document, site.path) })));
}

/** The part before `#` of each handler and rollback, and those that have none. */
function modulesNamed({ beats }: SymphonyNode): Pick<SymphonySummary, 'modules' | 'calls' | 'bareHandlers'> {
  const named = beats.flatMap(({ value }) => [value.handler ?? [], value.rollback ?? []].flat());
  const [withModule, bare] = [named.filter((text) => text.includes('#')), named.filter((text) => !text.includes('#'))];
  const aliases = new Set(withModule.map((text) => text.slice(0, text.indexOf('#'))));
  return {
    ...(aliases.size === 0 ? {} : { modules: [...aliases].sort(), calls: [...new Set(withModule)].sort() }),
    ...(bare.length === 0 ? {} : { bareHandlers: [...new Set(bare)].sort() }),
  };
}

/** The files that its beats name as specification or test, where their paths are portable. */
function linksNamed(
  document: Document<'Symphony'>,
  { beats }: SymphonyNode,
  field: 'spec' | 'test',
  name: 'specs' | 'tests',
): Pick<SymphonySummary, 'specs' | 'tests'> {
  const found = new Map<string, Mention>();
  for (const { value, path } of beats) {
    const text = value[field];
    const file = text === undefined ? undefined : linkOf(text).path;
    if (!file || found.has(file)) continue;
    found.set(file, { name: file, at: placeAt(document, [...path, field]) });
  }
  return found.size === 0 ? {} : { [name]: [...found.values()] };
}

/** Only `needs` can lead back, so a movement without any has no circle. */
function beatCycles(document: Document<'Symphony'>, symphony: SymphonyNode): Mention[][] {
  return symphony.movements
    .filter((movement) => movement.beats.some((beat) => beat.value.needs !== undefined))
    .flatMap((movement) => orderBeats(movement).cycles)
    .map((cycle) => cycle.map((beat, i) => waitsFor(document, beat, cycle[(i + 1) % cycle.length]!)));
}

/** The entry in `needs`; without `needs` a beat waits for the one before it, and its id stands for that. */
function waitsFor(document: Document<'Symphony'>, { value, path }: BeatNode, other: BeatNode): Mention {
  const name = other.value.id;
  const entry = value.needs?.indexOf(name);
  return { name, at: placeAt(document, [...path, ...(entry === undefined ? ['id'] : ['needs', entry])]) };
}
