import { documentRule } from '../../diagnostics/define.ts';
import type { BeatNode, MovementNode, SymphonyNode } from '../../model/bound.ts';
import type { Path } from '../../model/document.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

/** True when the numbers begin anew with 1 in each movement that has numbers: then they are counted by movement. */
function startsAnew({ movements: all }: SymphonyNode): boolean {
  const firsts = all.map(({ beats }) => beats.find(({ value }) => value.number !== undefined)?.value.number);
  const numbered = firsts.filter((number) => number !== undefined);
  return numbered.length > 1 && numbered.every((number) => number === 1);
}

interface Double {
  readonly what: string;
  readonly path: Path;
  readonly first: Path;
}

/** The beats of a movement whose id or number is that of an earlier beat. */
function doubles(node: MovementNode): Double[] {
  const { symphony: whole } = node;
  const byMovement = startsAnew(whole);
  const ids = new Map<string, BeatNode>();
  const numbers = new Map<number, BeatNode>();
  const found: Double[] = [];
  for (const item of whole.beats) {
    const { id, number } = item.value;
    if (item.movement.position > node.position) break;
    const own = item.movement === node;
    const path = (field: string, { path: of }: BeatNode): Path => [...of, field];
    const sameId = ids.get(id);
    if (!sameId) ids.set(id, item);
    else if (own) found.push({ what: `id \`${id}\``, path: path('id', item), first: path('id', sameId) });
    if (number === undefined || (byMovement && !own)) continue;
    const same = numbers.get(number);
    if (!same) numbers.set(number, item);
    else if (own) found.push({ what: `number ${number}`, path: path('number', item), first: path('number', same) });
  }
  return found;
}

export default documentRule<{ part: 'movement' | 'beat'; what: string }>()({
  code: 'BEAT_DUPLICATE',
  dimension: 'orchestration',
  aspect: 'sequence',
  severity: 'critical',
  over: 'movement',
  doc: `Two beats of a symphony share an id or a number, or two movements share an id. What refers to the one may mean the
other, and a run cannot be told apart.

Rename or renumber one of them; the diagnostic shows both. Numbers are compared throughout the symphony, or within each
movement where each movement begins with 1.`,
  message: ({ part, what }) => `another ${part} of this symphony already has the ${what}`,
  help: 'rename or renumber one of the two',
  check: ({ node, bound, report }) => {
    const earlier = node.symphony.movements.find(({ value }) => value.id === node.value.id);
    const movementDoubles: Double[] =
      earlier === undefined || earlier === node
        ? []
        : [{ what: `id \`${node.value.id}\``, path: [...node.path, 'id'], first: [...earlier.path, 'id'] }];
    const tell = (part: 'movement' | 'beat', { what, path, first }: Double): void =>
      report({
        params: { part, what },
        at: path,
        related: [{ ...bound.place(first), message: `the first ${part} with this ${what}` }],
      });
    for (const double of movementDoubles) tell('movement', double);
    for (const double of doubles(node)) tell('beat', double);
  },
  examples: [
    {
      title: 'two beats of one id in different movements, and two movements of one id',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(movement('one', beat('a'), beat('b')), movement('one', beat('a'), beat('c'))),
        }),
      },
      expect: [
        { file: 'play.yaml', line: 17, column: 9 },
        { file: 'play.yaml', line: 20, column: 13 },
      ],
    },
    {
      title: 'a number that comes again in a later movement',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(
            movement('one', beat('a', 'number: 1', 'run: [node]'), beat('b', 'number: 2', 'run: [node]')),
            movement('two', beat('c', 'number: 2', 'run: [node]')),
          ),
        }),
      },
      expect: [{ file: 'play.yaml', line: 21, column: 17 }],
    },
    {
      title: 'numbers that begin anew in each movement',
      files: {
        'domain.yaml': domain(),
        'play.yaml': symphony({
          movements: movements(
            movement('one', beat('a', 'number: 1', 'run: [node]'), beat('b', 'number: 2', 'run: [node]')),
            movement('two', beat('c', 'number: 1', 'run: [node]')),
          ),
        }),
      },
      expect: [],
    },
  ],
});
