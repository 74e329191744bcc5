// Elements, made without ever reading a string as HTML: what documents hold is text.

const SVG = new Set(["svg", "g", "line", "circle", "rect", "path", "text", "title"]);

/** An element: attributes, listeners (`onclick`), and children (elements, strings, lists, nothing). */
export function h(name, attributes = {}, ...children) {
  const element = SVG.has(name) && attributes.svg !== false
    ? document.createElementNS("http://www.w3.org/2000/svg", name)
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false || key === "svg") continue;
    // A style attribute would need a laxer content security policy.
    if (key === "style") element.style.cssText = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A link that the page follows itself. */
export const link = (href, ...children) => h("a", { href, "data-link": true }, ...children);

export function say(message) {
  document.getElementById("status").textContent = message;
}
