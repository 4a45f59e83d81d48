/** HTML and SVG that code writes: every value put into it is escaped, unless it is such a fragment itself. */

/** A fragment that templates insert as it is. Only `html` makes one. */
export class Html {
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  /** What Handlebars asks for: a value with this method is not escaped again. */
  toHTML(): string {
    return this.text;
  }
  toString(): string {
    return this.text;
  }
}

type HtmlValue = string | number | Html | undefined | false | readonly (string | number | Html)[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
  '`': '&#x60;',
};

/** Text for element content and for quoted attribute values. */
export const escapeHtml = (text: string): string =>
  /[&<>"'`]/.test(text) ? text.replace(/[&<>"'`]/g, (c) => entities[c]!) : text;

function put(value: HtmlValue): string {
  if (typeof value === 'string') return escapeHtml(value);
  if (value instanceof Html) return value.toString();
  if (value === undefined || value === false) return '';
  return typeof value === 'number' ? String(value) : value.map(put).join('');
}

/** A template literal whose values are escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let text = parts[0]!;
  for (let i = 0; i < values.length; i++) text += put(values[i]) + parts[i + 1]!;
  return new Html(text);
}

export const noHtml = new Html('');
