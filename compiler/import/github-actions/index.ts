/** Workflows of GitHub Actions, after the workflow syntax at https://docs.github.com/actions/reference/workflow-syntax-for-github-actions. */
import type { Importer } from '../define.ts';
import { convertWorkflow } from './workflow.ts';

export default {
  name: 'github-actions',
  extensions: ['.yml', '.yaml'],
  invented: ['EVENT_NAME_INVALID'],
  convert: convertWorkflow,
} satisfies Importer;
