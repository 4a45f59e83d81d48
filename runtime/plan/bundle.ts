/**
 * TypeScript handlers for versions of Node that read none: bundled with what they import from the workspace into one
 * JavaScript file in `.symphony/cache/handlers/`, for as long as it takes to load it: a file that was there already might
 * be anybody's. Packages stay outside, types vanish. Only files that the plan knows get in, with the bytes that were
 * compared with it.
 */
import { lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import type { BuildFailure, BuildOptions, Loader, Message, Plugin } from 'esbuild';
import type { VerifiedModule } from './verify.ts';
import { realPath, relativeTo } from './workspace.ts';

const handlersFolder = '.symphony/cache/handlers';

let counter = 0;

/** The absolute path of the bundle; the caller removes it. Throws an error that names the place of each mistake. */
export async function bundleModule(root: string, module: VerifiedModule): Promise<string> {
  const folder = join(root, handlersFolder);
  const path = join(folder, `${module.digest}.${process.pid}.${counter++}.mjs`);
  const { build } = await import('esbuild');
  const { outputFiles } = await build({ ...options(root, module), outfile: path, write: false }).catch(inOneLine);
  const link = ['.symphony', '.symphony/cache', handlersFolder].find((part) =>
    lstatSync(join(root, part), { throwIfNoEntry: false })?.isSymbolicLink(),
  );
  if (link !== undefined) throw new Error(`\`${link}\` is a link, so nothing is written there; remove it`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, outputFiles![0]!.text, { flag: 'wx' });
  return path;
}

/** esbuild's own message has a first line that says nothing. */
function inOneLine(error: unknown): never {
  const { errors } = error as Partial<BuildFailure>;
  if (!errors || errors.length === 0) throw error;
  throw new Error(errors.map(withPlace).join('; '), { cause: error });
}

/** Columns in UTF-16 units from 1; esbuild counts bytes from 0. */
function withPlace({ text, location }: Message): string {
  if (!location) return text;
  const { file, line, column, lineText } = location;
  const before = Buffer.from(lineText).subarray(0, column).toString().replace(urlLine, '');
  return `${file}:${line}:${before.length + 1}: ${text}`;
}

const options = (root: string, module: VerifiedModule): BuildOptions => ({
  entryPoints: [join(root, module.path)],
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  target: 'node20',
  sourcemap: 'inline',
  sourcesContent: false,
  logLevel: 'silent',
  // No tsconfig.json decides what runs: its bytes are not part of what was compared.
  tsconfigRaw: { compilerOptions: { target: 'es2023', verbatimModuleSyntax: false } },
  banner: { js: 'const symphonycBundle = import.meta.url;' },
  define: { 'import.meta.url': 'importMetaUrl' },
  plugins: [onlyVerified(root, module)],
});

function onlyVerified(root: string, module: VerifiedModule): Plugin {
  const real = realPath(root) ?? root;
  const cache = join(root, handlersFolder);
  return {
    name: 'only-verified',
    setup: (setup) => {
      setup.onLoad({ filter: /.*/, namespace: 'file' }, ({ path }) => {
        const known = [real, root].map((base) => relativeTo(base, path)).find((name) => module.files.has(name));
        if (known === undefined)
          return { errors: [{ text: `\`${relativeTo(real, path)}\` is not among the files that the plan knows` }] };
        const text = new TextDecoder().decode(module.files.get(known));
        const contents = known.endsWith('.json') ? text : withUrl(text, relative(cache, join(root, known)));
        return { contents, loader: loaderOf(known), resolveDir: dirname(path) };
      });
    },
  };
}

/** `import.meta.url` stays the address of the source, wherever the bundle lies. */
function withUrl(text: string, fromBundle: string): string {
  if (!text.includes('import.meta.url')) return text;
  const target = JSON.stringify(fromBundle.split(sep).map(encodeURIComponent).join('/'));
  return `const importMetaUrl = new URL(${target}, symphonycBundle).href;${text}`;
}

/** What `withUrl` puts before the first line. */
const urlLine = /^const importMetaUrl = new URL\("[^"]*", symphonycBundle\)\.href;/;

function loaderOf(path: string): Loader {
  const extension = extname(path).slice(1).replace(/^[mc]/, '');
  return extension === 'ts' || extension === 'tsx' || extension === 'jsx' || extension === 'json' ? extension : 'js';
}
