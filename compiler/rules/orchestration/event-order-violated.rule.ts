import { eventsOf } from '../../base/events.ts';
import { emittersIn } from '../../base/lineage.ts';
import { hasNoOrder } from '../../base/needs.ts';
import { playsBefore, playsWhenever } from '../../base/order.ts';
import { list } from '../../base/text.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BeatNode, BoundDocument, SymphonyNode } from '../../model/bound.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const declaredIn = new WeakMap<SymphonyNode, ReadonlySet<string>>();

function declares(symphonyNode: SymphonyNode, event: string): boolean {
  const known = declaredIn.get(symphonyNode) ?? new Set(eventsOf(symphonyNode.value).map(({ name }) => name));
  declaredIn.set(symphonyNode, known);
  return known.has(event);
}

/** Whether only this symphony can publish the event: what others declare they may publish at any time. */
const isOwn = (node: BeatNode, event: string, { document, lookup }: BoundDocument): boolean =>
  declares(node.movement.symphony, event) && lookup.declarers(event).every((id) => id === document.id);

/** How an emitter comes too late or never. Undefined when it may come in time. */
function lateness(node: BeatNode, emitter: BeatNode): string | undefined {
  if (emitter === node) return 'the beat itself emits';
  if (playsBefore(node, emitter)) return `\`${emitter.value.id}\` emits after it`;
  return playsWhenever(node, emitter)
    ? undefined
    : `\`${emitter.value.id}\` emits only from the level \`${emitter.value.from}\` on`;
}

/** Emitters of later movements need not be looked at. */
function comesInTime(node: BeatNode, emitters: readonly BeatNode[]): boolean {
  for (const emitter of emitters) {
    if (emitter.movement.position > node.movement.position) return false;
    if (lateness(node, emitter) === undefined) return true;
  }
  return false;
}

const events = (...beats: string[]): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({ extra: 'events: [build.done]', movements: movements(movement('one', ...beats)) }),
});
const emits = 'emits: [build.done]';
const awaits = 'awaits: [build.done]';

export default documentRule<{ id: string; event: string; why: string }>()({
  code: 'EVENT_ORDER_VIOLATED',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'major',
  over: 'beat',
  doc: `A beat waits for an event of its own symphony that cannot come in time: only the beat itself emits it, or beats that play
after it, or beats that do not play at every level of dynamics at which it does. It waits until its timeout, every time.
Beats that may play at once can wait for each other's events, and events that other symphonies declare may come at any time.
An event that is declared and that no beat emits is EVENT_NOT_EMITTED.

Put the beat after the one that emits the event, with \`needs\` or by its place; or wait for another event.`,
  message: ({ id, event, why }) => `\`${id}\` waits in vain for \`${event}\`, which ${why}`,
  help: 'put it after the beat that emits the event, or wait for another one',
  applies: ({ value }) => (value.awaits ?? []).length > 0,
  check: ({ node, bound, analysis, report, unknown }) => {
    const schedule = analysis!.schedules[node.movement.position]!;
    for (const [i, event] of node.value.awaits!.entries()) {
      if (!isOwn(node, event, bound)) continue;
      const emitters = emittersIn(node.movement.symphony).get(event);
      if (!emitters || (hasNoOrder(schedule) && emitters.some(({ movement: own }) => own === node.movement))) {
        unknown('reported');
        continue;
      }
      if (comesInTime(node, emitters)) continue;
      if (bound.lookup.unread('Symphony', 'content')) {
        unknown('unread');
        continue;
      }
      const shown = emitters.slice(0, 3);
      const reasons = shown.map((emitter) => lateness(node, emitter));
      report({
        params: { id: node.value.id, event, why: list([...new Set(reasons as string[])]) },
        at: [...node.path, 'awaits', i],
        related: shown.flatMap((emitter) => {
          const at = [...emitter.path, 'emits', emitter.value.emits!.indexOf(event)];
          return emitter === node ? [] : [{ ...bound.place(at), message: 'emitted here' }];
        }),
      });
    }
  },
  examples: [
    {
      title: 'an event of the beat itself, and one of a beat after it',
      files: events(beat('a', 'run: [make]', awaits), beat('b', 'run: [make]', awaits, emits)),
      expect: [
        { file: 'play.yaml', line: 14, column: 18 },
        { file: 'play.yaml', line: 17, column: 18 },
      ],
    },
    {
      title: 'an event of a later movement',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          extra: 'events: [build.done]',
          movements: movements(
            movement('one', beat('a', 'run: [make]', awaits)),
            movement('two', beat('b', 'run: [make]', emits)),
          ),
        }),
      },
      expect: [{ file: 'play.yaml', line: 14, column: 18 }],
    },
    {
      title: 'an event of a beat that plays at a higher level only',
      files: events(beat('a', 'run: [make]', emits, 'from: ff'), beat('b', 'run: [make]', awaits, 'from: mf')),
      expect: [{ file: 'play.yaml', line: 18, column: 18 }],
    },
    {
      title: 'an event of a beat before it, of one beside it, and of another symphony',
      files: {
        ...events(
          beat('a', 'run: [make]', emits),
          beat('b', 'run: [make]', awaits),
          beat('c', 'run: [make]', 'awaits: [build.begun]', 'needs: []'),
        ),
        'beside.yaml': symphony({
          id: 'beside',
          extra: 'events: [build.more]',
          movements: movements(
            movement(
              'one',
              beat('a', 'run: [make]', 'awaits: [build.more]'),
              beat('b', 'run: [make]', 'emits: [build.more]', 'needs: []'),
            ),
          ),
        }),
        'other.yaml': symphony({ id: 'other', extra: 'events: [build.begun]' }),
      },
      expect: [],
    },
  ],
});
