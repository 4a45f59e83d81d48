import { isUsable, skeletonOf } from '../../base/handler-target.ts';
import { portabilityProblem } from '../../base/portable-path.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import type { Fix, Place, Related } from '../../model/diagnostic.ts';
import type { Mention, ModuleSummary, WorkspaceIndex } from '../../model/index.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const files = (path: string, status = 'active'): Record<string, string> => ({
  'symphony.yaml': workspace('domain.yaml, play.yaml', `handlers: { build: ${path} }`),
  'handlers/build.ts': 'export const compile = async () => ({ packages: 3 });\n',
  'handlers/broken.ts': 'export const compile = async () => {\n',
  'handlers/old.cjs': 'module.exports = { compile: async () => 3 };\n',
  'domain.yaml': domain(),
  'play.yaml': symphony({
    status,
    movements: movements(movement('one', beat('a', 'handler: build#compile', 'timeout: 5s'), beat('b'))),
  }),
});

interface Subject {
  readonly place: Place;
  readonly subject: string;
  readonly draft: boolean;
  readonly alias: Mention;
}

/** One check an alias. What only drafts use need not be written yet; what is there has to be sound. */
function subjectsOf({ workspace: { handlers }, symphonies, lookup }: WorkspaceIndex): Subject[] {
  const lost = symphonies.filter(({ bareHandlers }) =>
    bareHandlers?.some((name) => lookup.exporters(name).length === 0),
  );
  return handlers.map((alias) => {
    const users = [...symphonies.filter(({ modules }) => modules?.includes(alias.name)), ...lost];
    const draft = users.length > 0 && users.every(({ status }) => status === 'draft');
    const module = lookup.module(alias.name);
    const unwritten =
      module !== undefined && !module.exists && module.unreadable === undefined && !portabilityProblem(module.path);
    return { place: alias.at, subject: `handlers/${alias.name}`, draft: draft && unwritten, alias };
  });
}

interface Problem {
  readonly problem: string;
  readonly place?: Place;
  readonly help?: string;
  readonly related?: readonly Related[];
  readonly fix?: Fix;
}

/** A path that needs no quotes. */
const plain = /^[A-Za-z_][\w./-]*$/;

const correction = (near: string, at: Place): Fix => ({
  title: `write \`${near}\``,
  safe: false,
  edits: [{ ...at, text: plain.test(near) ? near : JSON.stringify(near) }],
});

/** A module with a function for each handler of it that is named; `calls`: these as `module#export`. */
function newModule({ alias, path }: ModuleSummary, calls: readonly string[]): Fix | undefined {
  if (!/\.m?[jt]s$/.test(path) || path.endsWith('.d.ts')) return undefined;
  const names = calls.filter((call) => call.startsWith(`${alias}#`)).map((call) => call.slice(alias.length + 1));
  const functions = [...new Set(names)].flatMap((name) => skeletonOf(name) ?? []);
  const start = { line: 1, column: 1 };
  const text = functions.length > 0 ? functions.join('\n') : 'export {};\n';
  const title = `make a module \`${path}\` whose functions throw`;
  return { title, safe: false, edits: [{ file: path, range: { start, end: start }, text }] };
}

function problemOf(module: ModuleSummary, at: Place, calls: () => readonly string[]): Problem {
  const { path, exists, unreadable, near, error, errorAt } = module;
  const file = `\`${path}\``;
  if (unreadable !== undefined) return { problem: `${file} cannot be read: ${unreadable}` };
  if (!exists) {
    const help = near ? `did you mean \`${near}\`?` : 'write the module, or correct its path';
    return {
      problem: `${file} does not exist`,
      help,
      fix: near === undefined ? newModule(module, calls()) : correction(near, at),
    };
  }
  if (!errorAt) return { problem: `the exports of ${file} are not known: ${error}` };
  const end = { line: errorAt.line, column: errorAt.column + 1 };
  const related = [{ ...at, message: 'the module is declared here' }];
  return {
    problem: `${file} cannot be parsed: ${error}`,
    place: { file: path, range: { start: errorAt, end } },
    related,
  };
}

export default workspaceRule<{ alias: string; problem: string }>()({
  code: 'HANDLER_MODULE_UNUSABLE',
  dimension: 'handler',
  aspect: 'handler',
  severity: 'critical',
  fixable: 'unsafe',
  draftable: true,
  doc: `A handler module that the workspace declares does not exist, cannot be read or parsed, or is no module whose exports its
syntax tells. No beat that names one of its handlers can play.

This is reported once, where the module is declared or where its syntax breaks; the beats that use it say nothing about it.
Correct the path (the nearest one is suggested) or write the module (where no path is near, one is
suggested whose functions throw). While only drafts use it, a module that does not exist is
information: it is not written yet. A bare handler name that no module exports may be one of its. A module that is
not found because its path is not portable is PATH_NOT_PORTABLE.`,
  message: ({ alias, problem }) => `the handler module \`${alias}\` cannot be used: ${problem}`,
  subjects: subjectsOf,
  check: ({ node: { alias }, index, report, unknown }) => {
    const module = index.lookup.module(alias.name);
    if (!module || isUsable(module)) return;
    if (!module.exists && portabilityProblem(module.path)) return unknown('reported');
    const { problem, ...found } = problemOf(module, alias.at, () =>
      index.symphonies.flatMap(({ calls = [] }) => calls),
    );
    report({ params: { alias: alias.name, problem }, ...found });
  },
  examples: [
    {
      title: 'a module that does not exist',
      files: files('handlers/biuld.ts'),
      expect: [{ file: 'symphony.yaml', line: 6, column: 20 }],
    },
    {
      title: 'a module that is not written yet',
      files: files('src/elsewhere.ts'),
      expect: [{ file: 'symphony.yaml', line: 6, column: 20 }],
    },
    {
      title: 'a module with a syntax error',
      files: files('handlers/broken.ts'),
      expect: [{ file: 'handlers/broken.ts', line: 2, column: 1 }],
    },
    {
      title: 'a module whose exports only running it would tell',
      files: files('handlers/old.cjs'),
      expect: [{ file: 'symphony.yaml', line: 6, column: 20 }],
    },
    {
      title: 'a folder',
      files: files('handlers'),
      expect: [{ file: 'symphony.yaml', line: 6, column: 20 }],
    },
    { title: 'a module that exists', files: files('handlers/build.ts'), expect: [] },
  ],
});
