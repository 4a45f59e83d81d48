import { type Conductor, createConductor, type Data } from '@renderx-plugins/musical-conductor';
import type { Manifests } from './manifests.js';
import { type View, viewsOf } from './views.js';

/** The exports of the plugins, by name. */
export type Plugins = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Host {
  readonly conductor: Conductor;
  publish(topic: string, data?: Data): void;
  /** Says that a user did something; false when nothing reacts to it. */
  interact(interaction: string, data?: Data): boolean;
  /** The parts of the page, in their order. */
  views(): readonly View[];
}

/** Topics that sequences publish while they play are published when the sequence is over. */
export function createHost(plugins: Plugins, manifests: Manifests): Host {
  const waiting: [string, Data][] = [];
  let playing = false;
  const sequences = new Map(manifests.sequences.sequences.map((sequence) => [sequence.id, sequence]));
  const publish = (topic: string, data: Data = {}): void => {
    waiting.push([topic, data]);
    if (playing) return;
    playing = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) playFor(next[0], next[1]);
    playing = false;
  };
  const conductor = createConductor((plugin) => plugins[plugin], publish);
  const playFor = (name: string, data: Data): void => {
    const topic = manifests.topics.topics.find((one) => one.topic === name);
    for (const id of topic?.plays ?? []) {
      const sequence = sequences.get(id);
      if (sequence) conductor.play(sequence, data);
    }
  };
  return {
    conductor,
    publish,
    interact(interaction, data) {
      const found = manifests.interactions.interactions.find((one) => one.interaction === interaction);
      if (found) publish(found.topic, data);
      return found !== undefined;
    },
    views: () => viewsOf(plugins, manifests),
  };
}
