/** What YAML allows and a definition cannot mean: values that would be something else than they look like. */
import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { isMergeKey } from './common-yaml-text.ts';
import { quote, type Span, tagHelp } from './syntax-text.ts';

export interface LostMeaning {
  readonly at: Span;
  readonly problem: string;
  readonly help: string;
}

const core = 'tag:yaml.org,2002:';

/** The tags of the core schema, each with whether a node is what it says. */
const coreTags: Readonly<Record<string, (node: Node, value: unknown) => boolean>> = {
  str: (_, value) => typeof value === 'string',
  int: (_, value) => Number.isInteger(value),
  float: (_, value) => typeof value === 'number',
  bool: (_, value) => typeof value === 'boolean',
  null: (node, value) => isScalar(node) && value === null,
  map: isMap,
  seq: isSeq,
};

/** Of a node as it stands in `text`. */
export function lostMeaning(text: string, node: Node): LostMeaning | undefined {
  return (node.tag && tagProblem(text, node)) || (isScalar(node) ? numberProblem(node) : undefined);
}

function tagProblem(text: string, node: Node): LostMeaning | undefined {
  const name = node.tag?.startsWith(core) ? node.tag.slice(core.length) : '';
  const fits = Object.hasOwn(coreTags, name) ? coreTags[name] : undefined;
  if (fits?.(node, isScalar(node) ? node.value : undefined)) return undefined;
  const at = tagSpan(text, node.range?.[0] ?? 0);
  const tag = quote(text.slice(...at));
  if (fits)
    return { at, problem: `the value is not what its tag ${tag} says`, help: 'remove the tag, or correct the value' };
  return {
    at,
    problem: `the tag ${tag} is not known`,
    help: tagHelp(text, at[0]) ?? 'remove it, or put a text that begins with `!` in quotes',
  };
}

/** The tag before the node that begins at `start`. */
function tagSpan(text: string, start: number): Span {
  let from = text.lastIndexOf('!', start - 1);
  while (from > 0 && !/[\s,[\]{}]/.test(text[from - 1]!)) from--;
  const length = /^[^\s,[\]{}]+/.exec(text.slice(from, start))?.[0].length ?? 1;
  return [from, from + length];
}

/** Beyond this, numbers that differ become the same. */
const wholeNumber = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;

function numberProblem({ value, source, range }: Scalar): LostMeaning | undefined {
  if (!Number.isFinite(value) || Number.isSafeInteger(value) || !wholeNumber.test(source ?? '')) return undefined;
  const [start, end] = range ?? [0, 1];
  const problem = `${quote(source!)} is too large for a whole number that is kept exactly`;
  return { at: [start, end], problem, help: `whole numbers go up to ${Number.MAX_SAFE_INTEGER}; put a text in quotes` };
}

/** Of the key of a field, which stands at `at`. */
export function lostKey(text: string, key: Node | null, at: Span): LostMeaning | undefined {
  const plain = key === null || (isScalar(key) && (key.type ?? 'PLAIN') === 'PLAIN');
  const source = key === null || !isScalar(key) ? '' : (key.source ?? String(key.value ?? ''));
  if (plain && source === '' && !key?.tag) {
    let colon = at[0];
    while (text[colon] === ' ') colon++;
    return {
      at: [colon, colon + 1],
      problem: 'a key is missing here',
      help: 'write the name of the field before the colon',
    };
  }
  if (plain && isMergeKey(source)) {
    const help = 'YAML 1.2 has no merge keys: write the fields out';
    return { at, problem: '`<<` does not put the fields of another mapping in here', help };
  }
  return key?.tag ? tagProblem(text, key) : undefined;
}
