/** Narrows a list to what contains a text and has one of the chosen severities. */

export function addFilters(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-filter]')) {
    const list = document.getElementById(place.dataset.filter ?? '');
    if (list) addFilter(place, list);
  }
}

function addFilter(place: HTMLElement, list: HTMLElement): void {
  const label = place.dataset.label ?? 'Filter';
  const severities = place.dataset.severities?.split(' ') ?? [];
  const items = [...list.querySelectorAll<HTMLElement>(severities.length > 0 ? '[data-severity]' : 'tr')];
  const texts = items.map((item) => contextOf(item, list).toLowerCase());
  const search = element('input', { type: 'search', placeholder: label, 'aria-label': label });
  const boxes = severities.map((severity) => element('input', { type: 'checkbox', value: severity, checked: '' }));
  const result = element('output', {});
  const update = (): void => {
    const wanted = search.value.trim().toLowerCase();
    const chosen = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let shown = 0;
    items.forEach((item, i) => {
      const fits = texts[i]!.includes(wanted) && (boxes.length === 0 || chosen.has(item.dataset.severity ?? ''));
      item.hidden = !fits;
      if (fits) shown++;
    });
    for (const section of list.querySelectorAll<HTMLElement>('section'))
      section.hidden = section.querySelector('[data-severity]:not([hidden])') === null;
    result.textContent = shown === items.length ? `${shown} shown` : `${shown} of ${items.length} shown`;
  };
  place.append(search);
  boxes.forEach((box, i) => {
    const choice = element('label', {});
    choice.append(box, severities[i]!);
    place.append(choice);
  });
  place.append(result);
  place.addEventListener('input', update);
  place.hidden = false;
  update();
}

/** The text of an item with the heading of its group, so that a code finds all its places. */
function contextOf(item: HTMLElement, list: HTMLElement): string {
  const group = item.closest('section');
  const heading = group && list.contains(group) ? group.querySelector('h2, h3')?.textContent : '';
  return `${heading ?? ''} ${item.textContent ?? ''}`;
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>>,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}
