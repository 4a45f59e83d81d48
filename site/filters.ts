/** Narrows a list to what contains a text and has one of the chosen severities. */

export function addFilters(): void {
  for (const form of document.querySelectorAll<HTMLElement>('[data-filter]')) {
    const list = document.getElementById(form.dataset['filter'] ?? '');
    if (list) addFilter(form, list);
  }
}

function addFilter(form: HTMLElement, list: HTMLElement): void {
  const search = form.querySelector<HTMLInputElement>('[type=search]')!;
  const boxes = [...form.querySelectorAll<HTMLInputElement>('[type=checkbox]')];
  const result = form.querySelector('output')!;
  const items = [...list.querySelectorAll<HTMLElement>(boxes.length > 0 ? '[data-severity]' : 'tr, [data-item]')];
  const texts = items.map((item) => contextOf(item, list).toLowerCase());
  const counts = items.map((item) => Number(item.dataset['count'] ?? 1));
  const all = counts.reduce((sum, count) => sum + count, 0);
  const update = (): void => {
    const wanted = search.value.trim().toLowerCase();
    const chosen = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    items.forEach((item, i) => {
      const fits = texts[i]!.includes(wanted) && (boxes.length === 0 || chosen.has(item.dataset['severity'] ?? ''));
      item.hidden = !fits;
      if (fits) shown += counts[i]!;
    });
    // What holds nothing but hidden items is hidden too.
    for (const part of list.querySelectorAll<HTMLElement>('section, details:has([data-severity])'))
      part.hidden = part.querySelector('[data-severity]:not([hidden])') === null;
    result.textContent = shown === all ? `${all} shown` : `${shown} of ${all} shown`;
  };
  form.addEventListener('input', update);
  // A browser may have kept what was typed before the page was loaded again.
  update();
}

/** The text of an item with the heading of its group, so that a code finds all its places. */
function contextOf(item: HTMLElement, list: HTMLElement): string {
  const group = item.closest('section');
  const heading = group && list.contains(group) ? group.querySelector('h2, h3')?.textContent : '';
  return `${heading ?? ''} ${item.textContent ?? ''}`;
}
