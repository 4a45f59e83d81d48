import { tempoRange } from '../../base/music.ts';
import { documentRule } from '../../diagnostics/define.ts';
import { domain, symphony } from '../example.ts';

export default documentRule<{ tempo: number }>()({
  code: 'TEMPO_INVALID',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'minor',
  fixable: 'safe',
  over: 'symphony',
  doc: `The tempo is outside what can be played: below ${tempoRange.least} or above ${tempoRange.most} beats a minute. The standard is 120.

Choose a tempo from ${tempoRange.least} to ${tempoRange.most}.`,
  message: ({ tempo }) =>
    `a tempo of ${tempo} cannot be played; it runs from ${tempoRange.least} to ${tempoRange.most}`,
  applies: ({ value }) => value.tempo !== undefined,
  check: ({ node, bound, report }) => {
    const tempo = node.value.tempo!;
    if (tempo >= tempoRange.least && tempo <= tempoRange.most) return;
    const near = tempo < tempoRange.least ? tempoRange.least : tempoRange.most;
    const place = bound.place(['tempo']);
    report({
      params: { tempo },
      at: ['tempo'],
      help: `the nearest that can be played is ${near}`,
      fix: { title: `set the tempo to ${near}`, safe: true, edits: [{ ...place, text: String(near) }] },
    });
  },
  examples: [
    {
      title: 'too fast',
      files: { 'domain.yaml': domain(), 'play.yaml': symphony({ extra: 'tempo: 300' }) },
      expect: [{ file: 'play.yaml', line: 7, column: 8 }],
    },
    {
      title: 'the standard',
      files: { 'domain.yaml': domain(), 'play.yaml': symphony({ extra: 'tempo: 120' }) },
      expect: [],
    },
  ],
});
