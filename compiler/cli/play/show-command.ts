/** One run, as its journal tells it. */
import { printable } from '../../../runtime/core/text.ts';
import type { RunRecord } from '../../../runtime/index.ts';
import { printableJson } from '../../base/printable-json.ts';
import type { CommandDefinition } from '../define.ts';
import { findRoot } from '../workspace-options.ts';
import { engineOption } from './kept.ts';
import { findRun, isJson, plansPath, recordOf } from './runtime.ts';

type Runtime = typeof import('../../../runtime/index.ts');

export const showCommand: CommandDefinition['run'] = async (context, options, [text = '']) => {
  const json = isJson(String(options['format']));
  const root = findRoot(context, options['workspace'] as string | undefined);
  const runtime = await import('../../../runtime/index.ts');
  const record = recordOf(root, findRun(root, text, runtime), runtime);
  const performance = runtime.performanceOf(root, record);
  const plans = plansPath(context, root, {
    out: options['out'] as string | undefined,
    plans: options['plans'] as string | undefined,
  });
  const answers = runtime.answersIn(plans);
  if (json) {
    const questions = record.questions.map((question) => ({
      ...question,
      approvers: answers.approvers(question),
      command: answers.command(record.run, question),
    }));
    context.out(printableJson({ ...record, questions, performance }));
    return 0;
  }
  const { recordLines } = await import('../play/record-lines.ts');
  const engine = runtime.isKeptElsewhere(root, record.run) ? engineOption : '';
  const lines = [
    ...recordLines(record, performance, context.color),
    ...(record.status === 'waiting' ? questionLines(record, runtime, answers, engine) : []),
  ];
  context.out(`${lines.join('\n')}\n`);
  return 0;
};

/** Each open question, who may answer it and how, and how to go on then. */
function questionLines(
  { run, symphony, questions }: RunRecord,
  { questionOf, answerLines }: Runtime,
  answers: ReturnType<Runtime['answersIn']>,
  engine: string,
): string[] {
  return [
    questions.length === 0 ? 'waiting for nothing that is not decided' : 'waiting for:',
    ...questions.flatMap((question) => {
      const [command = '', ...more] = answerLines(run, question, answers, '      ');
      return [printable(`  ${questionOf(question)}`), `    decide with: ${command}`, ...more];
    }),
    printable(`${questions.length === 0 ? '' : 'then '}go on with: symphonyc run ${symphony} --resume ${run}${engine}`),
  ];
}
