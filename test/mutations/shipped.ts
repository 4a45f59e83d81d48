/** The shipped workspace: as it is, and with small functions instead of its handlers, so that mutations know them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Files } from '../support/temp.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** As it lies in the repository. */
export function shippedFiles(): Record<string, string> {
  const names = readdirSync(join(root, 'symphonies'), { recursive: true, encoding: 'utf8' });
  const definitions = names.filter((name) => /\.(?:yaml|ts)$/.test(name)).map((name) => `symphonies/${name}`);
  const paths = ['symphony.yaml', 'symphonies/README.md', 'package.json', 'package-lock.json', ...definitions];
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

const implementation = (
  name: string,
): string => `export async function ${name}(context: { log: { info(text: string): void } }) {
  const done = await Promise.resolve('${name}');
  context.log.info(done.toUpperCase());
}
`;

/** The same, all pipelines active, with a module for every alias that has the functions that beats name. */
export function wholeFiles(): Record<string, string> {
  const files = shippedFiles();
  const named = new Map<string, Set<string>>();
  for (const [path, text] of Object.entries(files)) {
    if (!path.includes('/pipelines/')) continue;
    files[path] = text.replace('\nstatus: draft\n', '\nstatus: active\n');
    for (const [, alias, name] of text.matchAll(/\b(?:handler|rollback): (\w+)#(\w+)/g))
      named.set(alias!, (named.get(alias!) ?? new Set()).add(name!));
  }
  for (const [alias, names] of named)
    files[`symphonies/handlers/${alias}.ts`] = [...names].sort().map(implementation).join('\n');
  return files;
}

export type { Files };
