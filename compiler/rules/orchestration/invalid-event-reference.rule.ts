import { notFound } from '../../base/rule-suggest.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const play = (id: string, events: string, field: string): string =>
  symphony({
    id,
    extra: `events: [${events}]`,
    movements: movements(movement('one', beat('a', 'run: [node]', 'timeout: 5s', field))),
  });

export default documentRule<{ name: string; role: string }>()({
  code: 'INVALID_EVENT_REFERENCE',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'critical',
  fixable: 'safe',
  over: 'reference',
  doc: `A beat emits an event that its symphony does not declare, or waits for one that no symphony declares. Nobody can rely
on the first; the second never comes.

Usually the name is misspelt; the nearest event of the symphony is suggested.
Otherwise declare the event under \`events\` of the symphony that emits it.`,
  message: ({ name, role }) =>
    role === 'emits'
      ? `the event \`${name}\` that this beat emits is not declared by its symphony`
      : `the event \`${name}\` that this beat waits for is declared by no symphony`,
  help: 'declare it under `events` of the symphony that emits it',
  applies: ({ to }) => to === 'event',
  check: ({ node, bound, report }) => {
    if (!node.found) report({ params: { name: node.name, role: node.role }, ...notFound(bound, node) });
  },
  examples: [
    {
      title: 'a misspelt event',
      files: { 'domain.yaml': domain(), 'play.yaml': play('play', 'build.done', 'emits: [build.doen]') },
      expect: [{ file: 'play.yaml', line: 15, column: 17 }],
    },
    {
      title: 'an event of nobody, and one of another symphony that is not for this one to emit',
      files: {
        'domain.yaml': domain(),
        'one.yaml': play('one', '', 'awaits: [build.done]'),
        'two.yaml': play('two', 'build.start', 'emits: [build.start]'),
        'three.yaml': play('three', '', 'emits: [build.start]'),
      },
      expect: [
        { file: 'one.yaml', line: 15, column: 18 },
        { file: 'three.yaml', line: 15, column: 17 },
      ],
    },
    {
      title: 'an event of another symphony that is waited for',
      files: {
        'domain.yaml': domain(),
        'one.yaml': play('one', 'build.done', 'emits: [build.done]'),
        'two.yaml': play('two', '', 'awaits: [build.done]'),
      },
      expect: [],
    },
  ],
});
