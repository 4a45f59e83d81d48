/** A small strict reader of XML: what it takes is well-formed. No namespaces, no document types. */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text)) throw new Error('a character XML lacks');
  return text.replace(/&(?:#(\d+)|(\w+));|&/g, (whole, number: string | undefined, name: string | undefined) => {
    const found = number === undefined ? entities[name ?? ''] : String.fromCodePoint(Number(number));
    if (found === undefined) throw new Error(`not an entity: ${whole}`);
    return found;
  });
}

/** Throws for what is not well-formed. */
export function readXml(text: string): Element {
  const head = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(text)?.[0];
  if (!head) throw new Error('no declaration');
  const root: Element & { children: Element[] } = { name: '', attributes: {}, children: [], text: '' };
  const open: { name: string; attributes: Record<string, string>; children: Element[]; text: string }[] = [root];
  const token = /<(\/?)([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  token.lastIndex = head.length;
  let at = head.length;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    at = token.lastIndex;
    const [, closing, name, attributes = '', empty, said] = match;
    const top = open.at(-1)!;
    if (said !== undefined) top.text += decoded(said);
    else if (closing) {
      if (open.pop()!.name !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      const pairs = [...attributes.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key!, decoded(value!)]);
      if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new Error('an attribute twice');
      const element = { name: name!, attributes: Object.fromEntries(pairs), children: [], text: '' };
      top.children.push(element);
      if (!empty) open.push(element);
    }
  }
  if (at < text.length || open.length !== 1 || root.children.length !== 1) throw new Error(`not XML at ${at}`);
  return root.children[0]!;
}
