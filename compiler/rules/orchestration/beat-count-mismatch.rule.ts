import { plural } from '../../base/text.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BoundDocument, SymphonyNode } from '../../model/bound.ts';
import type { Fix, Place, Related } from '../../model/diagnostic.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

type Counted = 'movements' | 'beats';

const countOf = (beats: SymphonyNode['beats']): number => beats.reduce((sum, { count }) => sum + count, 0);

/** What the count is made of. */
const breakdown = (node: SymphonyNode, bound: BoundDocument): Related[] =>
  node.movements.map(({ value, path, beats }) => ({
    ...bound.place([...path, 'id']),
    message: `\`${value.id}\` has ${plural(countOf(beats), 'beat')}`,
  }));

const helpWith = (actual: number): string => `claim ${actual}, or nothing: counts are taken from the content`;

const claim = (place: Place, actual: number): Fix => ({
  title: `claim ${actual}`,
  safe: true,
  edits: [{ ...place, text: String(actual) }],
});

export default documentRule<{ what: Counted; claimed: number; actual: number }>()({
  code: 'BEAT_COUNT_MISMATCH',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'critical',
  fixable: 'safe',
  over: 'symphony',
  doc: `A number of beats or movements that is claimed for a symphony or a movement is not the number it has. Counts are always taken from
the content; a claim is only compared with it. A beat with \`each\` counts once for each of its values.

Correct the claim (that is the edit that \`check\` suggests) and the document it comes from, or write the beats that are
missing.`,
  message: ({ what, claimed, actual }) => {
    const one = what.slice(0, -1);
    return `${plural(claimed, `${one} is`, `${what} are`)} claimed, but there ${actual === 1 ? 'is' : 'are'} ${actual}`;
  },
  applies: ({ value, movements: parts }) =>
    value.claims?.beats !== undefined ||
    value.claims?.movements !== undefined ||
    parts.some((part) => part.value.claims?.beats !== undefined),
  check: ({ node, bound, report }) => {
    for (const { value, path, beats } of node.movements) {
      const claimed = value.claims?.beats;
      const actual = countOf(beats);
      if (claimed === undefined || claimed === actual) continue;
      const at = [...path, 'claims', 'beats'];
      report({
        params: { what: 'beats', claimed, actual },
        at,
        help: helpWith(actual),
        fix: claim(bound.place(at), actual),
      });
    }
    const actual = { movements: node.movements.length, beats: countOf(node.beats) };
    for (const what of ['movements', 'beats'] as const) {
      const claimed = node.value.claims?.[what];
      if (claimed === undefined || claimed === actual[what]) continue;
      report({
        params: { what, claimed, actual: actual[what] },
        at: ['claims', what],
        help: helpWith(actual[what]),
        related: what === 'beats' ? breakdown(node, bound) : [],
        fix: claim(bound.place(['claims', what]), actual[what]),
      });
    }
  },
  examples: [
    {
      title: 'more movements and fewer beats claimed than there are',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          extra: 'claims: { movements: 2, beats: 3 }',
          movements: movements(
            movement('one', beat('a'), beat('b', 'run: [node]', 'timeout: 5s', 'each: { part: [x, y, z] }')),
          ),
        }),
      },
      expect: [
        { file: 'play.yaml', line: 7, column: 22 },
        { file: 'play.yaml', line: 7, column: 32 },
      ],
    },
    {
      title: 'the beats of one movement',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(movement('one', beat('a')), `${movement('two', beat('b'))}\n    claims: { beats: 6 }`),
        }),
      },
      expect: [{ file: 'play.yaml', line: 20, column: 22 }],
    },
    {
      title: 'true claims, where `each` counts each of its values',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          extra: 'claims: { movements: 1, beats: 4 }',
          movements: movements(
            movement('one', beat('a'), beat('b', 'run: [node]', 'timeout: 5s', 'each: { part: [x, y, z] }')),
          ),
        }),
      },
      expect: [],
    },
  ],
});
