/**
 * The fragment of the page's address, taken out of the address at once: what it holds is read once.
 *
 * @returns undefined for an address without one, or with one that names a place on the page
 */
export function takeFragment(): string | undefined {
  const fragment = location.hash.slice(1);
  if (fragment === '' || document.getElementById(fragment)) return undefined;
  history.replaceState(null, '', location.href.split('#', 1)[0]);
  return fragment;
}
