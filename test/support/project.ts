/** Workspaces of the repository, loaded into memory as path → content. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Every file below `folder`, but what builds leave. */
export function filesBelow(folder: string): Record<string, string> {
  const names = readdirSync(join(repository, folder), { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const own = files.map((file) => file.slice(join(repository, folder).length + 1).replaceAll('\\', '/'));
  return Object.fromEntries(
    own
      .filter((name) => !/(^|\/)(?:out|\.symphony|node_modules)\//.test(name))
      .sort()
      .map((name) => [name, readFileSync(join(repository, folder, name), 'utf8')]),
  );
}

/** The workspace that ships with the project. */
export const shippedWorkspace = (): Record<string, string> => ({
  ...Object.fromEntries(
    ['symphony.yaml', 'package.json', 'package-lock.json'].map((name) => [
      name,
      readFileSync(join(repository, name), 'utf8'),
    ]),
  ),
  ...Object.fromEntries(Object.entries(filesBelow('symphonies')).map(([name, text]) => [`symphonies/${name}`, text])),
});
