/** GitLab's own schema of pipelines, and an engine that plays them on this machine: both from gitlab-ci-local. */
import { spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Ajv } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { program } from './engine-jobs.ts';
import { repository } from './project.ts';
import { tempFolder } from './temp.ts';

/** A function that lists what is wrong with the documents of a pipeline, as GitLab's editor would. */
export async function gitlabChecker(): Promise<(text: string) => string[]> {
  const { default: schema } = await import('gitlab-ci-local/src/schema/index.js');
  const options = { allErrors: true, allowUnionTypes: true, validateFormats: false, strictTypes: false } as const;
  const validate = new Ajv({ ...options, keywords: ['markdownDescription'] }).compile(schema);
  return (text) => {
    const documents = parseAllDocuments(text);
    const errors = documents.flatMap((document) => document.errors.map(({ message }) => message));
    if (errors.length > 0) return errors;
    const [head, body] = documents.map((document) => document.toJS() as { spec?: { inputs: object } });
    const problems = [head, body].flatMap((value) =>
      validate(value) ? [] : validate.errors!.map((one) => `${one.instancePath} ${one.message}`),
    );
    return [...problems, ...strangers(body, Object.keys(head?.spec?.inputs ?? {}))];
  };
}

/** What GitLab would interpolate and is no input. */
const strangers = (value: unknown, inputs: readonly string[]): string[] =>
  [...JSON.stringify(value).matchAll(/\$\[\[ *(.*?) *\]\]/g)]
    .filter(([, inner = '']) => !inputs.includes(inner.replace(/^inputs\./, '')))
    .map(([all]) => `an interpolation of ${all}`);

/** As much of rsync as gitlab-ci-local calls, for machines that have none. */
const rsync = `#!/bin/bash
set -eu
sources=()
relative=
for ((i = 1; i < $#; i++)); do
  case "\${!i}" in
    --exclude) i=$((i + 1)) ;;
    -Ra) relative=1 ;;
    -*) ;;
    *) sources+=("\${!i}") ;;
  esac
done
target=\${!#}
mkdir -p "$target"
if [ "\${sources[*]}" = ./ ]; then
  git ls-files -z | xargs -0 cp -a --parents -t "$target"
elif [ "$relative" ]; then
  cp -a --parents "\${sources[@]}" "$target"
else
  cp -a "\${sources[@]}" "$target"
fi
`;

interface Pipeline {
  /** The repository. */
  readonly source: string;
  readonly path: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** The manual jobs that somebody starts. */
  readonly manual: readonly string[];
  readonly user: string;
}

interface PlayedPipeline {
  readonly status: number | null;
  readonly log: string;
  /** Where the files of a job are. */
  readonly filesOf: (job: string) => string;
}

/** Plays a pipeline, each job in a folder of its own, with what it takes from others. */
export function playGitlab(text: string, { source, path, variables, manual, user }: Pipeline): PlayedPipeline {
  const [folder, home] = [tempFolder(), tempFolder()];
  cpSync(source, folder, { recursive: true });
  writeFileSync(join(folder, '.gitlab-ci.yml'), text);
  writeFileSync(join(folder, '.gitignore'), '.gitlab-ci-local/\nout\n.symphony/\n');
  const env = {
    HOME: home,
    LANG: 'C.UTF-8',
    PATH: [program('rsync', rsync), ...path, process.env['PATH']].join(delimiter),
  };
  const git = (...args: string[]) => spawnSync('git', args, { cwd: folder, env });
  git('init', '--quiet');
  git('config', 'user.name', user);
  git('config', 'user.email', `${user}@example.org`);
  git('remote', 'add', 'origin', 'https://gitlab.example.org/us/shop.git');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'All');
  const engine = join(repository, 'node_modules/gitlab-ci-local/src/index.js');
  const given = Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`]);
  const args = ['--force-shell-executor', '--shell-isolation', ...given, ...manual.flatMap((job) => ['--manual', job])];
  const ran = spawnSync(process.execPath, [engine, ...args], { cwd: folder, env, encoding: 'utf8' });
  return {
    status: ran.status,
    log: `${ran.stdout}${ran.stderr}`,
    filesOf: (job) => join(folder, '.gitlab-ci-local/artifacts', job),
  };
}
