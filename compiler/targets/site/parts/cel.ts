/** Expressions with their names as links. */
import { type Html, html } from '../html.ts';
import { breakable } from './text.ts';

/** Texts in quotes, names that are no members, and what lies between. */
const tokens = /("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?<![\w.])[A-Za-z_]\w*)/;

/** `href` gives the place that a name leads to; null for one that leads nowhere. */
export function celView(text: string, href: (name: string) => string | null): Html {
  return html`${text.split(tokens).map((token, i) => {
    const to = i % 2 === 1 && /^\w/.test(token) ? href(token) : null;
    return to === null ? breakable(token) : html`<a href="${to}">${breakable(token)}</a>`;
  })}`;
}
