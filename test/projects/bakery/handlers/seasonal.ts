/** The season comes onto the menu. */
import { type Dish, readJson, readMenu } from '../lib/menu.ts';
import { change, takeBack as takeBackStep, writeWhole } from '../lib/undo.ts';
import type { Handlers, Rollbacks } from '../out/types/index.js';

type Season = Handlers['seasonal-menu'];

export const proposeDishes: Season['propose-dishes'] = async ({ step, measure }) => {
  const [menu, season] = await Promise.all([readMenu(), readJson<Dish[]>('data/seasonal.json')]);
  const known = new Set(menu.dishes.map((dish) => dish.id));
  const dishes = season.filter((dish) => !known.has(dish.id));
  await change(step, ['build/season.json'], () =>
    writeWhole('build/season.json', `${JSON.stringify(dishes, null, 2)}\n`),
  );
  measure('seasonal_dishes', dishes.length);
};

export const changeMenu: Season['change-menu'] = async ({ step }) => {
  const [menu, dishes] = await Promise.all([readMenu(), readJson<Dish[]>('build/season.json')]);
  const changed = { ...menu, dishes: [...menu.dishes, ...dishes] };
  await change(step, ['data/menu.json'], () => writeWhole('data/menu.json', `${JSON.stringify(changed, null, 2)}\n`));
  return { added: dishes.map((dish) => dish.id) };
};

export const takeBack: Rollbacks['seasonal-menu']['change-menu'] & Rollbacks['seasonal-menu']['propose-dishes'] = async ({
  step,
  log,
}: {
  step: string;
  log: { warn: (message: string) => void };
}) => {
  log.warn(`${await takeBackStep(step)} files as they were`);
};
