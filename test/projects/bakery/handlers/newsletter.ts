/** The shop writes to its guests. */
import { readFile } from 'node:fs/promises';
import { type CostedDish, readJson } from '../lib/menu.ts';
import { change, takeBack, writeWhole } from '../lib/undo.ts';
import type { Handlers, Rollbacks } from '../out/types/index.js';

type Newsletter = Handlers['newsletter'];

const letter = 'build/letters/letter.txt';

export const writeLetter: Newsletter['write-letter'] = async ({ step, inputs: { language }, measure }) => {
  const { dishes } = await readJson<{ dishes: CostedDish[] }>('build/menu.json');
  const names = dishes.map((dish) => `- ${dish.name[language] ?? dish.id}, ${dish.price.toFixed(2)} €`);
  await change(step, [letter], () => writeWhole(letter, `Dear GUEST,\n\nthis is what we bake:\n\n${names.join('\n')}\n`));
  measure('letters_written', 1);
};

export const addressLetters: Newsletter['address-letters'] = async ({ step, inputs: { guests } }) => {
  const text = await readFile(letter, 'utf8');
  const paths = Array.from({ length: guests }, (_, i) => `build/letters/guest-${i + 1}.txt`);
  await change(step, paths, async () => {
    for (const [i, path] of paths.entries()) await writeWhole(path, text.replace('GUEST', `guest ${i + 1}`));
  });
  return { letters: paths.length };
};

export const tearUp: Rollbacks['newsletter']['write-letter'] & Rollbacks['newsletter']['address-letters'] = async ({
  step,
  log,
}: {
  step: string;
  log: { warn: (message: string) => void };
}) => {
  log.warn(`${step}: ${await takeBack(step)} letters torn up`);
};
