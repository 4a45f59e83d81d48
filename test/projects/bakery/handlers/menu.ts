/** The kitchen looks over its menu. */
import { allergensOf, costOf, readPantry, readMenu as readMenuFile, unknownIngredients } from '../lib/menu.ts';
import { change, takeBack as takeBackStep, writeWhole } from '../lib/undo.ts';
import type { Handlers, Rollbacks } from '../out/types/index.js';

type Check = Handlers['menu-check'];

export const readMenu: Check['read-menu'] = async ({ log, measure, emit }) => {
  const { dishes } = await readMenuFile();
  log.info(`there are ${dishes.length} dishes`);
  measure('menu_items', dishes.length);
  emit('kitchen.menu.read', { dishes: dishes.map((dish) => dish.id) });
};

export const checkRecipes: Check['check-recipes'] = async ({ log, measure }) => {
  const [{ dishes }, pantry] = await Promise.all([readMenuFile(), readPantry()]);
  const unknown = dishes.flatMap((dish) => unknownIngredients(dish, pantry).map((name) => `${name} in ${dish.id}`));
  for (const one of unknown) log.error(`the pantry knows no ${one}`);
  measure('recipe_errors', unknown.length);
};

export const checkAllergens: Check['check-allergens'] = async ({ log, measure }) => {
  const [{ dishes }, pantry] = await Promise.all([readMenuFile(), readPantry()]);
  const wrong = dishes.filter((dish) => [...dish.allergens].sort().join() !== allergensOf(dish, pantry).join());
  for (const { id, allergens } of wrong) log.error(`${id} does not contain just ${allergens.join(', ') || 'nothing'}`);
  measure('allergen_errors', wrong.length);
};

export const checkPrices: Check['check-prices'] = async ({ input, measure }) => {
  const [{ dishes, currency }, pantry] = await Promise.all([readMenuFile(), readPantry()]);
  if (currency !== input.currency) throw new Error(`the menu is in ${currency}, the pantry in ${input.currency}`);
  const margins = dishes.map((dish) => (dish.price - costOf(dish, pantry)) / dish.price);
  const lowest = Math.min(...margins);
  measure('lowest_margin', lowest);
  return { lowest };
};

export const writeMenu: Check['write-menu'] = async ({ step }) => {
  const [menu, pantry] = await Promise.all([readMenuFile(), readPantry()]);
  const dishes = menu.dishes.map((dish) => ({ ...dish, cost: costOf(dish, pantry) }));
  await change(step, ['build/menu.json'], () =>
    writeWhole('build/menu.json', `${JSON.stringify({ ...menu, dishes }, null, 2)}\n`),
  );
};

export const takeBack: Rollbacks['menu-check']['write-menu'] = async ({ step, log, reason }) => {
  log.warn(`${await takeBackStep(step)} files as they were, because ${reason}`);
};
