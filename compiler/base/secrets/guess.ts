/** Whether a value under a name such as `token` is one: what people make up as a name differs from what a machine drew. */

/** What stands for a value, refers to one, or is known to be none. */
const references =
  /\$[({A-Za-z_]|[<>{}]|^%|\*{3}|:\/\/|^(?:[A-Z][A-Z0-9]*_)+[A-Z0-9]+$|^(?:arn|env|file|md5|op|ref|secrets?|sha\d+|ssm|urn|uuid|vault)[:.-]/;
const placeholders = /change-?me|dummy|example|fake|placeholder|redacted|sample|your[-_]|x{4}|0{8}|1234567890$/i;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const date = /^\d{4}-\d\d-\d\d/;

/** Small letter, capital, digit; anything else is no kind. */
const kindOf = (character: string): string =>
  /[a-z]/.test(character) ? 'a' : /[A-Z]/.test(character) ? 'A' : /\d/.test(character) ? '0' : '';

/**
 * How often the kind of character changes, as a share of all changes there could be; a capital that begins a word is no
 * change to its next letter. Names stay below a fifth.
 */
function unrest(value: string): number {
  const kinds = [...value].map(kindOf).filter((kind) => kind !== '');
  const changes = kinds.filter((kind, i) => i > 0 && kind !== kinds[i - 1] && !(kind === 'a' && kinds[i - 1] === 'A'));
  return changes.length / Math.max(1, kinds.length - 1);
}

const isReference = (value: string): boolean =>
  references.test(value) || placeholders.test(value) || uuid.test(value) || date.test(value);

/** Whether a machine drew `value`: at least 16 characters, letters and digits in no order. */
export function looksDrawn(value: string): boolean {
  if (value.length < 16 || !/\d/.test(value) || !/[A-Za-z]/.test(value) || /\s/.test(value)) return false;
  return new Set(value).size >= 6 && unrest(value) > 0.22 && !isReference(value);
}

/** Whether `value` would do as a password: at least 8 characters of three kinds. */
export function looksLikePassword(value: string): boolean {
  if (value.length < 8 || /[\s/#]/.test(value) || isReference(value)) return false;
  return [/[a-z]/, /[A-Z]/, /\d/, /[^\w.:@-]/].filter((kind) => kind.test(value)).length >= 3;
}
