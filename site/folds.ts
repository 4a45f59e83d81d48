/** Opens what is folded around the place that the address names; not every browser does so by itself. */

export function openForAnchors(): void {
  const open = (): void => {
    const place = document.querySelector(':target');
    const folds = [...document.querySelectorAll('details')].filter((fold) => place && fold.contains(place));
    for (const fold of folds) fold.open = true;
    if (folds.length > 0) place?.scrollIntoView();
  };
  open();
  addEventListener('hashchange', open);
}
