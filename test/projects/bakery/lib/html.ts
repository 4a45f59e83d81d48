/** Pages from the menu. Whatever the data holds stays text. */
import type { CostedDish } from './menu.ts';

export type Texts = Readonly<Record<string, string>>;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => entities[c]!);

export const pageName = (language: string): string => (language === 'en' ? 'index.html' : `${language}.html`);

/** The whole page in one language, with links to the others. */
export function renderMenuPage(language: string, dishes: readonly CostedDish[], texts: Texts, languages: readonly string[]): string {
  const text = (key: string): string => escapeHtml(texts[key] ?? `??${key}??`);
  const rows = dishes.map((dish) => dishRow(language, dish, text));
  const links = languages.map((other) => `<a href="${pageName(other)}" hreflang="${other}">${other}</a>`);
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>Crumb &amp; Co.</title><link rel="stylesheet" href="assets/style.css"></head>
<body>
<h1>Crumb &amp; Co.</h1>
<p>${text('welcome')}</p>
<ul>
${rows.join('\n')}
</ul>
<nav>${links.join(' ')}</nav>
</body>
</html>
`;
}

function dishRow(language: string, dish: CostedDish, text: (key: string) => string): string {
  const name = dish.name[language];
  const allergens = dish.allergens.map((allergen) => text(allergen)).join(', ');
  const title = name === undefined ? `??${escapeHtml(dish.id)}??` : escapeHtml(name);
  return `<li id="${escapeHtml(dish.id)}">${title} <b>${dish.price.toFixed(2)} €</b> <small>${text('contains')} ${allergens || text('nothing')}</small></li>`;
}

/** What stands for a text that nobody has translated. */
export const missingTexts = (html: string): number => html.match(/\?\?[\w-]+\?\?/g)?.length ?? 0;

/** The files that a page points at. */
export const linksOf = (html: string): string[] => [...html.matchAll(/\bhref="([^"]+)"/g)].map((match) => match[1]!);
