import { notFound } from '../../base/rule-suggest.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BoundDocument, Reference } from '../../model/bound.ts';
import type { Related } from '../../model/diagnostic.ts';
import { domain, symphony } from '../example.ts';

/** The symphony whose movement `after` names; a script names one of its own symphony. */
function followed({ symphony: node, lookup }: BoundDocument, { role, path }: Reference): Related[] {
  const name = role === 'after' ? node?.value.after?.[Number(path[1])]?.symphony : undefined;
  const at = name === undefined ? undefined : lookup.find('Symphony', name)?.at;
  return at ? [{ ...at, message: `\`${name}\` is defined here` }] : [];
}

export default documentRule<{ name: string }>()({
  code: 'MOVEMENT_NOT_FOUND',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'critical',
  fixable: 'safe',
  over: 'reference',
  doc: `A symphony follows a movement, or a script plays one, that the symphony in question does not have. So the symphony is
never started, or the script plays nothing.

Usually the name is misspelt; the nearest movement is suggested.`,
  message: ({ name }) => `the symphony has no movement \`${name}\``,
  applies: ({ to }) => to === 'movement',
  check: ({ node, bound, report }) => {
    if (node.found) return;
    report({ params: { name: node.name }, ...notFound(bound, node), related: followed(bound, node) });
  },
  examples: [
    {
      title: 'a movement of another symphony, and a script for a movement of its own',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony(),
        'tour.yaml': symphony({
          id: 'tour',
          extra: 'after: [{ symphony: play, movement: on }]\nscripts:\n  tour:first: { movement: ones }',
        }),
      },
      expect: [
        { file: 'tour.yaml', line: 7, column: 37 },
        { file: 'tour.yaml', line: 9, column: 27 },
      ],
    },
    {
      title: 'movements that exist',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony(),
        'tour.yaml': symphony({
          id: 'tour',
          extra: 'after: [{ symphony: play, movement: one }]\nscripts:\n  tour:first: { movement: one }',
        }),
      },
      expect: [],
    },
  ],
});
