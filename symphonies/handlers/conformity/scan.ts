/** What the scans find: files by pattern, and what stands in them, read without running any of it. */
import { readFile } from 'node:fs/promises';
import { type DigestedFile, digestFile, matching } from '../common/files.ts';

export async function scan(patterns: readonly string[]): Promise<DigestedFile[]> {
  return Promise.all((await matching(patterns)).map((path) => digestFile(path)));
}

export type Named = { readonly path: string; readonly names: readonly string[] };

/** The functions that a module exports by name where it declares them. */
export const exportsIn = (text: string): string[] =>
  [...text.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map(([, name = '']) => name);

/** The titles of the scenarios of a feature file. */
export const scenariosIn = (text: string): string[] =>
  [...text.matchAll(/^[ \t]*(?:Scenario(?: Outline| Template)?|Example):(.*)$/gm)].map(([, title = '']) =>
    title.trim(),
  );

export const namesIn = (files: readonly DigestedFile[], find: (text: string) => string[]): Promise<Named[]> =>
  Promise.all(files.map(async ({ path }) => ({ path, names: find(await readFile(path, 'utf8')) })));
