/** Small documents for the examples of rules: sound in every respect but the one that an example changes. */

/** A sound domain. `extra`: further lines at the end, from line 8. */
export const domain = (id = 'build', extra = ''): string =>
  `apiVersion: symphonyc/v1\nkind: Domain\nid: ${id}\ntitle: Title of ${id}\nstatus: active\nowner: team\nnamespace: ${id}\n${extra && `${extra}\n`}`;

interface SymphonyExample {
  readonly id?: string;
  readonly status?: string;
  readonly domain?: string;
  /** Further lines of the symphony, from line 7. */
  readonly extra?: string;
  /** Instead of one movement `one` with one beat. Follows `extra`. */
  readonly movements?: string;
}

/** One movement with one beat that runs a command. Its `movements:` starts at line 7 when there is no `extra`. */
export function symphony({
  id = 'play',
  status = 'active',
  domain: owner = 'build',
  extra,
  movements,
}: SymphonyExample = {}): string {
  const head = `apiVersion: symphonyc/v1\nkind: Symphony\nid: ${id}\ntitle: Title of ${id}\nstatus: ${status}\ndomain: ${owner}\n`;
  const body =
    movements ??
    'movements:\n  - id: one\n    title: One\n    beats:\n      - id: a\n        run: [node, --version]\n        timeout: 5s\n';
  return `${head}${extra ? `${extra}\n` : ''}${body.endsWith('\n') ? body : `${body}\n`}`;
}

/** A sound policy. `holds`: how it holds, as lines; prose only when empty. */
export const policy = (id: string, holds: string): string =>
  `apiVersion: symphonyc/v1\nkind: Policy\nid: ${id}\ntitle: Title of ${id}\nstatus: active\nstatement: It is so.\n${holds && `${holds}\n`}`;

/** A sound metric. `extra`: further lines at the end, from line 7. */
export const metric = (id: string, unit = 'ratio', extra = ''): string =>
  `apiVersion: symphonyc/v1\nkind: Metric\nid: ${id}\ntitle: Title of ${id}\nstatus: active\nunit: ${unit}\n${extra && `${extra}\n`}`;

/** A workspace over all other files. `extra`: further lines, from line 6. */
export const workspace = (sources: string, extra = ''): string =>
  `apiVersion: symphonyc/v1\nkind: Workspace\nid: example\ntitle: Example\nsources: [${sources}]\n${extra && `${extra}\n`}`;

/** A beat in a movement. `fields`: its fields after `id`, one a line; when there are none it runs a command. */
export const beat = (id: string, ...fields: string[]): string =>
  [`      - id: ${id}`, ...(fields.length > 0 ? fields : ['run: [node, --version]', 'timeout: 5s'])].join('\n        ');

/** A movement of beats: `id`, `title` and `beats:` take a line each. Without beats it takes two. */
export const movement = (id: string, ...beats: string[]): string =>
  [`  - id: ${id}`, `    title: Title of ${id}`, ...(beats.length > 0 ? ['    beats:', ...beats] : [])].join('\n');

/** Movements for `SymphonyExample.movements`; the first starts in the next line. */
export const movements = (...items: string[]): string => ['movements:', ...items].join('\n');
