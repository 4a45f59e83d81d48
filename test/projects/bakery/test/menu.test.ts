import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkAllergens, checkPrices, checkRecipes, readMenu, writeMenu } from '../handlers/menu.ts';
import { contextFor, enterKitchen } from './kitchen.ts';

let leave: () => void;
beforeEach(() => {
  leave = enterKitchen();
});
afterEach(() => leave());

/** Changes the text of the menu. */
function edit(from: string, to: string): void {
  writeFileSync('data/menu.json', readFileSync('data/menu.json', 'utf8').replace(from, to));
}

it('counts the dishes', async () => {
  const context = contextFor('read-menu');
  await readMenu(context);
  expect(context.measured).toEqual({ menu_items: 3 });
});

it('refuses a menu that is none', async () => {
  writeFileSync('data/menu.json', '{ "dishes": ');
  await expect(readMenu(contextFor('read-menu'))).rejects.toThrow('data/menu.json is not JSON');
});

it('finds an ingredient that the pantry does not know', async () => {
  edit('"walnuts": 90', '"saffron": 90');
  const context = contextFor('check-recipes');
  await checkRecipes(context);
  expect(context.measured).toEqual({ recipe_errors: 1 });
});

it('finds an allergen that is not declared', async () => {
  edit('["eggs", "gluten", "milk"]', '["eggs", "gluten"]');
  const context = contextFor('check-allergens');
  await checkAllergens(context);
  expect(context.measured).toEqual({ allergen_errors: 1 });
});

it('refuses prices in another currency', async () => {
  edit('"EUR"', '"CHF"');
  await expect(checkPrices(contextFor('check-prices', { input: { currency: 'EUR' } }))).rejects.toThrow('CHF');
});

it('writes down what every dish costs', async () => {
  await writeMenu(contextFor('write-menu'));
  const { dishes } = JSON.parse(readFileSync('build/menu.json', 'utf8'));
  expect(dishes.map(({ id }: { id: string }) => id)).toEqual(['country-loaf', 'croissant', 'walnut-bread']);
  for (const { cost, price } of dishes) {
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThan(price);
  }
});
