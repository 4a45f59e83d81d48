/** The menu and the pantry, as the files say. */
import { readFile } from 'node:fs/promises';

export interface Dish {
  readonly id: string;
  readonly name: Readonly<Record<string, string>>;
  /** In euros. */
  readonly price: number;
  readonly allergens: readonly string[];
  /** Grams by ingredient. */
  readonly recipe: Readonly<Record<string, number>>;
}

export interface Menu {
  readonly currency: string;
  readonly dishes: readonly Dish[];
}

export interface Ingredient {
  /** Euros a kilogram. */
  readonly price: number;
  readonly allergens: readonly string[];
}

export type Pantry = Readonly<Record<string, Ingredient>>;

/** A dish with what its ingredients cost, as the shop gets it. */
export interface CostedDish extends Dish {
  readonly cost: number;
}

export async function readJson<T>(path: string): Promise<T> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new Error(`${path} is not JSON: ${(error as Error).message}`);
  }
}

export async function readMenu(path = 'data/menu.json'): Promise<Menu> {
  const menu = await readJson<Partial<Menu>>(path);
  if (!Array.isArray(menu.dishes) || typeof menu.currency !== 'string') throw new Error(`${path} is no menu`);
  const ids = menu.dishes.map((dish: Dish) => dish.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new Error(`${path} has two dishes called ${twice}`);
  return menu as Menu;
}

export const readPantry = (): Promise<Pantry> => readJson<Pantry>('data/pantry.json');

/** Ingredients of a dish that the pantry does not know. */
export const unknownIngredients = (dish: Dish, pantry: Pantry): string[] =>
  Object.keys(dish.recipe).filter((name) => !Object.hasOwn(pantry, name));

/** The allergens that the ingredients bring in, sorted. */
export const allergensOf = (dish: Dish, pantry: Pantry): string[] =>
  [...new Set(Object.keys(dish.recipe).flatMap((name) => pantry[name]?.allergens ?? []))].sort();

/** What the ingredients cost, in euros to the cent. */
export function costOf(dish: Dish, pantry: Pantry): number {
  const cost = Object.entries(dish.recipe).reduce((sum, [name, g]) => sum + ((pantry[name]?.price ?? 0) * g) / 1000, 0);
  return Math.round(cost * 100) / 100;
}
