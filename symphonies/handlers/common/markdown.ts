/** Markdown (GitHub Flavored) in which foreign text stays text. */

/** Text for one cell: on one line, with nothing in it that means something in Markdown or HTML. */
export const inCell = (text: string | number): string =>
  String(text)
    .replace(/[\x00-\x1f\x7f]+/g, ' ')
    .replace(/[\\`*_{}[\]<>()#+!|~$&@]/g, (sign) => `\\${sign}`)
    .replace(/\b(https?|ftp|www)(?=[:.])/gi, '$1\u200b');

export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.map(inCell).join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}
