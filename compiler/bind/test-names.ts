/** The names under which tests are written and judged, in the libraries that people use for that. */

/** Packages whose functions reach no code of the project by themselves. */
const testPackages = new Set([
  ...[
    'vitest',
    '@jest/globals',
    'mocha',
    'chai',
    'ava',
    'tape',
    'tap',
    'uvu',
    'uvu/assert',
    'jasmine',
    'sinon',
    'expect',
  ],
  ...[
    'fast-check',
    '@fast-check/vitest',
    '@playwright/test',
    'bun:test',
    'node:test',
    'expect-type',
    'should',
    'chai-as-promised',
  ],
]);

/** Modules of Node, without `node:`, that start no process and load no code. */
const harmless = new Set([
  ...[
    'assert',
    'assert/strict',
    'buffer',
    'crypto',
    'events',
    'fs',
    'fs/promises',
    'os',
    'path',
    'path/posix',
    'perf_hooks',
  ],
  ...['process', 'querystring', 'readline', 'stream', 'stream/promises', 'string_decoder', 'timers', 'timers/promises'],
  ...['url', 'util', 'zlib', 'async_hooks', 'test'],
]);

const isHarmless = (specifier: string): boolean => harmless.has(specifier.replace(/^node:/, ''));
export const isTestPackage = (specifier: string): boolean => testPackages.has(specifier);
export const isAssertModule = (specifier: string): boolean =>
  /^(?:node:)?assert(?:\/strict)?$|^uvu\/assert$/.test(specifier);
/** Whether what is imported from there might run any code of the project. */
export const leadsAnywhere = (specifier: string): boolean => !isTestPackage(specifier) && !isHarmless(specifier);

export type TestRole = 'case' | 'group';

const roles: Readonly<Record<string, TestRole>> = {
  ...Object.fromEntries(
    ['it', 'test', 'specify', 'xit', 'xtest', 'xspecify', 'fit', 'ftest'].map((name) => [name, 'case']),
  ),
  ...Object.fromEntries(
    ['describe', 'suite', 'context', 'xdescribe', 'xcontext', 'fdescribe'].map((name) => [name, 'group']),
  ),
};

/** What a function of that name declares. */
export const roleOf = (name: string): TestRole | undefined => (Object.hasOwn(roles, name) ? roles[name] : undefined);

/** What may follow such a name: `it.skip.each`. */
const modifiers = new Set([
  ...['skip', 'only', 'todo', 'concurrent', 'sequential', 'each', 'for', 'skipIf', 'runIf', 'fails', 'failing', 'fail'],
  ...['shuffle', 'serial', 'parallel', 'describe', 'it', 'test', 'fixme', 'prop', 'cb'],
]);
export const isModifier = (name: string): boolean => modifiers.has(name);

/** The modifiers, and names with `x`, that keep a test from running. */
export function skipWord(name: string, members: readonly string[]): string | undefined {
  const word = members.find((member) => member === 'skip' || member === 'todo' || member === 'fixme');
  if (word !== undefined) return word;
  return /^x(?:it|test|specify|describe|context)$/.test(name) ? name : undefined;
}

/** Functions that take each test as it begins or ends. */
export const isHook = (name: string): boolean => /^(?:before|after|onTest)(?:Each|All|Finished|Failed)?$/.test(name);

/** Whether a function of that name judges. */
export const isJudging = (name: string): boolean => /^(?:expect|assert|should|fail|unreachable|toMatch)/i.test(name);

/** Whether a method of that name might judge, too. */
export const mayJudge = (name: string): boolean => /^(?:verify|check|ensure|must|validate)/i.test(name);

/** What `expect` has beside judging. */
const preparing = new Set([
  ...[
    'any',
    'anything',
    'objectContaining',
    'stringContaining',
    'arrayContaining',
    'stringMatching',
    'closeTo',
    'extend',
  ],
  ...['addSnapshotSerializer', 'addEqualityTesters', 'getState', 'setState', 'not'],
]);
export const isPreparing = (name: string): boolean => preparing.has(name);

/** Names that every program has and that judge nothing. */
const globals = new Set([
  ...[
    'console',
    'JSON',
    'Object',
    'Array',
    'Promise',
    'Math',
    'String',
    'Number',
    'Boolean',
    'BigInt',
    'Symbol',
    'Date',
  ],
  ...[
    'Map',
    'Set',
    'WeakMap',
    'WeakSet',
    'RegExp',
    'Error',
    'TypeError',
    'RangeError',
    'URL',
    'URLSearchParams',
    'Buffer',
  ],
  ...[
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'setImmediate',
    'queueMicrotask',
    'structuredClone',
  ],
  ...[
    'parseInt',
    'parseFloat',
    'isNaN',
    'isFinite',
    'encodeURIComponent',
    'decodeURIComponent',
    'TextEncoder',
    'Uint8Array',
  ],
  ...[
    'TextDecoder',
    'AbortController',
    'AbortSignal',
    'process',
    'globalThis',
    'vi',
    'jest',
    'performance',
    'Intl',
    'Reflect',
  ],
  ...['require'],
]);
export const isGlobal = (name: string): boolean => globals.has(name);
