import { append } from '../../../runtime/core/lists.ts';
import { byPlace } from '../../base/rule-places.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import type { WorkspaceAnalysis } from '../../model/analysis.ts';
import type { Mention, WorkspaceIndex } from '../../model/index.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

type Sort = 'domain' | 'symphony' | 'beat';

/** What one does to the other, and what several do. */
const verbs: Readonly<Record<Sort, readonly [one: string, several: string]>> = {
  domain: ['depends on', 'domains depend on'],
  symphony: ['performs', 'symphonies perform'],
  beat: ['waits for', 'beats wait for'],
};

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly at: Mention['at'];
}

interface Circle {
  readonly sort: Sort;
  /** From the smallest place on, so that the same circle is told in the same way wherever it was entered. */
  readonly edges: readonly Edge[];
}

/** `mentions`: each names what the one before it leads to; the first is what the last leads to. */
function circle(sort: Sort, mentions: readonly Mention[]): Circle {
  const edges = mentions.map(({ name: to, at }, i): Edge => ({ from: mentions.at(i - 1)!.name, to, at }));
  const first = edges.indexOf([...edges].sort((a, b) => byPlace(a.at, b.at))[0]!);
  return { sort, edges: [...edges.slice(first), ...edges.slice(0, first)] };
}

interface Waiting {
  readonly id: string;
  /** What it waits for. */
  readonly edges: readonly Mention[];
  readonly unknown: boolean;
}

/** The ids of those that wait for what nobody knows, directly or through others: they may be in a circle. */
function uncertain(all: readonly Waiting[]): Set<string> {
  const ids = new Set(all.map(({ id }) => id));
  const waiting = all.filter(({ edges, unknown }) => unknown || edges.length > 0);
  const followers = new Map<string, string[]>();
  for (const { id, edges } of waiting) {
    for (const { name } of edges) {
      const known = followers.get(name);
      if (known) known.push(id);
      else followers.set(name, [id]);
    }
  }
  const queue = waiting
    .filter((one) => one.unknown || one.edges.some(({ name }) => !ids.has(name)))
    .map(({ id }) => id);
  const found = new Set<string>();
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    append(queue, followers.get(id) ?? []);
  }
  return found;
}

/** One check a domain and a symphony; a circle of documents belongs to the one that it is told from, and fails for all. */
function subjectsOf(index: WorkspaceIndex, { cycles, inCircles }: WorkspaceAnalysis) {
  const owned = new Map<string, Circle[]>();
  for (const { kind, mentions } of cycles) {
    const found = circle(kind, mentions);
    const key = `${kind} ${found.edges[0]!.from}`;
    owned.set(key, [...(owned.get(key) ?? []), found]);
  }
  const lostDomains = uncertain(index.domains.map(({ id, dependsOn }) => ({ id, edges: dependsOn, unknown: false })));
  const lostSymphonies = uncertain(
    index.symphonies.map(({ id, performs, needsTheUnknown }) => ({
      id,
      edges: performs,
      unknown: needsTheUnknown === true,
    })),
  );
  const domains = index.domains.map(({ id, at }) => ({
    subject: id,
    place: at,
    unknown: lostDomains.has(id) || inCircles.domain.has(id),
    circles: owned.get(`domain ${id}`) ?? [],
  }));
  const symphonies = index.symphonies.map((symphony) => ({
    subject: symphony.id,
    get place() {
      return symphony.at;
    },
    unknown: lostSymphonies.has(symphony.id) || inCircles.symphony.has(symphony.id),
    circles: [
      ...(owned.get(`symphony ${symphony.id}`) ?? []),
      ...symphony.beatCycles.map((mentions) => circle('beat', mentions)),
    ],
  }));
  return [...domains, ...symphonies];
}

const needs = (id: string, ...names: string[]): string =>
  beat(id, 'run: [node]', 'timeout: 5s', `needs: [${names.join(', ')}]`);

const performs = (id: string, other: string): string =>
  symphony({ id, movements: movements(movement('one', beat('a', `perform: ${other}`, 'timeout: 5s'))) });

export default workspaceRule<{ sort: Sort; ids: readonly string[] }>()({
  code: 'CIRCULAR_DEPENDENCY',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'critical',
  doc: `Domains depend on each other, symphonies perform each other or beats wait for each other in a circle. Nothing in a circle
can come first, so beats in it can never play, and symphonies in it would never end.

The message shows the circle from its first place on, and every step of it is a related place. Take one of the steps out.
Where circles overlap, each is the shortest through something that lies on no other, twenty of them at most; whatever lies
on any counts as violated.
A beat without \`needs\` waits for the beat before it, which can be part of a circle. Symphonies that follow each other with
\`after\` may form a circle: that is a loop of several runs.`,
  message: ({ sort, ids }) =>
    ids.length === 1
      ? `the ${sort} \`${ids[0]}\` ${verbs[sort][0]} itself: \`${ids[0]} → ${ids[0]}\``
      : `${verbs[sort][1]} each other in a circle: \`${[...ids, ids[0]].join(' → ')}\``,
  help: 'take one of the steps out',
  subjects: subjectsOf,
  check: ({ node, report, unknown }) => {
    if (node.unknown) unknown('reported');
    for (const { sort, edges } of node.circles) {
      const params = { sort, ids: edges.map((edge) => edge.from) };
      const place = edges[0]!.at;
      const related = edges.map(({ from, to, at }) => ({ ...at, message: `\`${from}\` ${verbs[sort][0]} \`${to}\`` }));
      report(edges.length === 1 ? { params, place, help: 'take this name out' } : { params, place, related });
    }
  },
  examples: [
    {
      title: 'three domains, and one that depends on itself',
      files: {
        'z.yaml': domain('a', 'dependsOn: [b]'),
        'b.yaml': domain('b', 'dependsOn: [c]'),
        'c.yaml': domain('c', 'dependsOn: [other, a]'),
        'other.yaml': domain('other', 'dependsOn: [other]'),
      },
      expect: [
        { file: 'b.yaml', line: 8, column: 13 },
        { file: 'other.yaml', line: 8, column: 13 },
      ],
    },
    {
      title: 'two circles that meet, and a domain in one of them that depends on itself as well',
      files: {
        'a.yaml': domain('a', 'dependsOn: [b]'),
        'b.yaml': domain('b', 'dependsOn: [a, c]'),
        'c.yaml': domain('c', 'dependsOn: [b, c]'),
      },
      expect: [
        { file: 'a.yaml', line: 8, column: 13 },
        { file: 'b.yaml', line: 8, column: 16 },
        { file: 'c.yaml', line: 8, column: 16 },
      ],
    },
    {
      title: 'two symphonies that perform each other',
      files: { 'domain.yaml': domain(), 'x.yaml': performs('x', 'y'), 'y.yaml': performs('y', 'x') },
      expect: [{ file: 'x.yaml', line: 12, column: 18 }],
    },
    {
      title: 'beats that need each other, one of them by its position, and a beat that needs itself',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(
            movement('one', needs('a', 'c'), beat('b'), needs('c', 'b')),
            movement('two', needs('d', 'd')),
          ),
        }),
      },
      expect: [
        { file: 'play.yaml', line: 14, column: 17 },
        { file: 'play.yaml', line: 28, column: 17 },
      ],
    },
    {
      title: 'ways that fork and meet again, and symphonies that follow each other',
      files: {
        'a.yaml': domain('a', 'dependsOn: [b, c]'),
        'b.yaml': domain('b', 'dependsOn: [d]'),
        'c.yaml': domain('c', 'dependsOn: [d]'),
        'd.yaml': domain('d'),
        'x.yaml': symphony({
          id: 'x',
          domain: 'a',
          extra: 'after: [{ symphony: y }]',
          movements: movements(movement('one', needs('p', 's'), needs('q', 's'), beat('r'), needs('s'))),
        }),
        'y.yaml': symphony({ id: 'y', domain: 'a', extra: 'after: [{ symphony: x }]' }),
      },
      expect: [],
    },
  ],
});
