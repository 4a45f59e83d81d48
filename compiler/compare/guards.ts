/** Beats that decide whether others may play: which of them each beat waits for. */
import type { Beat, Symphony } from '../model/document.ts';
import { type ChangeLog, items, type Pair } from './log.ts';

/** A person's decision, a check with an expectation, or work that is declared to be a check. */
export const isGuard = (beat: Pick<Beat, 'approve' | 'probe' | 'activity'>): boolean =>
  beat.approve !== undefined ||
  beat.probe !== undefined ||
  ['test', 'validation', 'verification', 'safety'].includes(beat.activity ?? '');

interface Order {
  /** The guards, in order; a beat's set has a bit for each. */
  readonly guards: readonly string[];
  readonly waits: ReadonlyMap<string, bigint>;
}

/** The guards that must be complete before each beat, directly or through others. */
function orderOf({ movements }: Symphony): Order {
  const all = movements.flatMap(({ beats }) => beats ?? []);
  const guards = [...new Set(all.filter(isGuard).map(({ id }) => id))];
  const bits = new Map(guards.map((id, i) => [id, 1n << BigInt(i)]));
  const waits = new Map<string, bigint>();
  let earlier = 0n;
  for (const { beats = [] } of movements) {
    const own = new Map(beats.map((beat, i) => [beat.id, { beat, i }]));
    /** Of the beat and what it waits for; a circle ends where it began. */
    const through = (id: string): bigint => (waits.get(id) ?? 0n) | (bits.get(id) ?? 0n);
    for (const start of beats) {
      const open = [start.id];
      const entered = new Set(open);
      while (open.length > 0) {
        const id = open.at(-1)!;
        const { beat, i } = own.get(id)!;
        const needs = (beat.needs ?? (i > 0 ? [beats[i - 1]!.id] : [])).filter((need) => own.has(need));
        const next = needs.find((need) => !waits.has(need) && !entered.has(need));
        if (waits.has(id) || next === undefined) {
          waits.set(
            id,
            needs.reduce((mask, need) => mask | through(need), earlier),
          );
          open.pop();
        } else {
          open.push(next);
          entered.add(next);
        }
      }
    }
    earlier = beats.reduce((mask, { id }) => mask | through(id), earlier);
  }
  return { guards, waits };
}

/** Beats named in a note at most. */
const named = 5;

/** One change for each guard of both versions that some beat of both no longer waits for. */
export function compareOrder(pair: Pair, log: ChangeLog): void {
  const [was, is] = [orderOf(pair.was as Symphony), orderOf(pair.is as Symphony)];
  const bitsNow = new Map(is.guards.map((id, i) => [id, 1n << BigInt(i)]));
  for (const [i, guard] of was.guards.entries()) {
    const bit = 1n << BigInt(i);
    const bitNow = bitsNow.get(guard);
    if (bitNow === undefined) continue;
    const free = [...was.waits]
      .filter(([beat, mask]) => (mask & bit) !== 0n && is.waits.has(beat) && (is.waits.get(beat)! & bitNow) === 0n)
      .map(([beat]) => beat);
    if (free.length === 0) continue;
    const names = free.slice(0, named).map((id) => `\`${id}\``);
    const more = free.length > named ? ` and ${free.length - named} more` : '';
    const note = `${names.join(', ')}${more} played only after it`;
    const [before, after] = [locate(pair.was as Symphony, guard), locate(pair.is as Symphony, guard)];
    const one: Pair = {
      was: undefined,
      is: undefined,
      path: ['movements', before.movement, 'beats', guard],
      wasAt: before.at,
      isAt: after.at,
      subject: `${pair.subject}/${after.movement}/${guard}`,
    };
    log.add(one, { what: `other beats no longer wait for \`${guard}\``, effect: 'weakened', note });
  }
}

function locate({ movements }: Symphony, beat: string) {
  for (const [m, movement] of movements.entries()) {
    const b = items(movement.beats).findIndex((one) => (one as Beat).id === beat);
    if (b !== -1) return { movement: movement.id, at: ['movements', m, 'beats', b] };
  }
  return { movement: '', at: [] };
}
