// Tables as files: the server writes what the page shows.

import { h, say } from "./dom.js";
import { word } from "./words.js";

/** Buttons that download a table: `table` gives its rows, or promises them; the first is the header. */
export function downloads(name, table, label = word("download")) {
  const save = async (format) => {
    const body = new URLSearchParams({ name, format, table: JSON.stringify(await table()) });
    // Not a form: its request would not say that it is this page's.
    const response = await fetch("/api/sheet", { method: "POST", body });
    if (!response.ok) return say(word("failed"));
    const href = URL.createObjectURL(await response.blob());
    h("a", { href, download: `${name}.${format}` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
  };
  return h("span", { class: "downloads" }, `${label}: `,
    ["csv", "xlsx"].map((format) => h("button", { type: "button", class: "small", "data-format": format, onclick: () => save(format) }, format.toUpperCase())));
}
