/**
 * From ES modules, the only ones that the bundler splits, to what `compiler/cli/chunks.ts` loads: functions of what a
 * CommonJS module is given, which Node loads faster and of which V8 keeps the compiled form. Names that chunks import are
 * plain constants here, read once; the bundler's own conversion looks each up at every use. That is possible because
 * chunks do not import one another in a circle, as the modules do not, and nothing that is exported gets another value.
 */
import { posix } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** The chunk with a path in the folder of chunks, from the code of a module. */
export function chunkOf(path, code) {
  const { program, errors } = parseSync(path, code, { sourceType: 'module' });
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  const imports = program.body.filter(({ type }) => type === 'ImportDeclaration');
  const exports = program.body.filter(({ type }) => type.startsWith('Export'));
  const last = program.body.length - exports.length;
  if (exports.some((node, i) => node !== program.body[last + i])) throw new Error(`${path} exports before its end`);
  const assigned = assignedIn(program);
  const exported = exports.flatMap(({ specifiers = [] }) => specifiers.map(({ local }) => nameOf(local)));
  for (const name of exported) if (assigned.has(name)) throw new Error(`${path} exports ${name} and assigns to it`);
  const body = [...imports, ...exports]
    .sort((a, b) => b.start - a.start)
    .reduce((text, node) => text.slice(0, node.start) + statementFor(node, text) + text.slice(node.end), code);
  return `function (exports, require, module, __import) {"use strict";${loadable(body, posix.dirname(path))}\n}`;
}

/** The names that are assigned to, in whatever scope. */
function assignedIn(program) {
  const names = new Set();
  new Visitor({
    AssignmentExpression: ({ left }) => names.add(left.name),
    UpdateExpression: ({ argument }) => names.add(argument.name),
  }).visit(program);
  return names;
}

const nameOf = (node) => node.name ?? node.value;

function statementFor(node, text) {
  if (node.type === 'ExportDefaultDeclaration')
    return `exports.default=${text.slice(node.declaration.start, node.declaration.end)};`;
  if (node.type === 'ExportNamedDeclaration' && !node.declaration && !node.source)
    return node.specifiers
      .map(({ local, exported }) => `exports[${JSON.stringify(nameOf(exported))}]=${nameOf(local)};`)
      .join('');
  if (node.type !== 'ImportDeclaration') throw new Error(`a chunk with ${node.type}`);
  const required = `require(${JSON.stringify(node.source.value)})`;
  const named = node.specifiers.filter(({ type }) => type === 'ImportSpecifier');
  const whole = node.specifiers.filter(({ type }) => type !== 'ImportSpecifier');
  const members = named.map(({ imported, local }) => `${JSON.stringify(nameOf(imported))}:${local.name}`).join(',');
  const constants = [
    ...whole.map(({ local }) => `${local.name}=${required}`),
    ...(members ? [`{${members}}=${required}`] : []),
  ];
  return constants.length === 0 ? `${required};` : `const ${constants.join(',')};`;
}

/**
 * Chunks have a `require` that knows the others by their paths in `chunks/`, and a compiled script no `import()` of its
 * own. They are read as ASCII; the bundler leaves other characters in regular expressions, where an escape means the same.
 */
function loadable(code, folder) {
  const named = (id) => JSON.stringify(`./${posix.join(folder, id)}`);
  return code
    .replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/\brequire\("(\.[^"]+)"\)/g, (_, id) => `require(${named(id)})`)
    .replace(/\bimport\("(\.[^"]+)"\)/g, (_, id) => `Promise.resolve().then(()=>require(${named(id)}))`)
    .replace(/\bimport\((?=["`])/g, '__import(');
}
