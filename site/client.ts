/** What JavaScript adds to pages that work without it: filters of long lists, and folds that open for a link into them. */
import { addFilters } from './filters.ts';
import { openForAnchors } from './folds.ts';

addFilters();
openForAnchors();
