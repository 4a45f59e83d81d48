import { encode } from '../../base/encode.ts';
import { client, siteDigest, styles } from '../../generated/site-assets.ts';
import { defineTarget } from '../define.ts';
import { renderSymphony } from './pages/symphony.ts';

/** The dashboard: static pages below `site/` that work from the file system, with and without JavaScript. */
export default defineTarget({
  id: 'site',
  version: siteDigest,
  symphony: (input) => [renderSymphony(input)],
  workspace: () => [
    { path: 'site/assets/site.css', bytes: encode(styles) },
    { path: 'site/assets/site.js', bytes: encode(client) },
  ],
});
