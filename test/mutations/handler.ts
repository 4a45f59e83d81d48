import { edit, type Mutation, remove } from './mutation.ts';

const pipeline = 'symphonies/pipelines/build-pipeline.yaml';
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
        "export const viteHostBuild = 'later';\nexport async function unused(",
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
        'export async function viteHostBuild(context: { log(text: string): void }) {\n  context.log(await Promise.resolve(String(1)));\n}\n\nexport async function releaseFeatures(',
      ),
    ],
  },
  {
    code: 'ROLLBACK_NOT_FOUND',
    title: 'a misspelt rollback',
    plant: [
      edit(
        pipeline,
        '        handler: build#viteHostBuild\n        emits: [build.host.built]\n        consumes: [manifests, package-bundles]\n        produces: [host-bundle]\n        timeout: 20s\n        effects: local\n        rollback: build#restorePreviousState',
        '        handler: build#viteHostBuild\n        emits: [build.host.built]\n        consumes: [manifests, package-bundles]\n        produces: [host-bundle]\n        timeout: 20s\n        effects: local\n        rollback: build#⟦restorePreviousStat⟧',
      ),
    ],
  },
  {
    code: 'PATH_NOT_PORTABLE',
    title: 'back slashes',
    plant: [edit(workspace, 'build: symphonies/handlers/build.ts', 'build: ⟦symphonies\\handlers\\build.ts⟧')],
  },
  {
    code: 'ROLLBACK_MISSING',
    title: 'a beat with effects that nothing undoes',
    plant: [
      edit(
        pipeline,
        '[build.manifests.sources.synced]\n        timeout: 1s\n        effects: local\n        rollback: build#restorePreviousState\n',
        '[build.manifests.sources.synced]\n        timeout: 1s\n        effects: ⟦local⟧\n',
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
      edit(
        pipeline,
        'run: [npm, run, lint]',
        'each: { part: ["runtime; ls"] }\n        run: [sh, -c, "npm run lint ⟦{part}⟧"]',
      ),
    ],
  },
  {
    code: 'SECRET_INLINE',
    title: 'a token in a comment',
    plant: [
      edit(pipeline, 'run: [npm, run, lint]', `run: [npm, run, lint] # ⟦${'ghp_'}Zx81kQp02LmN44vBtRZx81kQp02LmN44vB⟧`),
    ],
  },
];
