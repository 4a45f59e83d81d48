/** What JavaScript adds to pages that work without it: charts of the tables, and filters of long lists. */
import { drawCharts } from './charts.ts';
import { addFilters } from './filters.ts';

drawCharts();
addFilters();
