// Tables as files: the server writes what the page shows.

import { h } from "./dom.js";
import { word } from "./words.js";

/** Buttons that download a table: `table` gives its rows, of which the first is the header. */
export function downloads(name, table) {
  const save = (format) => {
    const field = (key, value) => h("input", { type: "hidden", name: key, value });
    const form = h("form", { method: "post", action: "/api/sheet", hidden: true },
      field("name", name), field("format", format), field("table", JSON.stringify(table())));
    document.body.append(form);
    form.submit();
    form.remove();
  };
  return h("span", { class: "downloads" }, `${word("download")}: `,
    ["csv", "xlsx"].map((format) => h("button", { type: "button", class: "small", "data-format": format, onclick: () => save(format) }, format.toUpperCase())));
}
