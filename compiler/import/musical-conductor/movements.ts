/** Movements, whatever the name of the list that holds their beats. */
import type { Path } from '../../model/document.ts';
import type { Draft } from '../draft.ts';
import { titleOf, UniqueNames } from '../names.ts';
import type { Original } from '../original.ts';
import { putBeat } from './beats.ts';
import type { HandlerTable } from './handlers.ts';
import { putStory } from './stories.ts';

/** What the list of a movement's beats is called, by dialect. */
export const beatLists = ['beats', 'steps', 'sequence'] as const;

export function putMovements(symphony: Draft, original: Original, handlers: HandlerTable): void {
  const names = new UniqueNames();
  const beatNames = new UniqueNames();
  for (const [i, movement] of original.at('movements').items().entries()) {
    const path: Path = ['movements', i];
    const named = movement.text('id') ?? movement.text('name') ?? movement.text('title');
    symphony.put(path, {}, movement.path);
    symphony.put([...path, 'id'], names.of(named?.value ?? '', `movement-${i + 1}`), named?.path ?? movement.path);
    const title = movement.text('name') ?? movement.text('title') ?? named;
    symphony.put([...path, 'title'], titleOf(title?.value ?? `Movement ${i + 1}`), title?.path ?? movement.path);
    symphony.putText([...path, 'purpose'], movement.text('purpose'));
    symphony.putText([...path, 'description'], movement.text('description') ?? movement.text('businessValue'));
    putStory(symphony, path, movement);
    symphony.putText([...path, 'claims', 'beats'], movement.number('beats'));
    if (movement.at('movement').value === i + 1) movement.at('movement').take();
    const beats = beatLists.flatMap((list) => movement.maps(list));
    for (const [b, beat] of beats.entries())
      putBeat(symphony, [...path, 'beats', b], beat, { names: beatNames, handlers });
  }
}
