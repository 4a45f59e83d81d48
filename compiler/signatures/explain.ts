/** What the TypeScript compiler says of a statement → a clause that says what the function wants and what it gets. */
import type { Aspect } from './statements.ts';

/** A diagnostic as the compiler gives it; places are offsets in UTF-16 units. */
export interface CompilerDiagnostic {
  readonly fileName?: string;
  readonly pos: number;
  readonly end: number;
  readonly code: number;
  readonly text: string;
  readonly messageChain?: readonly CompilerDiagnostic[];
  readonly relatedInformation?: readonly CompilerDiagnostic[];
}

/** "Type … does not satisfy the expected type …": everything else is a mistake in the function's own code. */
export const notSatisfied = 1360;

/** Longer types are cut. */
const maxType = 160;

const cut = (text: string): string => (text.length > maxType ? `${text.slice(0, maxType - 1)}…` : text);

const type = (text: string): string => `\`${cut(text.replaceAll('; }', ' }').replaceAll('`', "'"))}\``;

/** What is found on the way from the whole function down to the part that does not fit. */
interface Found {
  /** The names of the members that lead there, from the context on. */
  path: string[];
  /** What the beat gives, and what the function wants; the other way around in the parameters of its callbacks. */
  given: string;
  wanted: string;
  missing?: string;
  /** How many arguments it takes at least. */
  takes?: string;
  callable: boolean;
  leaf: string;
}

/** The clause for people: `takes …, but the beat gives …`. Undefined when the statement shows nothing after all. */
export function reasonOf(diagnostic: CompilerDiagnostic, aspect: Aspect): string | undefined {
  const whole = between(diagnostic.text, "Type '", "' does not satisfy") ?? '';
  // What cannot be resolved is `any`, and a `Function` takes and gives whatever it likes.
  if (whole === (aspect === 'result' ? 'any' : 'Function')) return undefined;
  if (aspect === 'result') return `gives back ${type(whole)}, which cannot be written as JSON`;
  const found = follow(diagnostic);
  const [member, ...inner] = found.path;
  if (member === undefined) return misfitOfAll(found, whole);
  if (found.takes !== undefined) return `calls ${type(found.path.join('.'))} with too few arguments`;
  if (Object.hasOwn(declaring, member) && inner.length === 0)
    return undeclared(member as keyof typeof declaring, found);
  return misfit(found);
}

/** The members of the context with which a handler names what its beat declares. */
const declaring = {
  emit: ['emits', 'emits'],
  measure: ['measures', 'measures'],
  evidence: ['gives evidence', 'evidence'],
} as const;

function undeclared(member: keyof typeof declaring, { given, wanted }: Found): string {
  const [verb, field] = declaring[member];
  const known = wanted === '"(nothing)"' ? 'nothing' : type(wanted);
  return `${verb} ${type(given)}, but under \`${field}\` the beat declares ${known}`;
}

/** The function as a whole, or what it takes instead of a context. */
function misfitOfAll({ callable, takes, wanted, missing, leaf }: Found, whole: string): string {
  if (!callable) return `is ${type(whole)}, which cannot be called`;
  if (takes !== undefined) return `takes ${takes} arguments, but is called with one, its context`;
  if (wanted === '') return `does not fit: ${sentence(leaf)}`;
  // Of a list or the like, many members are missing.
  if (missing === undefined || missing.includes(' more')) return `takes ${type(wanted)}, but is called with a context`;
  return `takes ${type(wanted)}, but its context has no ${missing}`;
}

function misfit({ path, given, wanted, missing, leaf }: Found): string {
  if (wanted === '') return `does not fit in ${type(path.join('.'))}: ${sentence(leaf)}`;
  const without = missing === undefined ? '' : ` without ${missing}`;
  return `takes ${type(wanted)} as ${type(path.join('.'))}, but the beat gives ${type(given)}${without}`;
}

/** The text of the compiler, in the form of our own messages. */
const sentence = (text: string): string => {
  const plain = text.replaceAll('`', "'").replace(/\.$/, '');
  return cut(plain.charAt(0).toLowerCase() + plain.slice(1));
};

function follow(diagnostic: CompilerDiagnostic): Found {
  const found: Found = { path: [], given: '', wanted: '', callable: true, leaf: '' };
  // Of several overloads the last is told.
  for (let node = diagnostic.messageChain?.at(-1); node; node = node.messageChain?.at(-1)) note(found, node.text);
  return found;
}

/** Reads one line of the compiler; lines that say nothing new are passed over. */
function note(found: Found, text: string): void {
  found.leaf = text;
  const member = between(text, "Types of property '", "' are incompatible");
  const members = between(text, "The types of '", "' are incompatible");
  if (member !== undefined || members !== undefined) {
    found.path.push(...(member !== undefined ? [member] : members!.split('.')));
    return;
  }
  found.takes ??= between(text, 'Target signature provides too few arguments. Expected ', ' or more');
  if (text.includes("' provides no match for the signature '")) found.callable = false;
  const property = between(text, "Property '", "' is missing in type '");
  const pair =
    pairOf(text, "' is not assignable to type '") ??
    pairOf(text, "' is missing the following properties from type '") ??
    pairOf(text, "' has no properties in common with type '") ??
    pairOf(text, "' but required in type '", "' is missing in type '");
  if (!pair) return;
  [found.given, found.wanted] = pair;
  if (property !== undefined) found.missing = type(property);
  const several = text.split("' is missing the following properties from type '")[1]?.split("': ")[1];
  if (several !== undefined) found.missing = namesOf(several);
}

/** `a, b, c, d, and 3 more.` with each name in backticks. */
const namesOf = (several: string): string =>
  several
    .replace(/\.$/, '')
    .split(', ')
    .map((name) => (name.startsWith('and ') ? name : type(name)))
    .join(', ');

/** The types before and after the words in the middle. */
function pairOf(text: string, middle: string, start = "Type '"): [string, string] | undefined {
  const [before, after] = text.split(middle, 2);
  if (before === undefined || after === undefined || !before.includes(start)) return undefined;
  const given = before.slice(before.indexOf(start) + start.length);
  const end = after.lastIndexOf("'");
  const wanted = end === -1 ? after : after.slice(0, end);
  return [given, wanted.split("': ")[0]!];
}

function between(text: string, start: string, end: string): string | undefined {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from + start.length);
  return from === -1 || to === -1 ? undefined : text.slice(from + start.length, to);
}
