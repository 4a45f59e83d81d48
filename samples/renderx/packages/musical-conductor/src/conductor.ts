import { type Observable, observable } from '@renderx-plugins/components';
import type { BeatContext, Data, Handler, Play, Sequence } from './sequence.js';

type Handlers = Readonly<Record<string, unknown>>;

export interface Conductor {
  /** The plays so far, oldest first. */
  readonly plays: Observable<readonly Play[]>;
  play(sequence: Sequence, data?: Data): Play;
  /** Handlers by name that are left out: what they do is skipped. */
  mute(handler: string): void;
}

/** At most so many plays are remembered. */
const remembered = 500;

/** `handlersOf` gives the exports of a plugin. */
export function createConductor(
  handlersOf: (plugin: string) => Handlers | undefined,
  publish: BeatContext['publish'],
): Conductor {
  const plays = observable<readonly Play[]>([]);
  const muted = new Set<string>();
  return {
    plays,
    mute: (handler) => muted.add(handler),
    play(sequence, data = {}) {
      const played = playAll(sequence, data, { handlers: handlersOf(sequence.plugin) ?? {}, publish, muted });
      plays.set([...plays.value, played].slice(-remembered));
      return played;
    },
  };
}

interface Hall {
  readonly handlers: Handlers;
  readonly publish: BeatContext['publish'];
  readonly muted: ReadonlySet<string>;
}

function playAll({ id, plugin, movements }: Sequence, given: Data, { handlers, publish, muted }: Hall): Play {
  let data = given;
  for (const { event, handler: name } of movements.flatMap(({ beats }) => beats)) {
    if (muted.has(`${plugin}#${name}`)) continue;
    const handler = handlers[name];
    try {
      if (typeof handler !== 'function') throw new Error(`\`${plugin}\` has no handler \`${name}\``);
      data = { ...data, ...(handler as Handler)(data, { sequence: id, event, publish }) };
    } catch (error) {
      return { sequence: id, plugin, status: 'failed', handler: name, error: String(error), data };
    }
  }
  return { sequence: id, plugin, status: 'done', data };
}
