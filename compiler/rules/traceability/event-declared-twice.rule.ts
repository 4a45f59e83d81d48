import { eventNamePath, eventsOf } from '../../base/events.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const play = (events: string): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({
    extra: `events: [${events}]`,
    movements: movements(movement('one', beat('a', 'run: [make]', 'timeout: 5s', 'emits: [build.done, build.begun]'))),
  }),
});

export default documentRule<{ event: string }>()({
  code: 'EVENT_DECLARED_TWICE',
  dimension: 'traceability',
  aspect: 'sequence',
  severity: 'minor',
  over: 'symphony',
  doc: `A symphony declares an event a second time. One of the two is left over, or was meant to be another; where they say
different things, nobody knows which holds.

Remove one of them, or correct its name.`,
  message: ({ event }) => `the event \`${event}\` is declared twice`,
  help: 'remove one of the two, or correct its name',
  applies: ({ value }) => (value.events ?? []).length > 1,
  check: ({ node, bound, report }) => {
    const seen = new Map<string, number>();
    eventsOf(node.value).forEach(({ name }, i) => {
      const first = seen.get(name);
      if (first === undefined) seen.set(name, i);
      else
        report({
          params: { event: name },
          at: eventNamePath(node.value, i),
          related: [{ ...bound.place(eventNamePath(node.value, first)), message: 'first declared here' }],
        });
    });
  },
  examples: [
    {
      title: 'the same name again, alone and with more',
      files: play('build.done, build.begun, build.done, { name: build.begun, once: true }'),
      expect: [
        { file: 'play.yaml', line: 7, column: 35 },
        { file: 'play.yaml', line: 7, column: 55 },
      ],
    },
    { title: 'different events', files: play('build.done, build.begun'), expect: [] },
  ],
});
