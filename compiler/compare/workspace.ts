/** The workspace document in both versions: what is compiled, what fails a build, who guards what. */
import type { Workspace } from '../model/document.ts';
import {
  type Comparer,
  entries,
  fields,
  floor,
  ladder,
  members,
  plain,
  reliedOn,
  required,
  same,
  scalar,
} from './judges.ts';
import { strength } from './kinds.ts';
import { type ChangeLog, fieldOf, items, type Pair } from './log.ts';
import type { Sides } from './sides.ts';
import { status } from './status.ts';

const off = ['off', ...strength];

/** Files named in a note at most. */
const named = 5;

export function compareWorkspaceDocument(pair: Pair, log: ChangeLog, sides: Sides): void {
  const severity = (code: string): Comparer => {
    const initial = sides.defaults.get(code);
    return scalar(`the severity of ${code}`, initial === undefined ? plain : ladder({ order: off, initial }));
  };
  const table = {
    status,
    severities: entries(severity),
    failOn: scalar('what fails a build', ladder({ order: [...strength].reverse(), initial: 'major' })),
    goals: entries((aspect) => scalar(`the goal for \`${aspect}\``, floor)),
    targets: members((target) => `the target \`${target}\``, plain),
    tools: members((tool) => `the tool \`${tool}\``, plain),
    environments: entries((name) => scalar(`the environment \`${name}\``, plain)),
    handlers: entries((alias) => handlers(alias, sides)),
  };
  fields(table, 'apiVersion', 'kind', 'sources', 'exclude', 'protected')(pair, log);
  compareSources(pair, log, sides);
  compareProtection(pair, log);
}

function handlers(alias: string, { was }: Sides): Comparer {
  const users = was.index.symphonies.filter(({ modules = [] }) => modules.includes(alias)).map(({ id }) => `\`${id}\``);
  const gone = users.length > 0 ? reliedOn(`${users.slice(0, named).join(', ')} used it`) : plain;
  return scalar(`the handler module \`${alias}\``, (before, after) =>
    (after === undefined ? gone : plain)(before, after),
  );
}

/** Patterns count by what they take in: a file that is still there and no longer compiled is no longer checked. */
function compareSources(pair: Pair, log: ChangeLog, { was, is, exists }: Sides): void {
  const lost = [...was.files].filter((file) => !is.files.has(file) && exists(file)).sort();
  for (const name of ['sources', 'exclude'] as const) {
    const list = fieldOf(pair, name);
    const [before, after] = [items(list.was).map(String).sort(), items(list.is).map(String).sort()];
    if (same(before, after)) continue;
    const fewer =
      name === 'sources' ? before.some((one) => !after.includes(one)) : after.some((one) => !before.includes(one));
    const narrowed = lost.length > 0 && fewer;
    const more = lost.length > named ? ` and ${lost.length - named} more` : '';
    const what = name === 'sources' ? 'what is compiled was changed' : 'what is left out was changed';
    const note = `no longer compiled: ${lost.slice(0, named).join(', ')}${more}`;
    log.add(list, { what, effect: narrowed ? 'weakened' : 'neutral', note: narrowed ? note : undefined });
  }
}

type Entry = NonNullable<Workspace['protected']>[number];

const scope = ({ approvers: _, ...rest }: Entry): string => JSON.stringify([rest.kinds, rest.ids, rest.fields]);

/** Entries are told apart by what they protect. */
function compareProtection(pair: Pair, log: ChangeLog): void {
  const list = fieldOf(pair, 'protected');
  const judge = (was: unknown, is: unknown) => {
    if (was === undefined || is === undefined) return required(was, is);
    return { verb: 'given to other approvers', effect: 'neutral' as const };
  };
  const one = (key: string): string => `the protection of ${(JSON.parse(key) as string[][])[2]!.join(', ')}`;
  members(
    one,
    judge,
    (entry) => scope(entry as Entry),
    () => [],
  )(list, log);
}
