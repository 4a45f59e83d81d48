/** A symphony in a few lines of Markdown, as pages of documentation show it. */
import type { SymphonySummary } from '../model/index.ts';
import { table, text } from './markdown.ts';
import { plural } from './text.ts';

/** From one marker to the next: with a line break at both ends. Nothing of the symphony is read as markup. */
export function symphonyOutline({ movements, movementCount, beatCount, dynamics }: SymphonySummary): string {
  const rows = movements.map(({ title, purpose, beats }) => {
    const count = beats.reduce((sum, beat) => sum + beat.count, 0);
    return [text(title), String(count), text(purpose)];
  });
  const counts = `${plural(movementCount, 'movement')} with ${plural(beatCount, 'beat')}`;
  return `\n\n${table(['movement', 'beats', 'purpose'], rows)}\n${counts}, played at ${text(dynamics)} by default.\n\n`;
}
