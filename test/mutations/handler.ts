import { edit, type Mutation, remove } from './mutation.ts';

const pipeline = 'symphonies/pipelines/build-pipeline.yaml';
const lint = 'run: [biome, check, --error-on-warnings, samples/renderx]';
const module = 'symphonies/handlers/build.ts';
const workspace = 'symphony.yaml';

/** Handlers and what they are held against. */
export const handler: readonly Mutation[] = [
  {
    code: 'HANDLER_NOT_FOUND',
    title: 'an alias that nobody declares',
    plant: [edit(pipeline, 'handler: build#viteHostBuild', 'handler: ⟦biuld⟧#viteHostBuild')],
  },
  {
    code: 'HANDLER_MODULE_UNUSABLE',
    title: 'a module that is gone',
    plant: [
      remove(module),
      edit(workspace, 'build: symphonies/handlers/build.ts', 'build: ⟦symphonies/handlers/build.ts⟧'),
    ],
  },
  {
    code: 'MISSING_IMPLEMENTATION',
    title: 'a misspelt export',
    plant: [edit(pipeline, 'handler: build#viteHostBuild', 'handler: build#⟦viteHostBiuld⟧')],
  },
  {
    code: 'HANDLER_NOT_CALLABLE',
    title: 'an export that is a constant',
    plant: [
      edit(
        module,
        'export async function viteHostBuild(',
        "export const viteHostBuild = 'later';\nasync function unused(",
      ),
      edit(pipeline, 'handler: build#viteHostBuild', 'handler: build#⟦viteHostBuild⟧'),
    ],
  },
  {
    code: 'HANDLER_AMBIGUOUS',
    title: 'a bare name that two modules export',
    plant: [
      edit(pipeline, 'handler: build#viteHostBuild', 'handler: ⟦viteHostBuild⟧'),
      edit(
        'symphonies/handlers/delivery.ts',
        'export async function releaseFeatures(',
        'export async function viteHostBuild(context: { log: { info(text: string): void } }) {\n  context.log.info(await Promise.resolve(String(1)));\n}\n\nexport async function releaseFeatures(',
      ),
    ],
  },
  {
    code: 'SIGNATURE_MISMATCH',
    title: 'a handler that wants an input which the beat does not give',
    plant: [
      edit(
        module,
        'export async function viteHostBuild(context: { log',
        'export async function viteHostBuild(context: { input: { mode: string }; log',
      ),
      edit(pipeline, 'handler: build#viteHostBuild', 'handler: build#⟦viteHostBuild⟧'),
    ],
  },
  {
    code: 'ROLLBACK_NOT_FOUND',
    title: 'a misspelt rollback',
    plant: [
      edit(
        pipeline,
        '        timeout: 15s\n        effects: local\n        rollback: build#restorePreviousState',
        '        timeout: 15s\n        effects: local\n        rollback: build#⟦restorePreviousStat⟧',
      ),
    ],
  },
  {
    code: 'PATH_NOT_PORTABLE',
    title: 'back slashes',
    plant: [edit(workspace, 'build: symphonies/handlers/build.ts', 'build: ⟦symphonies\\handlers\\build.ts⟧')],
  },
  {
    code: 'HANDLER_VACUOUS',
    title: 'a handler that always says that all is well',
    plant: [
      edit(
        module,
        "await Promise.resolve('viteHostBuild');\n  context.log.info(done.toUpperCase());",
        '{ ok: true };\n  return done;',
      ),
      edit(pipeline, 'handler: build#viteHostBuild', 'handler: build#⟦viteHostBuild⟧'),
    ],
  },
  {
    code: 'HANDLER_UNUSED',
    title: 'a handler that is left over',
    plant: [
      edit(
        module,
        'export async function viteHostBuild(',
        'export async function ⟦webpackHostBuild⟧() {\n  await start();\n}\n\nexport async function viteHostBuild(',
      ),
    ],
  },
  {
    code: 'COMMAND_NOT_FOUND',
    title: 'a script that package.json does not have',
    plant: [edit(pipeline, lint, 'run: [npm, run, ⟦lnit⟧]')],
  },
  {
    code: 'ROLLBACK_MISSING',
    title: 'a beat with effects that nothing undoes',
    plant: [
      edit(
        pipeline,
        '[build.manifests.sources.synced]\n        idempotent: true\n        timeout: 1s\n        effects: local\n        rollback: build#restorePreviousState\n',
        '[build.manifests.sources.synced]\n        idempotent: true\n        timeout: 1s\n        effects: ⟦local⟧\n',
      ),
    ],
  },
  {
    code: 'RETRY_NOT_IDEMPOTENT',
    title: 'a deployment that is tried again',
    plant: [
      edit(
        'symphonies/pipelines/safe-continuous-delivery-pipeline.yaml',
        'handler: delivery#deployProduction\n',
        'handler: delivery#deployProduction\n        retry: { attempts: ⟦2⟧ }\n',
      ),
    ],
  },
  {
    code: 'SHELL_INTERPOLATION',
    title: 'a value in a script',
    plant: [
      edit(workspace, 'tools: [git, npm]', 'tools: [git, npm, sh]'),
      edit(pipeline, lint, 'each: { part: ["runtime; ls"] }\n        run: [sh, -c, "npm run lint ⟦{part}⟧"]'),
    ],
  },
  {
    code: 'SECRET_INLINE',
    title: 'a token in a comment',
    plant: [edit(pipeline, lint, `${lint} # ⟦${'ghp_'}Zx81kQp02LmN44vBtRZx81kQp02LmN44vB⟧`)],
  },
];
