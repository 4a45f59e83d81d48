/**
 * Bundles the command line into `dist/`. `symphonyc.cjs` loads the rest, in the form that V8 compiled it to the last time.
 * In `chunks/`, `bin.cjs` is all that a command needs whose answer has not changed, one file because each further one would
 * cost every start; the others are what commands load when there is work to do. Packages with native code stay outside.
 * The licences of all that is bundled are collected beside it.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chunkOf } from './chunks.mjs';
import './generate.mjs';
import { lazyRules } from './lazy-rules.mjs';

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

/** What every check loads, and what every run does, each in one file: each further one takes time to open and to verify. */
const together = {
  'core.cjs': (path) => path === 'compiler/cli/run-check.cjs',
  'playing.cjs': (path) =>
    /^(?:compiler\/cli\/play\/run-command|runtime\/index|playing\/(?:tell|runtime|watchdog)-\w+)\.cjs$/.test(path),
};

/** What the command line imports dynamically is work to do: such a module becomes a chunk and a call that loads it. */
const heavy = new Set();
const chunkLoading = {
  name: 'chunk-loading',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\./ }, ({ kind, importer, resolveDir, path }) => {
      if (kind !== 'dynamic-import' || importer.endsWith('generated/commands.ts')) return undefined;
      const namespace = importer.includes('generated') ? 'registered-chunk' : 'chunk';
      return { path: relative(root, join(resolveDir, path)).replaceAll('\\', '/'), namespace };
    });
    const loaded = (path) => {
      heavy.add(path);
      return `loadChunk(${JSON.stringify(path.replace(/\.ts$/, '.cjs'))})`;
    };
    const resolveDir = join(root, 'compiler/cli');
    onLoad({ filter: /./, namespace: 'chunk' }, ({ path }) => ({
      contents: `const { loadChunk } = require('./program.ts'); module.exports = ${loaded(path)};`,
      resolveDir,
    }));
    // Registries ask for what a module exports by default, which the bundler takes a CommonJS module as a whole for.
    onLoad({ filter: /./, namespace: 'registered-chunk' }, ({ path }) => ({
      contents: `import { loadChunk } from './program.ts'; export default ${loaded(path)}.default;`,
      resolveDir,
    }));
    // It has started when the chunk is loaded, and gives itself to it.
    onResolve({ filter: /\/program\.ts$/ }, () => ({ path: '#program', external: true }));
  },
};

/** Modules that `chunkOf` then makes loadable. */
const modules = {
  ...common,
  format: 'esm',
  write: false,
  outdir: join(draft, 'chunks'),
  outbase: root,
  outExtension: { '.js': '.cjs' },
};

const bin = await build({ ...modules, entryPoints: ['compiler/cli/bin.ts'], plugins: [chunkLoading] });
const splitChunks = (entryPoints, folder) =>
  build({
    ...modules,
    entryPoints: entryPoints.sort(),
    plugins: [lazyRules],
    splitting: true,
    chunkNames: `${folder}/[name]-[hash]`,
  });
// What plays needs little of what compiles: a copy of that loads faster than the core, which holds it too.
const plays = (path) => path.startsWith('runtime/') || path.startsWith('compiler/cli/play/');
const chunks = [
  bin,
  await splitChunks(
    [...heavy].filter((path) => !plays(path)),
    'shared',
  ),
  await splitChunks([...heavy].filter(plays), 'playing'),
];
const codes = new Map(
  chunks
    .flatMap(({ outputFiles }) => outputFiles)
    .map(({ path, text }) => {
      const name = relative(join(draft, 'chunks'), path).replaceAll('\\', '/');
      return [name, chunkOf(name, text)];
    }),
);
const files = Object.entries(together).map(([file, isEntry]) => [
  file,
  requiredFrom([...codes.keys()].filter(isEntry)),
]);
// What a run loads holds a copy of what every command begins with; see `compiler/cli/program.ts`.
const first = 'compiler/cli/bin.cjs';
for (const [file, paths] of files) {
  const members = [...paths, ...(file === 'playing.cjs' ? [first] : [])].map(
    (path) => `${JSON.stringify(path)}: ${codes.get(path)}`,
  );
  for (const path of paths) codes.delete(path);
  codes.set(file, `{\n${members.join(',\n')}\n}`);
}
for (const [path, code] of codes) {
  mkdirSync(dirname(join(draft, 'chunks', path)), { recursive: true });
  writeFileSync(join(draft, 'chunks', path), `(${code})`);
}
const start = await build({
  ...modules,
  // What lies together is known when all is built.
  define: { TOGETHER: JSON.stringify(Object.fromEntries(files)) },
  entryPoints: ['compiler/cli/start.ts'],
});
const program = `(${chunkOf('symphonyc.cjs', start.outputFiles[0].text)})(exports, require, module, (id) => import(id));`;
writeFileSync(join(draft, 'symphonyc.cjs'), `#!/usr/bin/env node\n${program}\n`, { mode: 0o755 });

writeFileSync(
  join(draft, 'LICENSES.txt'),
  licences(Object.keys(Object.assign({}, ...[start, ...chunks].map(({ metafile }) => metafile.inputs)))),
);
rmSync(join(root, 'dist'), { recursive: true, force: true });
renameSync(draft, join(root, 'dist'));

/** The chunks that are loaded together with some, sorted. */
function requiredFrom(entries) {
  const found = new Set(entries);
  for (const path of found) {
    // What is imported dynamically may never be.
    for (const [, id] of codes.get(path).matchAll(/(?<!=>)\brequire\("\.\/([^"]+)"\)/g)) found.add(id);
  }
  return [...found].sort();
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
