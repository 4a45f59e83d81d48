/** The JSON sources of the plugins: components, sequences, topics, layouts and interactions. */
import { byText, listFiles, readJson } from './files.ts';

interface Beat {
  readonly beat: number;
  readonly event: string;
  readonly handler: string;
}

export interface Sequence {
  readonly id: string;
  readonly name: string;
  readonly movements: readonly { readonly id: string; readonly beats: readonly Beat[] }[];
}

export interface Topic {
  readonly topic: string;
  readonly plays: readonly string[];
}

export interface Interaction {
  readonly interaction: string;
  readonly topic: string;
}

export interface Slot {
  readonly slot: string;
  readonly order: number;
  readonly view: string;
}

export interface Component {
  readonly type: string;
  readonly name: string;
  readonly category: string;
  readonly tag: string;
}

/** A part of a source with the package that it comes from, by its short name. */
export type Owned<T> = T & { readonly plugin: string };

export interface Sources {
  readonly components: readonly Owned<Component>[];
  readonly sequences: readonly Owned<Sequence>[];
  readonly topics: readonly Owned<Topic>[];
  readonly slots: readonly Owned<Slot>[];
  readonly interactions: readonly Owned<Interaction>[];
}

/** `folderOf` says where the sources of a plugin lie. Throws for a file that lacks what every file of its kind has. */
export function readSources(plugins: readonly string[], folderOf: (plugin: string) => string): Sources {
  const read = <T>(kind: string, needed: string): Owned<T>[] =>
    plugins.flatMap((plugin) =>
      listFiles(`${folderOf(plugin)}/${kind}`)
        .filter((file) => file.endsWith('.json'))
        .map((file) => {
          const path = `${folderOf(plugin)}/${kind}/${file}`;
          const value = readJson<T & object>(path)!;
          if (!(needed in value)) throw new Error(`\`${path}\` has no \`${needed}\``);
          return { ...value, plugin };
        }),
    );
  const spread = <T>(kind: string): Owned<T>[] =>
    read<Record<string, readonly T[]>>(kind, kind).flatMap((file) =>
      (file[kind] as readonly T[]).map((one) => ({ ...one, plugin: file.plugin as unknown as string })),
    );
  return {
    components: sorted(read<Component>('components', 'type'), ({ type }) => type),
    sequences: sorted(read<Sequence>('sequences', 'movements'), ({ id }) => id),
    topics: sorted(spread<Topic>('topics'), ({ topic }) => topic),
    slots: sorted(read<Slot>('layouts', 'slot'), ({ order, slot }) => `${String(order).padStart(6, '0')} ${slot}`),
    interactions: sorted(spread<Interaction>('interactions'), ({ interaction }) => interaction),
  };
}

const sorted = <T>(list: readonly T[], key: (one: T) => string): T[] =>
  [...list].sort((a, b) => byText(key(a), key(b)));

/** The handlers that a sequence calls. */
export const handlersIn = ({ movements }: Sequence): string[] =>
  movements.flatMap(({ beats }) => beats.map(({ handler }) => handler));
