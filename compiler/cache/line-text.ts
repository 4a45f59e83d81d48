/** One text per line of a cache file. On the start-up path: imports nothing. */

/** The text itself; as JSON when it is empty, has a line break, or starts with a quotation mark as JSON does. */
export const toLine = (text: string): string =>
  text === '' || text.startsWith('"') || text.includes('\n') ? JSON.stringify(text) : text;

export const fromLine = (line: string): string => (line.startsWith('"') ? (JSON.parse(line) as string) : line);
