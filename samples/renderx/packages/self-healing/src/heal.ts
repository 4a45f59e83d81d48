import { status } from '@renderx-plugins/header';
import type { Host } from '@renderx-plugins/host-sdk';
import type { Handler, Play } from '@renderx-plugins/musical-conductor';
import { diagnose } from './diagnosis.js';

/** Looks at the plays that it is given, and names the handlers to take out of play. */
export const findSickHandlers: Handler = ({ plays }) => ({ sick: diagnose((plays ?? []) as readonly Play[]) });

/** Mutes what keeps failing whenever something was played. Gives back what ends the watch. */
export function watchPlays({ conductor }: Pick<Host, 'conductor'>): () => void {
  const muted = new Set<string>();
  return conductor.plays.subscribe((plays) => {
    for (const { handler, failures } of diagnose(plays)) {
      if (muted.has(handler)) continue;
      muted.add(handler);
      conductor.mute(handler);
      status.set(`${handler} failed ${failures} times in a row and is left out.`);
    }
  });
}
