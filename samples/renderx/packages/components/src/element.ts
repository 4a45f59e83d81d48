/** An element of a page as plain data. */
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
const voidTags = new Set(['img', 'input', 'br', 'hr']);

/** Names come from whoever edits a page; none may be code. */
const isHarmless = (name: string): boolean => /^[a-z][\w-]*$/i.test(name) && !/^on/i.test(name);

export const element = (
  tag: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Element | string)[]
): Element => ({ tag, attributes, children });

/** HTML in which texts and attribute values stay texts. Attributes that would be code are left out. */
export function toHtml(node: Element | string): string {
  if (typeof node === 'string') return escaped(node);
  const attributes = Object.entries(node.attributes)
    .filter(([name]) => isHarmless(name))
    .map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const open = `<${node.tag}${attributes.join('')}>`;
  return voidTags.has(node.tag) ? open : `${open}${node.children.map(toHtml).join('')}</${node.tag}>`;
}
