import { documentRule } from '../../diagnostics/define.ts';
import type { MovementNode, SymphonyNode } from '../../model/bound.ts';
import type { Path } from '../../model/document.ts';
import { beat, domain, movement, movements, symphony } from '../example.ts';

/** True when the numbers begin anew with 1 in each movement that has numbers: then they are counted by movement. */
function startsAnew({ movements: all }: SymphonyNode): boolean {
  const first = all.map(({ beats }) => beats.find(({ value }) => value.number !== undefined)?.value.number);
  const numbered = first.filter((number) => number !== undefined);
  return numbered.length > 1 && numbered.every((number) => number === 1);
}

interface Double {
  readonly movement: MovementNode;
  readonly part: 'movement' | 'beat';
  readonly what: string;
  readonly path: Path;
  readonly first: Path;
}

/** Collects what comes a second time. */
function firsts<K>(found: Double[], part: Double['part'], field: string, what: (key: K) => string) {
  const seen = new Map<K, Path>();
  return (key: K, movement: MovementNode, path: Path): void => {
    const first = seen.get(key);
    if (!first) seen.set(key, [...path, field]);
    else found.push({ movement, part, what: what(key), path: [...path, field], first });
  };
}

/** All movements and beats of a symphony whose id or number is that of an earlier one. */
function doublesIn(whole: SymphonyNode): Double[] {
  const found: Double[] = [];
  const byMovement = startsAnew(whole);
  const movementId = firsts<string>(found, 'movement', 'id', (id) => `id \`${id}\``);
  const beatId = firsts<string>(found, 'beat', 'id', (id) => `id \`${id}\``);
  const inAll = firsts<number>(found, 'beat', 'number', (number) => `number ${number}`);
  for (const item of whole.movements) {
    movementId(item.value.id, item, item.path);
    const number = byMovement ? firsts<number>(found, 'beat', 'number', (own) => `number ${own}`) : inAll;
    for (const { value, path } of item.beats) {
      beatId(value.id, item, path);
      if (value.number !== undefined) number(value.number, item, path);
    }
  }
  return found;
}

/** Asked for once a movement, found once a symphony. */
const known = new WeakMap<SymphonyNode, readonly Double[]>();

function doublesOf(node: MovementNode): readonly Double[] {
  const all = known.get(node.symphony) ?? doublesIn(node.symphony);
  known.set(node.symphony, all);
  return all.filter(({ movement: own }) => own === node);
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
    for (const { part, what, path, first } of doublesOf(node)) {
      const related = [{ ...bound.place(first), message: `the first ${part} with this ${what}` }];
      report({ params: { part, what }, at: path, related });
    }
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
