/** One TypeScript compiler for all that a test file checks in memory. */
import { afterAll } from 'vitest';
import { keepCompiler } from '../../compiler/cli/kept-compiler.ts';
import type { Host } from '../../compiler/host/host.ts';
import { nodeHost } from '../../compiler/host/node.ts';

const { host, end } = keepCompiler(nodeHost);
afterAll(end);

export const startCompiler: Host['startCompiler'] = () => host.startCompiler();
