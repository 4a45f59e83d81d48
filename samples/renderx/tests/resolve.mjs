/** Lets Node find the packages where they were built: `@renderx-plugins/NAME` is `packages/NAME/dist/index.js`. */
import { register } from 'node:module';

const hook = `
const packages = new URL('../packages/', ${JSON.stringify(import.meta.url)});
export const resolve = (specifier, context, next) => {
  const name = /^@renderx-plugins\\/([a-z-]+)$/.exec(specifier)?.[1];
  return next(name === undefined ? specifier : new URL(name + '/dist/index.js', packages).href, context);
};
`;

register(`data:text/javascript,${encodeURIComponent(hook)}`);
