/**
 * Sequences of MusicalConductor, as JSON: movements whose content is written as `beats: [...]`, `steps: [...]`,
 * `sequence: [...]` or a bare number. The format has no specification; this follows the sequences that its authors publish
 * (BPMSoftwareSolutions/renderx-plugins-demo).
 */
import type { Importer } from '../define.ts';
import { convertSequence } from './sequence.ts';

export default {
  name: 'musical-conductor',
  extensions: ['.json'],
  invented: ['EVENT_NAME_INVALID'],
  convert: convertSequence,
} satisfies Importer;
