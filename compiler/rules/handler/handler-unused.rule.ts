import { list } from '../../base/text.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import type { ModuleFunction } from '../../model/code.ts';
import type { Place, Related } from '../../model/diagnostic.ts';
import type { WorkspaceIndex } from '../../model/index.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const compile = "import { rm } from 'node:fs/promises';\nexport const compile = () => rm('build');\n";

const files = (module: string, more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  'symphony.yaml': workspace('domain.yaml, play.yaml', 'handlers: { build: handlers/build.ts }'),
  'handlers/build.ts': module,
  'domain.yaml': domain(),
  'play.yaml': symphony({ movements: movements(movement('one', beat('a', 'handler: build#compile', 'timeout: 5s'))) }),
  ...more,
});

interface Subject {
  readonly place: Place;
  readonly subject: string;
  readonly name: string;
  readonly path: string;
  readonly aliases: readonly string[];
  readonly related: readonly Related[];
}

/** The functions of each file that some beat names a handler of; those that it only passes on belong elsewhere. */
function subjectsOf({ workspace: { handlers }, symphonies, lookup }: WorkspaceIndex): Subject[] {
  if (handlers.length === 0) return [];
  const named = new Set(symphonies.flatMap(({ modules = [] }) => modules));
  const bare = new Set(symphonies.flatMap(({ bareHandlers = [] }) => bareHandlers));
  for (const name of bare) for (const { alias } of lookup.exporters(name)) named.add(alias);
  const byPath = new Map<string, string[]>();
  for (const { name: alias } of handlers) {
    const path = lookup.module(alias)?.path ?? '';
    byPath.set(path, [...(byPath.get(path) ?? []), alias]);
  }
  return [...byPath].flatMap(([path, aliases]) => {
    const module = lookup.module(aliases[0]!);
    if (!module || !aliases.some((alias) => named.has(alias))) return [];
    const related = handlers
      .filter(({ name }) => aliases.includes(name))
      .map(({ at }) => ({ ...at, message: 'the handler module' }));
    return module.functions
      .filter(({ file }) => file === path)
      .map((fn) => ({ place: placeOf(fn), subject: `${path}#${fn.name}`, name: fn.name, path, aliases, related }));
  });
}

const placeOf = ({ file, line, column, name, written = name }: ModuleFunction): Place => ({
  file,
  range: { start: { line, column }, end: { line, column: column + written.length } },
});

interface Calls {
  /** As written: `module#export` and bare names. */
  readonly all: ReadonlySet<string>;
  /** Aliases of which an export is called that they do not have. */
  readonly mistaken: ReadonlySet<string>;
  /** Names that are called of a module nobody declares. */
  readonly lost: ReadonlySet<string>;
  /** True when a bare name is called that no module exports. */
  readonly lostAny: boolean;
  /** What files import of others: `path name`. */
  readonly imported: ReadonlySet<string>;
}

const calls = new WeakMap<WorkspaceIndex, Calls>();

function callsOf(index: WorkspaceIndex): Calls {
  const known = calls.get(index) ?? readCalls(index);
  calls.set(index, known);
  return known;
}

function readCalls({ symphonies, lookup, code }: WorkspaceIndex): Calls {
  const named = symphonies.flatMap(({ calls: own = [] }) => own);
  const bare = symphonies.flatMap(({ bareHandlers = [] }) => bareHandlers);
  const mistaken = new Set<string>();
  const lost = new Set<string>();
  for (const call of new Set(named)) {
    const cut = call.indexOf('#');
    const [alias, name] = [call.slice(0, cut), call.slice(cut + 1)];
    const module = lookup.module(alias);
    if (!module) lost.add(name);
    else if (!module.exports.some((item) => item.name === name)) mistaken.add(alias);
  }
  const lostAny = [...new Set(bare)].some((name) => lookup.exporters(name).length === 0);
  const imported = new Set(
    code.flatMap(({ imports }) => imports.flatMap(({ target, names }) => names.map((name) => `${target} ${name}`))),
  );
  return { all: new Set([...named, ...bare]), mistaken, lost, lostAny, imported };
}

export default workspaceRule<{ name: string; aliases: readonly string[] }>()({
  code: 'HANDLER_UNUSED',
  dimension: 'handler',
  aspect: 'handler',
  severity: 'minor',
  doc: `A module of handlers exports a function that no beat calls, as handler or as rollback, and that neither its own module
nor another one of the handlers uses. It is left from a beat that is gone, or waits for one that nobody wrote.

Let a beat call it, take \`export\` away, or take it out. Only modules that some beat names are looked at. Tests are not: a
function that is exported for them alone is better tested in a module of its own. While a beat names an export that does not
exist, nothing is said: it may mean this one.`,
  message: ({ name, aliases }) =>
    `no beat calls \`${name}\` of the handler module ${list(aliases.map((alias) => `\`${alias}\``))}`,
  help: 'let a beat call it, or take `export` away',
  subjects: subjectsOf,
  check: ({ node, index, report, unknown }) => {
    const { name, path, aliases, related } = node;
    const { all, mistaken, lost, lostAny, imported } = callsOf(index);
    const module = index.lookup.module(aliases[0]!)!;
    if (all.has(name) || aliases.some((alias) => all.has(`${alias}#${name}`))) return;
    if (module.functions.find((one) => one.name === name)?.usedHere) return;
    if (imported.has(`${path} ${name}`) || imported.has(`${path} *`)) return;
    if (index.lookup.unread('Symphony', 'content')) return unknown('unread');
    if (lostAny || lost.has(name) || aliases.some((alias) => mistaken.has(alias))) return unknown('reported');
    report({ params: { name, aliases }, related });
  },
  examples: [
    {
      title: 'a handler that no beat calls any more',
      files: files(`${compile}export const pack = () => rm('dist');\n`),
      expect: [{ file: 'handlers/build.ts', line: 3, column: 14 }],
    },
    {
      title: 'used by a handler beside it, or imported by another module',
      files: files(
        "import { log } from './log.ts';\nexport const step = (name: string) => log(name);\nexport const done = () => log('done');\nexport const compile = () => step('compile');\n",
        {
          'handlers/log.ts': "import { done } from './build.ts';\nexport const log = (name: string) => done ?? name;\n",
        },
      ),
      expect: [],
    },
    {
      title: 'a module that no beat names',
      files: files(compile, {
        'symphony.yaml': workspace(
          'domain.yaml, play.yaml',
          'handlers: { build: handlers/build.ts, tools: handlers/tools.ts }',
        ),
        'handlers/tools.ts': "import { rm } from 'node:fs/promises';\nexport const pack = () => rm('dist');\n",
      }),
      expect: [],
    },
    {
      title: 'a beat that may mean it has a misspelt name',
      files: files(`${compile.replace('compile', 'compiel')}`),
      expect: [],
    },
  ],
});
