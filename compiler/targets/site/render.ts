/** Precompiled templates + views → pages. */
import type Handlebars from 'handlebars';
import runtime from 'handlebars/runtime.js';
import { printableLines } from '../../../runtime/core/text.ts';
import { encode } from '../../base/encode.ts';
import { specs } from '../../generated/templates/site.js';
import type { Artifact } from '../../model/artifact.ts';
import { Html, html } from './html.ts';
import { rootOf } from './paths.ts';

type Template = (view: unknown) => string;

// The declaration of the runtime entry is empty; it is the same interface without the parser.
const environment = (runtime as unknown as typeof Handlebars).create();
const templates = new Map<string, Template>();
for (const [name, spec] of Object.entries(specs)) {
  const template = environment.template(spec as TemplateSpecification) as Template;
  templates.set(name, template);
  environment.registerPartial(name, template as Handlebars.Template);
}

/** A part of a page. Template languages know no types; each caller states its view by an interface. */
const fragment = (name: string, view: object): Html => new Html(templates.get(name)!(view));

const sections = [
  ['index', 'Overview'],
  ['symphonies', 'Symphonies'],
  ['domains', 'Domains'],
  ['policies', 'Policies'],
  ['metrics', 'Metrics'],
  ['scores', 'Scores'],
  ['violations', 'Violations'],
  ['codes', 'Codes'],
  ['expressions', 'Expressions'],
] as const;

interface Page {
  /** Below `site/`. */
  readonly path: string;
  readonly title: string;
  readonly workspace: string;
  readonly section: (typeof sections)[number][0];
  readonly template: string;
  /** Whether the page has anything for the client's script to improve. */
  readonly script?: boolean;
}

const navigations = new Map<string, Html>();

/** The same on every page of a folder and section, so it is made once for them. */
function navigation(root: string, section: Page['section']): Html {
  const key = `${root} ${section}`;
  const known = navigations.get(key);
  if (known) return known;
  // On a page below its section, the section is current but not the page.
  const current = root === '' ? 'page' : 'true';
  const items = sections.map(
    ([id, label]) =>
      html`<li><a href="${root}${id}.html"${id === section && html` aria-current="${current}"`}>${label}</a></li>`,
  );
  const made = html`<ul>${items}</ul>`;
  navigations.set(key, made);
  return made;
}

/** A whole page: `view` in its template (pages below the top also need `root` there), inside the layout that all pages share. */
export function renderPage(page: Page, view: object): Artifact {
  const root = rootOf(page.path);
  const text = templates.get('layout')!({
    root,
    title: `${page.title} · ${page.workspace}`,
    workspace: page.workspace,
    script: page.script ?? false,
    nav: navigation(root, page.section),
    body: fragment(page.template, view),
  });
  // The whole page: no text of a document, wherever a template puts it, changes how the text around it reads.
  return { path: `site/${page.path}`, bytes: encode(printableLines(text)) };
}
