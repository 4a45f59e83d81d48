/** The agents of the system are its plugins: they react to topics by playing sequences. Whether they can, and how. */
import { handlersIn, type Owned, type Sequence, type Sources } from './sources.ts';

/** The exports of each plugin; none for one whose code cannot be read, which the build of the package will tell. */
export type Exports = ReadonlyMap<string, ReadonlySet<string>>;

/** A sentence for everything that keeps a plugin from reacting as its sources say. */
export const behaviorProblems = (sources: Sources, exports: Exports): string[] => [
  ...sources.sequences.flatMap((sequence) => sequenceProblems(sequence, exports)),
  ...unheard(sources),
  ...topicProblems(sources),
  ...sources.interactions
    .filter(({ topic }) => !sources.topics.some((one) => one.topic === topic))
    .map((one) => `the interaction \`${one.interaction}\` publishes \`${one.topic}\`, which is no topic`),
  ...sources.slots
    .filter(({ plugin, view }) => exports.has(plugin) && !exports.get(plugin)!.has(view))
    .map(({ slot, plugin, view }) => `the slot \`${slot}\` shows \`${view}\`, which \`${plugin}\` does not export`),
  ...twice(
    'component',
    sources.components.map(({ type }) => type),
  ),
  ...twice(
    'sequence',
    sources.sequences.map(({ id }) => id),
  ),
  ...twice(
    'topic',
    sources.topics.map(({ topic }) => topic),
  ),
  ...twice(
    'interaction',
    sources.interactions.map(({ interaction }) => interaction),
  ),
  ...twice(
    'slot',
    sources.slots.map(({ slot }) => slot),
  ),
];

function sequenceProblems(sequence: Owned<Sequence>, exports: Exports): string[] {
  const { id, plugin, movements } = sequence;
  const known = exports.get(plugin);
  const missing = known ? handlersIn(sequence).filter((handler) => !known.has(handler)) : [];
  const misnumbered = movements.filter(({ beats }) => beats.some(({ beat }, i) => beat !== i + 1));
  return [
    ...missing.map((handler) => `the sequence \`${id}\` calls \`${handler}\`, which \`${plugin}\` does not export`),
    ...misnumbered.map((movement) => `the beats of \`${movement.id}\` in \`${id}\` are not numbered from 1 on`),
    ...(handlersIn(sequence).length === 0 ? [`the sequence \`${id}\` has no beat`] : []),
  ];
}

/** Sequences that no topic plays: nobody can make the plugin react with them. */
const unheard = ({ sequences, topics }: Sources): string[] =>
  sequences
    .filter(({ id }) => !topics.some(({ plays }) => plays.includes(id)))
    .map(({ id }) => `no topic plays the sequence \`${id}\``);

const topicProblems = ({ sequences, topics }: Sources): string[] =>
  topics.flatMap(({ topic, plays }) =>
    plays
      .filter((id) => !sequences.some((one) => one.id === id))
      .map((id) => `the topic \`${topic}\` plays \`${id}\`, which is no sequence`),
  );

const twice = (what: string, names: readonly string[]): string[] =>
  [...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map(
    (name) => `there are two of the ${what} \`${name}\``,
  );
