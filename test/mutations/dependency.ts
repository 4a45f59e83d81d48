import { create, edit, type Mutation, remove } from './mutation.ts';

const pipeline = 'symphonies/pipelines/build-pipeline.yaml';
const module = 'symphonies/handlers/build.ts';
const before = 'export async function viteHostBuild(';
const importing = (specifier: string) => edit(module, before, `import '${specifier}';\n${before}`);

/** Imports, versions and the order of packages. */
export const dependency: readonly Mutation[] = [
  {
    code: 'UNRESOLVED_IMPORT',
    title: 'a file that is gone',
    plant: [importing('⟦./vite.ts⟧')],
  },
  {
    code: 'DEPENDENCY_UNDECLARED',
    title: 'a package that is there by accident',
    plant: [importing('⟦left-pad⟧')],
  },
  {
    code: 'VERSION_CONSTRAINT_VIOLATED',
    title: 'a lockfile that lags behind',
    plant: [importing('yaml'), edit('package.json', '"yaml": "2.9.1"', '"yaml": ⟦"^3.0.0"⟧')],
  },
  {
    code: 'LOCKFILE_MISSING',
    title: 'no lockfile',
    plant: [
      importing('yaml'),
      remove('package-lock.json'),
      edit('package.json', '{\n  "name": "symphonyc",', '⟦⟧{\n  "name": "symphonyc",'),
    ],
  },
  {
    code: 'BUILD_ORDER_VIOLATED',
    title: 'a package that is built before what it needs',
    plant: [
      edit('package.json', '  "type": "module",', '  "type": "module",\n  "workspaces": ["packages/*"],'),
      create('packages/sdk/package.json', '{ "name": "@renderx-plugins/host-sdk" }\n'),
      create(
        'packages/components/package.json',
        '{ "name": "@renderx-plugins/components", "dependencies": { "@renderx-plugins/host-sdk": "*" } }\n',
      ),
      edit(pipeline, '- "@renderx-plugins/components"', '- ⟦"@renderx-plugins/components"⟧'),
    ],
  },
  {
    code: 'DOMAIN_IMPORT_FORBIDDEN',
    title: 'handlers of a domain that knows nothing of the other',
    plant: [importing('⟦./reporting.ts⟧')],
  },
];
