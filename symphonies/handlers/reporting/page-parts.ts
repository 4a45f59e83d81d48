/** The style and the only script of the pages. Nothing of a report comes into either. */

export const styles = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
h2, h3 { display: inline-block; margin: 0.5rem 0; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid #888; padding: 0.2rem 0.6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
.light { border-left: 1rem solid; padding-left: 0.6rem; }
.green { border-color: #1a7f37; }
.yellow { border-color: #b08800; }
.red { border-color: #cf222e; }
svg { max-width: 100%; height: auto; }
svg text { font-size: 13px; fill: currentColor; }
rect, circle { fill: #2f6fd0; }
polyline { fill: none; stroke: #2f6fd0; stroke-width: 2; }
figure { margin: 1rem 0; }
`;

export const filterScript = `
const filter = document.getElementById('filter');
const count = document.getElementById('count');
if (filter) filter.addEventListener('input', () => {
  const wanted = filter.value.toLowerCase();
  let shown = 0;
  for (const row of document.querySelectorAll('details tbody tr')) {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
    if (!row.hidden) shown += 1;
  }
  for (const fold of document.querySelectorAll('details')) if (wanted !== '') fold.open = true;
  count.textContent = wanted === '' ? '' : shown + (shown === 1 ? ' row' : ' rows');
});
`;
