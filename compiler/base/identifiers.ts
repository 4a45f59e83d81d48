/** The variables an expression may name, without parsing it. */

/**
 * Identifiers of a CEL expression that are neither members (`a.b`) nor inside text. An over-estimate: a variable bound
 * by a macro (`beats.all(b, …)`) is among them.
 */
export function identifiersOf(expression: string): string[] {
  const bare = expression.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, '""');
  const found = new Set<string>();
  for (const match of bare.matchAll(/(?<![\w.])[A-Za-z_]\w*/g)) found.add(match[0]);
  return [...found];
}
