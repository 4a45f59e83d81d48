import type { ComponentDefinition } from '@renderx-plugins/components';
import type { Sequence } from '@renderx-plugins/musical-conductor';

/** The five manifests, as the build generates them. */
export interface Manifests {
  readonly components: { readonly components: readonly ComponentDefinition[] };
  readonly sequences: { readonly sequences: readonly Sequence[] };
  readonly topics: { readonly topics: readonly Topic[] };
  readonly layout: { readonly slots: readonly Slot[] };
  readonly interactions: { readonly interactions: readonly Interaction[] };
}

/** What can be published, and the sequences that react to it. */
export interface Topic {
  readonly topic: string;
  readonly plugin: string;
  readonly plays: readonly string[];
}

/** What a user does, and the topic that is published when it happens. */
export interface Interaction {
  readonly interaction: string;
  readonly plugin: string;
  readonly topic: string;
}

/** A part of the page, and the view of the plugin that fills it. */
export interface Slot {
  readonly slot: string;
  readonly plugin: string;
  readonly order: number;
  readonly view: string;
}
