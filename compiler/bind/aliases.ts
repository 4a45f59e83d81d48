/** The names that a tsconfig.json gives to modules: the patterns of `paths`, with those of the files that it extends. */
import { joinPath, parentOf, staysInside } from '../base/path.ts';
import { compareText } from '../base/text.ts';
import { riskyDepth } from './module-depth.ts';
import { isNode, type Node, nodesIn } from './syntax.ts';

/** What one file says. */
export interface AliasFacts {
  readonly patterns: readonly string[];
  readonly extends: readonly string[];
}

/** A JSON text with comments and commas at the end of lists is an expression of JavaScript. */
export async function readAliases(text: string): Promise<AliasFacts> {
  const nothing = { patterns: [], extends: [] };
  const script = `(${text.replace(/^\ufeff/, '')}\n)`;
  if (riskyDepth('tsconfig.js', script) !== undefined) return nothing;
  const { parseSync } = await import('oxc-parser');
  const { program, errors } = parseSync('tsconfig.js', script);
  if (errors.length > 0) return nothing;
  const [statement] = nodesIn(program as unknown as Node, 'body');
  let root = statement?.['expression'];
  while (isNode(root) && root.type === 'ParenthesizedExpression') root = root['expression'];
  const bases = field(root, 'extends');
  const paths = field(field(root, 'compilerOptions'), 'paths');
  const patterns = isNode(paths) ? nodesIn(paths, 'properties').map(keyOf).filter(isText) : [];
  const list = isNode(bases) && bases.type === 'ArrayExpression' ? nodesIn(bases, 'elements') : [bases];
  return { patterns, extends: list.map((one) => (isNode(one) ? one['value'] : undefined)).filter(isText) };
}

const isText = (value: unknown): value is string => typeof value === 'string';

const keyOf = (property: Node): unknown => {
  const key = property['key'];
  return isNode(key) ? key['value'] : undefined;
};

function field(object: unknown, name: string): unknown {
  if (!isNode(object) || object.type !== 'ObjectExpression') return undefined;
  return nodesIn(object, 'properties').findLast((property) => keyOf(property) === name)?.['value'];
}

/** The patterns of a file and of those that it extends; of packages, whose files nobody looks at, none. */
export async function aliasesFrom(
  path: string,
  read: (path: string) => Promise<AliasFacts | undefined>,
): Promise<string[]> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const queue = [path];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next) || !staysInside(next)) continue;
    seen.add(next);
    const facts = await read(next);
    for (const pattern of facts?.patterns ?? []) found.add(pattern);
    for (const base of facts?.extends ?? []) {
      const extended = joinPath(parentOf(next), base);
      if (base.startsWith('.')) queue.push(extended.endsWith('.json') ? extended : `${extended}.json`);
    }
  }
  return [...found].sort(compareText);
}
