import { eventNamePath, eventsOf } from '../../base/events.ts';
import { spanAt } from '../../base/spans.ts';
import { nearest } from '../../base/text.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { SymphonyNode } from '../../model/bound.ts';
import type { Fix } from '../../model/diagnostic.ts';
import type { RawDocument } from '../../model/document.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const play = (...events: string[]): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({
    extra: ['events:', ...events.map((event) => `  - ${event}`)].join('\n'),
    movements: movements(movement('one', beat('a', 'run: [make]', 'emits: [build.done]'))),
  }),
});

const emittedBy = (symphony: SymphonyNode): Set<string> =>
  new Set(symphony.beats.flatMap((node) => node.value.emits ?? []));

/** Takes out the line of the entry, when it has a line of its own without a comment. */
function removal({ source, spans }: RawDocument, position: number, name: string): Fix | undefined {
  const span = spanAt(spans, ['events', position]);
  const { text, file, range } = source;
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const feed = text.indexOf('\n', span.start);
  const end = feed === -1 ? text.length : feed + 1;
  const before = text.slice(start, span.start);
  const after = text.slice(span.end, end);
  if (span.end > end || !/^\s*-\s+$/.test(before) || after.trim() !== '') return undefined;
  return { title: `remove the event \`${name}\``, safe: true, edits: [{ file, range: range(start, end), text: '' }] };
}

export default documentRule<{ event: string }>()({
  code: 'EVENT_NOT_EMITTED',
  dimension: 'traceability',
  aspect: 'sequence',
  severity: 'minor',
  fixable: 'safe',
  over: 'symphony',
  doc: `A symphony declares an event that none of its beats emits. Whoever waits for it waits for ever.

Name it under \`emits\` of the beat after which it happens, or remove it from \`events\`. The suggested edit removes an entry that
has a line of its own, with no comment, and that no beat of any symphony awaits.`,
  message: ({ event }) => `no beat emits the event \`${event}\``,
  help: 'name it under `emits` of the beat after which it happens, or remove it',
  applies: ({ value }) => (value.events ?? []).length > 0,
  check: ({ node, bound, report, unknown }) => {
    const emitted = emittedBy(node);
    const { lookup } = bound;
    // What cannot be read may wait for it.
    const unread = lookup.unread('Symphony', 'content');
    const isAwaited = (event: string): boolean => unread || lookup.awaiters(event).length > 0;
    const events = eventsOf(node.value).map(({ name }) => name);
    // A list of nothing would not fit the schema.
    const someStay = events.some((event) => emitted.has(event));
    const lost = [...emitted].filter((event) => !events.includes(event));
    const meant = new Set(lost.map((event) => nearest(event, events)));
    events.forEach((event, i) => {
      if (emitted.has(event)) return;
      // INVALID_EVENT_REFERENCE tells of the misspelt name.
      if (meant.has(event)) {
        unknown('reported');
        return;
      }
      const fix = someStay && !isAwaited(event) ? removal(bound.document, i, event) : undefined;
      report({
        params: { event },
        at: eventNamePath(node.value, i),
        fix,
      });
    });
  },
  examples: [
    {
      title: 'an event that nothing emits',
      files: play('build.done', 'build.archived'),
      expect: [{ file: 'play.yaml', line: 9, column: 5 }],
    },
    {
      title: 'an event with a description',
      files: play('build.done', '{ name: build.archived, once: true }'),
      expect: [{ file: 'play.yaml', line: 9, column: 13 }],
    },
    {
      title: 'an event that is emitted under a misspelt name, which is INVALID_EVENT_REFERENCE',
      files: play('build.doen'),
      expect: [],
    },
    { title: 'every event is emitted', files: play('build.done'), expect: [] },
  ],
});
