/** Where the pages lie, below `site/`. Only names that cannot lead anywhere else become part of a path. */

/** An identifier as file name. The schemas admit no other, so this refuses our own mistakes. */
function fileName(id: string): string {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id)) throw new Error(`${JSON.stringify(id)} cannot be a file name`);
  return id;
}

function codeName(code: string): string {
  if (!/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(code)) throw new Error(`${JSON.stringify(code)} cannot be a file name`);
  return code;
}

export const symphonyPage = (id: string): string => `symphonies/${fileName(id)}.html`;
export const codePage = (code: string): string => `codes/${codeName(code)}.html`;

/** What stands before a link from the page at `path` to the top of the site. */
export const rootOf = (path: string): string => '../'.repeat(path.split('/').length - 1);
