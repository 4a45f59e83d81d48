/** What can be wrong with the files of a bundle. */
import type { Call } from './context.ts';
import { exists, readJson, readText, sizeOf } from './files.ts';

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly assets?: readonly string[];
}

/** A sentence for each file that is missing, empty or no script, by file. */
export async function brokenFiles(
  folder: string,
  files: readonly string[],
  exec: Call['exec'],
): Promise<ReadonlyMap<string, string>> {
  const broken = new Map<string, string>();
  for (const file of ['index.html', '.vite/manifest.json', ...namedIn(folder)])
    if (!files.includes(file)) broken.set(file, `\`${file}\` is missing in \`${folder}\``);
  for (const file of files) {
    if (sizeOf(`${folder}/${file}`) === 0) broken.set(file, `\`${file}\` in \`${folder}\` is empty`);
    else if (file.endsWith('.js')) {
      const { exit, stderr } = await exec(['node', '--check', `${folder}/${file}`], { allowFailure: true });
      if (exit !== 0) broken.set(file, `\`${file}\` in \`${folder}\` cannot be parsed: ${stderr.trim()}`);
    }
  }
  return broken;
}

/** The files that the page and Vite's manifest refer to. */
function namedIn(folder: string): string[] {
  const page = exists(`${folder}/index.html`) ? readText(`${folder}/index.html`) : '';
  const inPage = [...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, file]) => file!);
  const chunks = readJson<Record<string, Chunk>>(`${folder}/.vite/manifest.json`) ?? {};
  return [...inPage, ...Object.values(chunks).flatMap(({ file, css = [], assets = [] }) => [file, ...css, ...assets])];
}
