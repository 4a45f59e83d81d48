/** The text of a Justfile, in the form that `just --fmt` gives it. */
import { singleLine } from '../../base/single-line.ts';

export interface Recipe {
  readonly name: string;
  readonly group?: string;
  readonly doc: string;
  /** Source text: what comes from documents are identifiers only. */
  readonly command: string;
}

/** Text of a document as a literal. Nothing is ever interpolated into a literal outside the body of a recipe. */
function literal(text: string): string {
  const line = singleLine(text);
  return line.includes("'") ? `"${line.replace(/[\\"]/g, '\\$&')}"` : `'${line}'`;
}

/** A recipe with its attributes, which `just --fmt` wants sorted. */
export function recipe({ name, group, doc, command }: Recipe): string {
  const attributes = [`[doc(${literal(doc)})]`, ...(group === undefined ? [] : [`[group(${literal(group)})]`])];
  return `${attributes.join('\n')}\n${name}:\n    ${command}\n`;
}
