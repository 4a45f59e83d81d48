/** Edits of a JSON text, in the style in which it is already written. */
import type { JsonNode } from './json-scan.ts';

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Edits that do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { start, end, text: by } of [...edits].sort((a, b) => b.start - a.start))
    result = result.slice(0, start) + by + result.slice(end);
  return result;
}

export const quoted = (value: string): string => JSON.stringify(value);

/** How the members of an object are written. */
interface Style {
  /** White space before a key. */
  readonly lead: string;
  /** From the end of a key to its value. */
  readonly colon: string;
}

/** A member whose value is a text. */
interface TextMember {
  readonly name: string;
  readonly value: string;
}

/** The edit that adds members to the object `field` of `root`, and the object itself when it is missing. */
export function insertMembers(
  text: string,
  root: JsonNode,
  { field, object: there }: { readonly field: string; readonly object: JsonNode | undefined },
  added: readonly TextMember[],
): Edit {
  const own = there && styleOf(text, there);
  if (there && own) {
    const at = there.members.at(-1)!.value.end;
    return { start: at, end: at, text: added.map((one) => `,${own.lead}${member(one, own)}`).join('') };
  }
  const around = styleOf(text, root) ?? { lead: `${newlineOf(text)}  `, colon: ': ' };
  const object = objectText(around, added);
  if (there) return { start: there.start, end: there.end, text: object };
  const whole = `${around.lead}${quoted(field)}${around.colon}${object}`;
  const last = root.members.at(-1)?.value.end;
  if (last !== undefined) return { start: last, end: last, text: `,${whole}` };
  return { start: root.start, end: root.end, text: `{${whole}${newlineOf(text)}}` };
}

const member = ({ name, value }: TextMember, { colon }: Style): string => quoted(name) + colon + quoted(value);

/** An object inside one whose members are written in `around`. */
function objectText(around: Style, members: readonly TextMember[]): string {
  const indent = around.lead.slice(around.lead.lastIndexOf('\n') + 1);
  const inner = around.lead.includes('\n') ? around.lead + indent : around.lead;
  return `{${members.map((one) => inner + member(one, around)).join(',')}${around.lead}}`;
}

/** As the last member is written; undefined when there is none. Blank lines before a key are not repeated. */
function styleOf(text: string, { start, members }: JsonNode): Style | undefined {
  const last = members.at(-1);
  if (!last) return undefined;
  const before = /[ \t\r\n]*$/.exec(text.slice(start, last.start))![0];
  const line = before.lastIndexOf('\n');
  const lead = line === -1 ? before : newlineOf(text) + before.slice(line + 1);
  return { lead, colon: text.slice(last.keyEnd, last.value.start) };
}

const newlineOf = (text: string): string => (/\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n');
