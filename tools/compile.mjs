/**
 * Bundles the command line into `dist/`, in two parts. `symphonyc.cjs` is one small file with all that a command needs
 * whose answer has not changed: each further file would cost every start. What commands load when there is work to do
 * lies in `chunks/`. Packages with native code stay outside. The licences of all that is bundled are collected beside it.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import './generate.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const draft = join(root, `dist.${process.pid}.tmp`);
process.on('exit', () => rmSync(draft, { recursive: true, force: true }));

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  external: ['oxc-parser', 'esbuild'],
  charset: 'ascii',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
};

/** What every check loads, in one file, since each further one takes time to open and to verify. */
const coreEntry = 'compiler/cli/run-check.cjs';

/** What the command line imports dynamically is work to do: such a module becomes a chunk and a call that loads it. */
const heavy = new Set();
const chunkLoading = {
  name: 'chunk-loading',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\./ }, ({ kind, importer, resolveDir, path }) => {
      if (kind !== 'dynamic-import' || importer.includes('generated')) return undefined;
      return { path: relative(root, join(resolveDir, path)).replaceAll('\\', '/'), namespace: 'chunk' };
    });
    onLoad({ filter: /./, namespace: 'chunk' }, ({ path }) => {
      heavy.add(path);
      const contents = `const { loadChunk } = require('./program.ts');
        module.exports = loadChunk(${JSON.stringify(path.replace(/\.ts$/, '.cjs'))});`;
      return { contents, resolveDir: join(root, 'compiler/cli') };
    });
  },
};

const buildLight = (define) =>
  build({
    ...common,
    define,
    format: 'cjs',
    entryPoints: [{ in: 'compiler/cli/bin.ts', out: 'symphonyc' }],
    outdir: draft,
    outExtension: { '.js': '.cjs' },
    plugins: [chunkLoading],
    banner: { js: '#!/usr/bin/env node' },
  });
// What is dynamic is found on the way; which of it is in the core is known when all is built.
await buildLight({ CORE_CHUNKS: '[]' });
const chunks = await build({
  ...common,
  format: 'esm',
  write: false,
  entryPoints: [...heavy].sort(),
  outdir: join(draft, 'chunks'),
  outbase: root,
  outExtension: { '.js': '.cjs' },
  splitting: true,
  chunkNames: 'shared/[name]-[hash]',
});
// The bundler splits only ES modules, but Node loads CommonJS faster, and V8 keeps its compiled form.
const codes = new Map();
for (const { path, text } of chunks.outputFiles) {
  const { code } = await transform(text, { format: 'cjs', platform: 'node', target: common.target, charset: 'ascii' });
  codes.set(relative(join(draft, 'chunks'), path).replaceAll('\\', '/'), code);
}
const core = requiredFrom(coreEntry).sort();
const wrap = (code) => `function (exports, require, module, __import) {${bundled(code)}\n}`;
codes.set('core.cjs', `({\n${core.map((path) => `${JSON.stringify(path)}: ${wrap(codes.get(path))}`).join(',\n')}\n})`);
for (const path of core) codes.delete(path);
for (const [path, code] of codes) {
  mkdirSync(dirname(join(draft, 'chunks', path)), { recursive: true });
  writeFileSync(join(draft, 'chunks', path), path === 'core.cjs' ? code : `(${wrap(code)})`);
}
const light = await buildLight({ CORE_CHUNKS: JSON.stringify(core) });

writeFileSync(
  join(draft, 'LICENSES.txt'),
  licences(Object.keys({ ...light.metafile.inputs, ...chunks.metafile.inputs })),
);
chmodSync(join(draft, 'symphonyc.cjs'), 0o755);
rmSync(join(root, 'dist'), { recursive: true, force: true });
renameSync(draft, join(root, 'dist'));

/**
 * Chunks have a `require` that knows the others, and a compiled script no `import()` of its own. They are read as ASCII;
 * the bundler leaves other characters in regular expressions, where an escape means the same.
 */
function bundled(code) {
  const ascii = code.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const lazy = ascii.replace(/\bimport\("(\.[^"]+)"\)/g, 'Promise.resolve().then(() => require("$1"))');
  return lazy.replace(/\bimport\((?=["`])/g, '__import(');
}

/** The chunks that are loaded together with one. */
function requiredFrom(entry) {
  const found = new Set([entry]);
  for (const path of found) {
    for (const [, id] of codes.get(path).matchAll(/\brequire\("(\.[^"]+)"\)/g))
      found.add(posix.join(posix.dirname(path), id));
  }
  return [...found];
}

/** The licence texts of the bundled packages, by name. */
function licences(inputs) {
  const packages = new Set(
    inputs.map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]).filter(Boolean),
  );
  return [...packages]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      const names = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE', 'License'];
      const file = names.find((candidate) => existsSync(join(root, folder, candidate)));
      const text = file ? readFileSync(join(root, folder, file), 'utf8').trim() : `Licence: ${license}`;
      return `${name} ${version}\n${'='.repeat(name.length + version.length + 1)}\n\n${text}\n`;
    })
    .join('\n\n');
}
