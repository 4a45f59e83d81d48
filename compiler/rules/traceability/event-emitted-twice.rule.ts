import { eventsOf } from '../../base/events.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BeatNode } from '../../model/bound.ts';
import type { Path } from '../../model/document.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const play = (event: string, ...beats: string[]): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({ extra: `events: [${event}]`, movements: movements(movement('one', ...beats)) }),
});
const once = '{ name: build.done, once: true }';

const emissionPath = ({ path, value }: BeatNode, event: string): Path => [
  ...path,
  'emits',
  value.emits!.indexOf(event),
];

export default documentRule<{ event: string; times: number; beats: number }>()({
  code: 'EVENT_EMITTED_TWICE',
  dimension: 'traceability',
  aspect: 'sequence',
  severity: 'minor',
  over: 'symphony',
  doc: `An event that is declared with \`once: true\` is emitted by several beats, or by a beat that \`each\` repeats. Whoever
acts on it acts more than once.

Leave the emission that means it, or declare the event without \`once\`. Beats that exclude each other by their conditions
count too, since nothing makes sure that they do.`,
  message: ({ event, times, beats }) =>
    beats === 1
      ? `the event \`${event}\` is declared \`once\`, but this beat emits it ${times} times`
      : `the event \`${event}\` is declared \`once\`, but ${beats} beats emit it`,
  applies: ({ value }) => eventsOf(value).some(({ once: only }) => only),
  check: ({ node, bound, report, unknown }) => {
    // An event that nobody declares may be meant for any.
    if (bound.subjects.reference.some(({ role, found }) => role === 'emits' && !found)) unknown('reported');
    eventsOf(node.value).forEach((event, i) => {
      if (!event.once) return;
      const emitters = node.beats.filter((item) => item.value.emits?.includes(event.name));
      const times = emitters.reduce((sum, item) => sum + item.count, 0);
      if (times < 2) return;
      const at = emitters[1] ?? emitters[0]!;
      const others = emitters.filter((item) => item !== at);
      report({
        params: { event: event.name, times, beats: emitters.length },
        at: emissionPath(at, event.name),
        help: 'leave one of them, or declare the event without `once`',
        related: [
          ...others.map((item) => ({
            ...bound.place(emissionPath(item, event.name)),
            message: `emitted by the beat \`${item.value.id}\` too`,
          })),
          { ...bound.place(['events', i, 'once']), message: 'declared here' },
        ],
      });
    });
  },
  examples: [
    {
      title: 'two beats',
      files: play(
        once,
        beat('a', 'run: [make]', 'emits: [build.done]'),
        beat('b', 'run: [make]', 'emits: [build.done]'),
      ),
      expect: [{ file: 'play.yaml', line: 17, column: 17 }],
    },
    {
      title: 'a beat that is repeated',
      files: play(once, beat('a', 'run: [make]', 'each: { package: [x, y] }', 'emits: [build.done]')),
      expect: [{ file: 'play.yaml', line: 15, column: 17 }],
    },
    {
      title: 'an event that may happen often',
      files: play(
        'build.done',
        beat('a', 'run: [make]', 'emits: [build.done]'),
        beat('b', 'run: [make]', 'emits: [build.done]'),
      ),
      expect: [],
    },
    { title: 'one beat', files: play(once, beat('a', 'run: [make]', 'emits: [build.done]')), expect: [] },
  ],
});
