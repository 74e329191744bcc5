// Going to another view of the page. Its own module, so that no view asks for the page that shows it.

let show;

/** Says what shows the view of the address that the browser is at. */
export const shownBy = (shower) => { show = shower; };

export function go(path, options) {
  history.pushState(null, "", path);
  return show(options);
}
