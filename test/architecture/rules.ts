/** Which folder may import which, each with the reason. A folder not named may be imported by nobody new without a rule. */

export interface LayerRule {
  /** What the rule is about: a path prefix. */
  readonly from: string;
  /** The only prefixes it may import from, besides itself. */
  readonly may: readonly string[];
  readonly because: string;
}

const foundation = ['compiler/model/', 'compiler/base/', 'compiler/generated/types/', 'runtime/core/'];
const phase = (name: string, ...more: readonly string[]): LayerRule => ({
  from: `compiler/${name}/`,
  may: [...foundation, 'compiler/diagnostics/', ...more],
  because: 'a phase knows the model and the base helpers, not its neighbours; the pipeline alone composes them',
});

/** The parts of the runtime that play, watch and record: there the world is what it is about. Its core is a leaf. */
const runtimeEdge = [
  'act',
  'autonomy',
  'decisions',
  'durable',
  'history',
  'journal',
  'plan',
  'run',
  'telemetry',
  'view',
].map((folder) => `runtime/${folder}/`);

/** The first rule whose `from` fits a file is the one that holds for it. */
export const layers: readonly LayerRule[] = [
  {
    from: 'compiler/model/',
    may: ['compiler/generated/types/'],
    because: 'the model is types that everything else builds on; it depends on nothing but the schemas',
  },
  {
    from: 'compiler/base/',
    may: ['compiler/model/', 'compiler/generated/types/', 'runtime/core/'],
    because: 'base helpers are leaves, usable from everywhere without drawing anything in',
  },
  {
    from: 'compiler/diagnostics/',
    may: [...foundation, 'compiler/generated/rule-params.ts'],
    because: 'what is reported must not depend on who finds it',
  },
  phase('load', 'compiler/host/host.ts'),
  phase('parse'),
  phase('validate', 'compiler/generated/schema-texts.ts'),
  phase('bind'),
  phase('signatures', 'compiler/host/host.ts'),
  phase('analyse'),
  phase('check'),
  phase('lower'),
  phase('emit', 'compiler/targets/define.ts'),
  phase('seal'),
  {
    from: 'compiler/kinds/',
    may: [...foundation],
    because: 'a kind says what is particular to its documents; phases ask it through its definition',
  },
  {
    from: 'compiler/rules/',
    may: [...foundation, 'compiler/diagnostics/define.ts'],
    because: 'a rule is one file over the model; it must not reach into a phase to get more than it declares',
  },
  {
    from: 'compiler/targets/',
    may: [
      ...foundation,
      'compiler/diagnostics/define.ts',
      'compiler/generated/schema-texts.ts',
      'compiler/generated/site-assets.ts',
      'compiler/generated/templates/',
    ],
    because: 'a target reads plans, summaries and the verdict, never the documents behind them',
  },
  {
    from: 'compiler/verify/',
    may: [...foundation, 'compiler/seal/'],
    because: 'the verifier must judge a pack without the compiler that made it',
  },
  {
    from: 'compiler/import/',
    may: foundation,
    because: 'an importer turns a foreign document into ours; whether the result is sound is for the phases to say',
  },
  {
    from: 'compiler/scripts/',
    may: foundation,
    because: 'merging scripts into a package.json is text editing and nothing else',
  },
  {
    from: 'compiler/host/',
    may: [],
    because: 'the edge is plain: whoever compiles in another place writes another host and nothing more',
  },
  {
    from: 'compiler/compare/',
    may: foundation,
    because: 'what two versions differ in follows from their documents alone, wherever they come from',
  },
  {
    from: 'compiler/revision/',
    may: ['compiler/base/', 'compiler/host/host.ts', 'runtime/core/'],
    because: 'a revision is files in another place; what they mean is found out by the phases that read all files',
  },
  {
    from: 'compiler/cache/',
    may: ['compiler/model/', 'compiler/base/', 'compiler/host/', 'compiler/revision/define.ts', 'runtime/core/'],
    because: 'what is kept between builds must be loadable without the compiler, for a quick no-op',
  },
  {
    from: 'compiler/publish/',
    may: ['compiler/model/', 'compiler/base/', 'compiler/cache/', 'compiler/host/', 'runtime/core/'],
    because: 'writing outputs needs bytes and paths, not their meaning',
  },
  {
    from: 'compiler/fix/',
    may: [
      'compiler/model/',
      'compiler/base/',
      'compiler/diagnostics/define.ts',
      'compiler/host/host.ts',
      'compiler/host/overlay.ts',
      'runtime/core/',
    ],
    because: 'fixes are edits that findings carry; who checks what they make of a workspace is given to them',
  },
  {
    from: 'compiler/stages/',
    may: ['compiler/'],
    because:
      'the stages are parts of the composition and, like it, see all phases; nothing but the pipeline and the command line uses them',
  },
  {
    from: 'compiler/pipeline.ts',
    may: ['compiler/', 'runtime/core/'],
    because: 'the one file that composes the phases',
  },
  ...['play/', ...['approve', 'compare', 'run', 'runs', 'show', 'worker'].map((name) => `commands/${name}.ts`)].map(
    (place) => ({
      from: `compiler/cli/${place}`,
      may: ['compiler/cli/', 'compiler/base/', 'compiler/host/', 'compiler/generated/digests.ts', 'runtime/'],
      because: 'the run-like commands load the runtime lazily; nothing else of the compiler may',
    }),
  ),
  {
    from: 'compiler/cli/',
    may: ['compiler/', 'runtime/core/'],
    because: 'the command line is the edge around the pipeline',
  },
  { from: 'compiler/generated/', may: ['compiler/'], because: 'registries name what lies in the folders' },
  { from: 'runtime/core/', may: [], because: 'the leaf that compiler and runtime share' },
  { from: 'runtime/', may: ['runtime/'], because: 'plans suffice: the runtime never sees the compiler' },
  { from: 'site/', may: ['site/'], because: 'the dashboard in the browser reads its page and nothing else' },
];

/** Nobody but these may import from a folder, by the folder. */
export const reservedFor: readonly {
  readonly folder: string;
  readonly users: readonly string[];
  readonly because: string;
}[] = [
  {
    folder: 'compiler/pipeline.ts',
    users: ['compiler/cli/', 'compiler/stages/'],
    because: 'phases and plug-ins are composed, they do not compose',
  },
  {
    folder: 'compiler/cli/',
    users: ['compiler/cli/', 'compiler/generated/'],
    because: 'nothing inside depends on the edge',
  },
  {
    folder: 'runtime/durable/',
    users: ['compiler/cli/play/', 'compiler/cli/commands/worker.ts'],
    because: 'what takes DBOS and a database is loaded when somebody asks for it, and nothing else depends on it',
  },
  {
    folder: 'compiler/host/node.ts',
    users: ['compiler/cli/program.ts'],
    because: 'only what starts knows the real file system; the command line is given one',
  },
];

/** Where Node's modules for effects may be imported, in whatever form. */
export const effectModules = {
  modules: [
    'fs',
    'fs/promises',
    'child_process',
    'os',
    'http',
    'https',
    'http2',
    'net',
    'tls',
    'dgram',
    'dns',
    'worker_threads',
    'cluster',
  ],
  allowed: [
    'compiler/host/node.ts',
    'compiler/host/node-compiler.ts',
    'compiler/cli/bin.ts',
    'compiler/cli/chunks.ts',
    ...runtimeEdge,
  ],
  because: 'files, processes and the network are reached through the host, so that the compiler runs in memory',
} as const;

/** Where effects are allowed: everything else learns of the outside through a host. */
export const effects: readonly {
  readonly pattern: RegExp;
  readonly allowed: readonly string[];
  readonly because: string;
}[] = [
  {
    pattern: /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|performance\.now\(/,
    allowed: ['compiler/host/', ...runtimeEdge],
    because: 'no clock and no chance may reach an output',
  },
  {
    pattern: /\bprocess\.(?:env|cwd|argv|platform|exit)\b/,
    allowed: [
      'compiler/host/node.ts',
      'compiler/host/node-compiler.ts',
      'compiler/cli/bin.ts',
      'compiler/cli/program.ts',
      'compiler/cli/chunks.ts',
      ...runtimeEdge,
    ],
    because: 'the environment enters at the edge',
  },
  { pattern: /\.localeCompare\(|toLocale\w*\(|\bIntl\./, allowed: [], because: 'no locale may reach an output' },
  { pattern: /new RegExp\(/, allowed: [], because: 'a text of a document must never become a regular expression' },
];

/** Exports that no other file of the compiler, the runtime and the tools uses. */
export const unusedExports: readonly { readonly names: readonly string[]; readonly because: string }[] = [
  {
    names: ['compiler/host/memory.ts memoryHost'],
    because: 'the second host shows that the compiler needs no file system; tests and examples of rules compile in it',
  },
  {
    names: ['compiler/cli/program.ts loadChunk'],
    because: 'the bundler puts its calls where the sources import dynamically',
  },
];

/** What stands in one place only, and is imported from there. */
export const definedOnce: readonly {
  readonly pattern: RegExp;
  readonly allowed: readonly string[];
  readonly because: string;
}[] = [
  {
    pattern: /\\u202a|\\u2066|\\p\{(?:Cf|Format)\}/,
    allowed: ['runtime/core/text.ts'],
    because: 'two definitions of what is not shown as it is drift apart, and text gets through between them',
  },
  {
    pattern: /\b(?:EACCES|ENOSPC|EROFS): ['"`]/,
    allowed: ['runtime/core/system-errors.ts', 'compiler/load/read.ts'],
    because: 'the same refusal of the system is told in the same words; loading alone has a sentence for its finding',
  },
  {
    pattern: /Symbol\.hasInstance/,
    allowed: ['compiler/host/host.ts'],
    because: '`instanceof` that compares something else misleads; guards such as `isUsageError` say what they compare',
  },
];
