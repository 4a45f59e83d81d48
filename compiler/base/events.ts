/** The events that a symphony declares, however each is written. */
import type { Path, Symphony } from '../model/document.ts';

interface DeclaredEvent {
  readonly name: string;
  /** True when at most one beat may publish it. */
  readonly once: boolean;
}

/** In the order in which they are declared. */
export const eventsOf = ({ events }: Pick<Symphony, 'events'>): DeclaredEvent[] =>
  (events ?? []).map((event) =>
    typeof event === 'string' ? { name: event, once: false } : { name: event.name, once: event.once ?? false },
  );

/** Where the name of the event at `position` stands: alone, or as a field of an event that says more. */
export const eventNamePath = ({ events }: Pick<Symphony, 'events'>, position: number): Path =>
  typeof events![position] === 'string' ? ['events', position] : ['events', position, 'name'];
