/** The executable: loads the command line, which runs. */
import { loadChunk } from './program.ts';

loadChunk('compiler/cli/bin.cjs');
