import { importPlace } from '../../base/packages.ts';
import { joinPath, parentOf } from '../../base/path.ts';
import { workspaceRule } from '../../diagnostics/define.ts';
import type { Place, Related } from '../../model/diagnostic.ts';
import type { WorkspaceIndex } from '../../model/index.ts';
import { beat, domain, movement, movements, symphony, workspace } from '../example.ts';

const play = (id: string, owner: string, handler: string): string =>
  symphony({
    id,
    domain: owner,
    movements: movements(movement('one', beat('a', `handler: ${handler}`, 'timeout: 5s'))),
  });

const files = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  'symphony.yaml': workspace(
    'build.yaml, sell.yaml, pack.yaml, ship.yaml',
    'handlers: { pack: handlers/pack.ts, ship: handlers/ship.ts }',
  ),
  'handlers/pack.ts': "import { rm } from 'node:fs/promises';\nexport const pack = () => rm('build');\n",
  'handlers/ship.ts': "import { pack } from './pack.ts';\nexport const ship = () => pack();\n",
  'build.yaml': domain('build'),
  'sell.yaml': domain('sell'),
  'pack.yaml': play('pack', 'build', 'pack#pack'),
  'ship.yaml': play('ship', 'sell', 'ship#ship'),
  ...more,
});

interface Owner {
  readonly domain: string;
  readonly why: Related;
}

/** By path; undefined where several domains claim it. */
type Owners = ReadonlyMap<string, Owner | undefined>;

function claim(owners: Map<string, Owner | undefined>, path: string, owner: Owner): void {
  const same = !owners.has(path) || owners.get(path)?.domain === owner.domain;
  owners.set(path, same ? (owners.get(path) ?? owner) : undefined);
}

/** Files and folders that domains list. */
function listed({ domains }: WorkspaceIndex): Owners {
  const owners = new Map<string, Owner | undefined>();
  for (const { id, files: own } of domains)
    for (const { name, at } of own)
      claim(owners, joinPath(name), { domain: id, why: { ...at, message: `the domain \`${id}\` lists it` } });
  return owners;
}

/** Handler modules that the symphonies of one domain alone use. */
function used({ symphonies, lookup }: WorkspaceIndex): Owners {
  const owners = new Map<string, Owner | undefined>();
  for (const { id, domain: owner, modules = [], bareHandlers = [] } of symphonies) {
    const message = `only symphonies of the domain \`${owner.name}\` use it, such as \`${id}\``;
    const bare = bareHandlers.map((name) => lookup.exporters(name)).filter((found) => found.length === 1);
    for (const alias of [...modules, ...bare.map((found) => found[0]!.alias)]) {
      const path = lookup.module(alias)?.path;
      if (path !== undefined) claim(owners, path, { domain: owner.name, why: { ...owner.at, message } });
    }
  }
  return owners;
}

/** The nearest entry in a list of a domain decides; then use does. */
function ownerOf(path: string, lists: Owners, uses: Owners): Owner | undefined {
  for (let at = path; at !== ''; at = parentOf(at)) if (lists.has(at)) return lists.get(at);
  return uses.get(path);
}

interface Subject {
  readonly place: Place;
  readonly subject: string;
  readonly from: Owner;
  readonly to: Owner;
  readonly specifier: string;
}

function subjectsOf(index: WorkspaceIndex): Subject[] {
  if (index.code.length === 0) return [];
  const [lists, uses] = [listed(index), used(index)];
  return index.code.flatMap(({ path, imports }) => {
    const from = ownerOf(path, lists, uses);
    if (!from) return [];
    return imports.flatMap((request): Subject[] => {
      const to = request.target === undefined ? undefined : ownerOf(request.target, lists, uses);
      if (!to || to.domain === from.domain) return [];
      return [{ place: importPlace(path, request), subject: path, from, to, specifier: request.specifier }];
    });
  });
}

export default workspaceRule<{ specifier: string; from: string; to: string }>()({
  code: 'DOMAIN_IMPORT_FORBIDDEN',
  dimension: 'dependency',
  aspect: 'domain',
  severity: 'major',
  doc: `A handler module of one domain, or a file that it imports, imports a file that belongs to another domain, and its own
does not depend on that one. So the domains are tied together in the code and nobody who reads the definitions can see it.

Name the other domain under \`dependsOn\`, perform one of its symphonies instead, or move what both need into a file that
belongs to neither. A file belongs to the domain that lists it, or the nearest folder around it, under \`files\`; a handler
module that no domain lists belongs to the domain of the symphonies that use it, when they are all of one. Dependencies are
not inherited: \`dependsOn\` has to name the domain itself.`,
  message: ({ specifier, from, to }) =>
    `\`${specifier}\` belongs to the domain \`${to}\`, on which the domain \`${from}\` does not depend`,
  subjects: subjectsOf,
  check: ({ node: { from, to, specifier }, index: { lookup }, report, unknown }) => {
    const [own, other] = [lookup.find('Domain', from.domain), lookup.find('Domain', to.domain)];
    if (lookup.unread('Domain', 'content') || lookup.unread('Symphony', 'content')) return unknown('unread');
    if (!own || !other) return unknown('reported');
    if (own.dependsOn.some(({ name }) => name === to.domain)) return;
    const help = `name \`${to.domain}\` under \`dependsOn\` of the domain \`${from.domain}\`, or perform one of its symphonies`;
    const related = [to.why, { ...own.at, message: `the domain \`${from.domain}\`` }];
    report({ params: { specifier, from: from.domain, to: to.domain }, help, related });
  },
  examples: [
    {
      title: 'the handlers of another domain',
      files: files(),
      expect: [{ file: 'handlers/ship.ts', line: 1, column: 23 }],
    },
    {
      title: 'in a folder that another domain lists',
      files: files({
        'build.yaml': domain('build', 'files: [lib]'),
        'lib/pack.ts': 'export const pack = (input) => input;\n',
        'handlers/ship.ts': "export { pack as ship } from '../lib/pack.ts';\n",
      }),
      expect: [{ file: 'handlers/ship.ts', line: 1, column: 31 }],
    },
    {
      title: 'a domain that it depends on',
      files: files({ 'sell.yaml': domain('sell', 'dependsOn: [build]') }),
      expect: [],
    },
    {
      title: 'a module that symphonies of both use',
      files: files({
        'ship.yaml': `${play('ship', 'sell', 'ship#ship')}      - { id: b, handler: pack#pack, timeout: 5s }\n`,
      }),
      expect: [],
    },
  ],
});
