/**
 * TypeScript handlers for versions of Node that read none: bundled with what they import from the workspace into one
 * JavaScript file, kept in `.symphony/cache/handlers/` under the digest of the module. Packages stay outside, types
 * vanish. Only files that the plan knows get in, with the bytes that were compared with it.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import type { BuildOptions, Loader, Plugin } from 'esbuild';
import { digestBytes, digestValue } from '../core/digest.ts';
import type { VerifiedModule } from './verify.ts';
import { realPath, relativeTo } from './workspace.ts';

/** Another number for another way of bundling, so that no older bundle is taken for a new one. */
const format = 1;

let counter = 0;

/** The absolute path of the bundle, from the cache or made now. */
export async function bundleModule(root: string, module: VerifiedModule): Promise<string> {
  const name = digestValue({ format, path: module.path, digest: module.digest });
  const path = join(root, '.symphony/cache/handlers', `${name}.mjs`);
  if (isWhole(path)) return path;
  const { build } = await import('esbuild');
  const { outputFiles } = await build({ ...options(root, module), outfile: path, write: false });
  const text = outputFiles![0]!.text;
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.${counter++}.tmp`;
  try {
    writeFileSync(draft, `${text}${lastLine(text)}`);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  return path;
}

/** What all other lines of a bundle add up to. A file that was cut or damaged is made again. */
const lastLine = (text: string): string => `// sha256 ${digestBytes(text)}\n`;

function isWhole(path: string): boolean {
  if (!existsSync(path)) return false;
  const text = readFileSync(path, 'utf8');
  const end = text.lastIndexOf('\n', text.length - 2) + 1;
  return text.slice(end) === lastLine(text.slice(0, end));
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
  const cache = join(root, '.symphony/cache/handlers');
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

function loaderOf(path: string): Loader {
  const extension = extname(path).slice(1).replace(/^[mc]/, '');
  return extension === 'ts' || extension === 'tsx' || extension === 'jsx' || extension === 'json' ? extension : 'js';
}
