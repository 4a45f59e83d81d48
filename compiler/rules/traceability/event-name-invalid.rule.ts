import { eventNamePath, eventsOf } from '../../base/events.ts';
import { rewrite } from '../../base/rule-edits.ts';
import { nearest } from '../../base/text.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BoundDocument, SymphonyNode, Unknown } from '../../model/bound.ts';
import type { Edit, Fix } from '../../model/diagnostic.ts';
import type { Path } from '../../model/document.ts';
import type { Lookup } from '../../model/index.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

const isInside = (event: string, namespace: string): boolean => event.startsWith(`${namespace}.`);

/** The name in the namespace: with a misspelt beginning corrected, else with the namespace before it. */
function nameInside(event: string, namespace: string): string | undefined {
  if (event === namespace) return undefined;
  const words = event.split('.');
  const length = namespace.split('.').length;
  const begins = words.slice(0, length).join('.');
  const rest = words.slice(length).join('.');
  const renamed = rest && nearest(begins, [namespace]) ? `${namespace}.${rest}` : `${namespace}.${event}`;
  return renamed.length <= 160 ? renamed : undefined;
}

/** DOMAIN_BOUNDARY_CROSSED tells of an event in the namespace of another domain, which may be one that cannot be read. */
function whyElsewhere(event: string, lookup: Lookup): Unknown | undefined {
  if (lookup.namespaceOwners(event).length > 0) return 'reported';
  return lookup.unread('Domain', 'content') ? 'unread' : undefined;
}

/** Every place in the document that names the event. */
function uses({ value, beats }: SymphonyNode, event: string): Path[] {
  const declared = eventsOf(value).flatMap(({ name }, i) => (name === event ? [eventNamePath(value, i)] : []));
  const named = beats.flatMap(({ value: fields, path }) =>
    (['emits', 'awaits'] as const).flatMap((role) =>
      (fields[role] ?? []).flatMap((name, i) => (name === event ? [[...path, role, i]] : [])),
    ),
  );
  return [...declared, ...named];
}

/** None where somebody else waits for the event, in a document or in the code of a handler that emits it. */
function renaming(node: SymphonyNode, bound: BoundDocument, event: string, name: string): Fix | undefined {
  const { document, lookup } = bound;
  const inCode = node.beats.some(({ value }) => value.handler !== undefined && value.emits?.includes(event));
  if (inCode || lookup.awaiters(event).some((id) => id !== document.id) || lookup.declarers(name).length > 0) return;
  const edits = uses(node, event).map((path) => rewrite(document, path, name));
  if (edits.includes(undefined)) return undefined;
  return { title: `write \`${name}\` everywhere in this document`, safe: true, edits: edits as Edit[] };
}

const play = (events: string, ...fields: string[]): Record<string, string> => ({
  'domain.yaml': domain(),
  'play.yaml': symphony({
    extra: `events: [${events}]`,
    movements: movements(movement('one', beat('a', 'run: [make]', ...fields))),
  }),
});

export default documentRule<{ event: string; namespace: string; domain: string }>()({
  code: 'EVENT_NAME_INVALID',
  dimension: 'traceability',
  aspect: 'sequence',
  severity: 'minor',
  fixable: 'safe',
  over: 'symphony',
  doc: `The name of an event does not begin with the namespace of the domain whose symphony declares it, followed by a dot: in
\`build\`, events are called \`build.…\`. By that beginning everybody knows whose event it is and whom to ask about it. An
event in the namespace of another domain is DOMAIN_BOUNDARY_CROSSED.

Rename the event. The suggested edit renames it everywhere in the document; there is none when a symphony elsewhere waits
for it or a handler emits it, since its code names it too.`,
  message: ({ event, namespace, domain: owner }) =>
    `the event \`${event}\` is not in \`${namespace}\`, the namespace of the domain \`${owner}\``,
  applies: ({ value }) => (value.events ?? []).length > 0,
  check: ({ node, bound, report, unknown }) => {
    const { value } = node;
    const owner = bound.lookup.find('Domain', value.domain);
    if (!owner || owner.broken) return unknown(owner || bound.lookup.unread('Domain', 'id') ? 'unread' : 'reported');
    const { namespace } = owner.value;
    // Of a namespace that two domains claim nobody knows whose it is.
    if (bound.lookup.namespaceOwners(`${namespace}.`).some((id) => id !== owner.id)) return unknown('reported');
    const told = new Set<string>();
    for (const [i, { name: event }] of eventsOf(value).entries()) {
      if (isInside(event, namespace) || told.has(event)) continue;
      told.add(event);
      const why = whyElsewhere(event, bound.lookup);
      if (why) {
        unknown(why);
        continue;
      }
      const name = nameInside(event, namespace);
      report({
        params: { event, namespace, domain: owner.id },
        at: eventNamePath(value, i),
        help: name ? `call it \`${name}\`` : `begin it with \`${namespace}.\``,
        fix: name ? renaming(node, bound, event, name) : undefined,
        related: [{ ...owner.namespaceAt, message: 'the namespace' }],
      });
    }
  },
  examples: [
    {
      title: 'a name without the namespace, a misspelt one, and the namespace alone',
      files: play('done, biuld.begun, build', 'emits: [done, biuld.begun, build]', 'awaits: [biuld.begun]'),
      expect: [
        { file: 'play.yaml', line: 7, column: 10 },
        { file: 'play.yaml', line: 7, column: 16 },
        { file: 'play.yaml', line: 7, column: 29 },
      ],
    },
    {
      title: 'an event that another symphony waits for',
      files: {
        ...play('{ name: done }', 'emits: [done]'),
        'other.yaml': symphony({
          id: 'other',
          movements: movements(movement('one', beat('a', 'run: [make]', 'awaits: [done]'))),
        }),
      },
      expect: [{ file: 'play.yaml', line: 7, column: 18 }],
    },
    {
      title: 'a name in the namespace, and one that belongs to another domain',
      files: { ...play('build.done, shop.open', 'emits: [build.done, shop.open]'), 'shop.yaml': domain('shop') },
      expect: [],
    },
  ],
});
