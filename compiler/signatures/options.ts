/** The project that the compiler is given: the workspace's own options, as far as they say what types mean. */
import type { CompilerFiles } from './files.ts';

/** What the compiler makes of a `tsconfig.json` and of what it extends. */
export interface ParsedConfig {
  readonly options: Readonly<Record<string, unknown>>;
  readonly fileNames: readonly string[];
}

/**
 * How the runtime loads handlers: bundled as ES modules. What would write files is off, and so is what makes a comparison
 * of functions lenient.
 */
const fixed = {
  module: 'esnext',
  moduleResolution: 'bundler',
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  allowJs: true,
  checkJs: false,
  maxNodeModuleJsDepth: 0,
  jsx: 'preserve',
  strictFunctionTypes: true,
  skipLibCheck: true,
  noEmit: true,
  composite: false,
  incremental: false,
  declaration: false,
  declarationMap: false,
  emitDeclarationOnly: false,
  isolatedDeclarations: false,
  noErrorTruncation: false,
};

/** Without a `tsconfig.json`. */
const unconfigured = { strict: true, target: 'es2023', lib: ['es2023'] };

/** The text of a `tsconfig.json` over the module of statements and the ambient declarations of the workspace. */
export function projectText(
  files: CompilerFiles,
  { root, module }: { readonly root: string; readonly module: string },
  config: ParsedConfig | undefined,
): string {
  const own = config?.options ?? {};
  const conditions = Array.isArray(own['customConditions']) ? own['customConditions'] : [];
  const options = {
    ...(config ? {} : unconfigured),
    ...fixed,
    customConditions: [...new Set([...conditions, 'node'])],
    ...(own['types'] === undefined && { types: hasNodeTypes(files, root) ? ['node'] : [] }),
  };
  const ambient = (config?.fileNames ?? []).filter((path) => /\.d\.[cm]?ts$/.test(path));
  return JSON.stringify({
    ...(config && { extends: `${root}/tsconfig.json` }),
    compilerOptions: options,
    files: [module, ...ambient],
    include: [],
    references: [],
  });
}

/** Looked for where the compiler would find them. */
function hasNodeTypes(files: CompilerFiles, root: string): boolean {
  const parts = root.split('/');
  const folders = parts.map((_, i) => parts.slice(0, parts.length - i).join('/'));
  return folders.some(
    (folder) => files.answer('fileExists', `${folder}/node_modules/@types/node/package.json`) === true,
  );
}
