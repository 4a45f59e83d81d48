import { eventNamePath, eventsOf } from '../../base/events.ts';
import { documentRule } from '../../diagnostics/define.ts';
import type { BoundDocument, SymphonyNode, Unknown } from '../../model/bound.ts';
import type { Path } from '../../model/document.ts';
import type { DomainSummary, Lookup } from '../../model/index.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

/** A use of what another domain owns. */
interface Use {
  readonly path: Path;
  /** The domains that own it: each of them alone would do. */
  readonly owners: readonly string[];
  readonly what: string;
}

const domainOf = (symphonyId: string, lookup: Lookup): string[] => {
  const summary = lookup.find('Symphony', symphonyId);
  return summary && !summary.broken ? [summary.domain.name] : [];
};

function symphonyUses({ value, beats }: SymphonyNode, lookup: Lookup): Use[] {
  const followed = (value.after ?? []).map(({ symphony: id }, i): Use => {
    return { path: ['after', i, 'symphony'], owners: domainOf(id, lookup), what: `follows \`${id}\`` };
  });
  const performed = beats.flatMap(({ value: { perform }, path }): Use[] => {
    if (perform === undefined) return [];
    return [{ path: [...path, 'perform'], owners: domainOf(perform, lookup), what: `performs \`${perform}\`` }];
  });
  return [...followed, ...performed];
}

function eventUses({ value, beats }: SymphonyNode, lookup: Lookup): Use[] {
  const own = new Set(eventsOf(value).map(({ name }) => name));
  return beats.flatMap(({ value: { awaits = [] }, path }) =>
    awaits.flatMap((event, i): Use[] => {
      if (own.has(event)) return [];
      const owners = lookup.declarers(event).flatMap((id) => domainOf(id, lookup));
      return [{ path: [...path, 'awaits', i], owners, what: `waits for \`${event}\`` }];
    }),
  );
}

const moduleUses = ({ subjects, lookup }: BoundDocument): Use[] =>
  subjects.handler.flatMap(({ path, module, text }): Use[] =>
    module ? [{ path, owners: lookup.fileOwners(module.path), what: `calls \`${text}\` in \`${module.path}\`` }] : [],
  );

/** By the first domain that would have to be depended upon; uses that are allowed or owned by nobody are left out. */
function crossings(bound: BoundDocument, node: SymphonyNode, own: DomainSummary): Map<string, Use[]> {
  const allowed = new Set([own.id, ...own.dependsOn.map(({ name }) => name)]);
  const { lookup } = bound;
  const found = new Map<string, Use[]>();
  for (const use of [...symphonyUses(node, lookup), ...eventUses(node, lookup), ...moduleUses(bound)]) {
    const [first] = use.owners;
    if (first === undefined || use.owners.some((owner) => allowed.has(owner))) continue;
    const uses = found.get(first);
    if (uses) uses.push(use);
    else found.set(first, [use]);
  }
  return found;
}

/** A name that leads nowhere may stand for any domain; what cannot be read may declare the same events in another. */
function whyUnknown(own: DomainSummary, lookup: Lookup): Unknown | undefined {
  const lost = own.dependsOn.some(({ name }) => !lookup.find('Domain', name));
  if (lookup.unread('Symphony', 'content') || (lost && lookup.unread('Domain', 'id'))) return 'unread';
  return lost ? 'reported' : undefined;
}

/** More places than this say nothing new. */
const shown = 3;

const shop = (depends: boolean, ...beats: string[]): Record<string, string> => ({
  'symphony.yaml': workspace('"*.yaml"', 'handlers: { kitchen: kitchen.mjs }'),
  'kitchen.mjs': 'export const bake = async () => ({ baked: true });\n',
  'kitchen.yaml': domain('kitchen', 'files: [kitchen.mjs]'),
  'shop.yaml': domain('shop', depends ? 'dependsOn: [kitchen]' : ''),
  'menu.yaml': symphony({ id: 'menu', domain: 'kitchen', extra: 'events: [kitchen.done]' }),
  'play.yaml': symphony({ domain: 'shop', movements: movements(movement('one', ...beats)) }),
});

export default documentRule<{ what: string; own: string; other: string; declares: boolean }>()({
  code: 'DOMAIN_BOUNDARY_CROSSED',
  dimension: 'orchestration',
  aspect: 'domain',
  severity: 'major',
  over: 'symphony',
  doc: `A symphony reaches into a domain that its own domain does not depend on: it performs or follows a symphony of that
domain, waits for an event that only symphonies of that domain declare, or calls a handler in a file that the domain lists under \`files\`. Dependencies count
directly, not through others. Or it declares, and so emits, an event in the namespace of another domain; no dependency
allows that. Whoever owns the other domain cannot know what a change of theirs breaks.

Add the domain to \`dependsOn\` of the symphony's own domain, where the owners agree; else leave the work to a symphony of
that domain. All uses of one domain are one finding.`,
  message: ({ what, own, other, declares }) =>
    declares
      ? `${what}, which is in the namespace of the domain \`${other}\`, and this symphony belongs to \`${own}\``
      : `this symphony ${what}, which belongs to the domain \`${other}\`, and \`${own}\` does not depend on that`,
  check: ({ node, bound, report, unknown }) => {
    const { lookup, place } = bound;
    const own = lookup.find('Domain', node.value.domain);
    if (!own || own.broken) return unknown(own || lookup.unread('Domain', 'id') ? 'unread' : 'reported');
    eventsOf(node.value).forEach(({ name }, i) => {
      const owners = name.startsWith(`${own.value.namespace}.`) ? [] : lookup.namespaceOwners(name);
      const [other] = owners;
      if (other === undefined || owners.includes(own.id)) return;
      report({
        params: { what: `this declares \`${name}\``, own: own.id, other, declares: true },
        at: eventNamePath(node.value, i),
        help: `begin it with \`${own.value.namespace}.\`, or let a symphony of \`${other}\` declare it`,
      });
    });
    const why = whyUnknown(own, lookup);
    for (const [other, [first, ...more]] of crossings(bound, node, own)) {
      if (why) {
        unknown(why);
        break;
      }
      report({
        params: { what: first!.what, own: own.id, other, declares: false },
        at: first!.path,
        help: `add \`${other}\` to \`dependsOn\` of the domain \`${own.id}\`, or leave this to a symphony of \`${other}\``,
        related: more.slice(0, shown).map(({ path, what }) => ({ ...place(path), message: `it also ${what}` })),
      });
    }
  },
  examples: [
    {
      title: 'a symphony, an event and a handler of another domain: one dependency, one finding',
      files: shop(
        false,
        beat('a', 'perform: menu'),
        beat('b', 'run: [make]', 'awaits: [kitchen.done]'),
        beat('c', 'handler: kitchen#bake'),
      ),
      expect: [{ file: 'play.yaml', line: 12, column: 18 }],
    },
    {
      title: 'a handler alone, and a symphony that follows',
      files: {
        ...shop(false, beat('c', 'handler: kitchen#bake')),
        'next.yaml': symphony({ id: 'next', domain: 'shop', extra: 'after: [{ symphony: menu }]' }),
      },
      expect: [
        { file: 'next.yaml', line: 7, column: 21 },
        { file: 'play.yaml', line: 12, column: 18 },
      ],
    },
    {
      title: 'an event in the namespace of another domain',
      files: {
        'build.yaml': domain('build', 'dependsOn: [shop]'),
        'shop.yaml': domain('shop'),
        'play.yaml': symphony({
          extra: 'events: [shop.open]',
          movements: movements(movement('one', beat('a', 'run: [make]', 'emits: [shop.open]'))),
        }),
      },
      expect: [{ file: 'play.yaml', line: 7, column: 10 }],
    },
    {
      title: 'a domain that is depended upon',
      files: shop(
        true,
        beat('a', 'perform: menu'),
        beat('b', 'run: [make]', 'awaits: [kitchen.done]'),
        beat('c', 'handler: kitchen#bake'),
      ),
      expect: [],
    },
    {
      title: 'what nobody knows, which other codes report',
      files: shop(false, beat('a', 'perform: nothing')),
      expect: [],
    },
  ],
});
