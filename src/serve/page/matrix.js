// Bodies × documents: how many tasks each has in each.

import { answer, pathOfName } from "./api.js";
import { h } from "./dom.js";
import { go } from "./route.js";
import { word } from "./words.js";

const TOP = 30;

export async function matrixView(parameters) {
  const top = Math.max(1, Math.min(200, Number(parameters.get("top")) || TOP));
  const found = await answer("organization-by-document");
  const rows = found.results.bindings.map((row) => ({
    organization: row.organization?.value ?? "", document: row.document?.value ?? "", date: row.date?.value ?? "",
    lead: Number(row.lead?.value ?? 0), support: Number(row.support?.value ?? 0), responsible: Number(row.responsible?.value ?? 0),
  }));
  const total = (row) => row.lead + row.support + row.responsible;
  const sums = new Map();
  const documents = new Map();
  for (const row of rows) {
    sums.set(row.organization, (sums.get(row.organization) ?? 0) + total(row));
    documents.set(row.document, row.date);
  }
  const bodies = [...sums].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "zh")).slice(0, top).map(([name]) => name);
  const columns = [...documents].sort((a, b) => a[1].localeCompare(b[1]) || a[0].localeCompare(b[0], "zh"));
  const cells = new Map(rows.map((row) => [`${row.organization}\n${row.document}`, row]));
  const most = Math.max(1, ...rows.map(total));
  const shade = (row) => Math.ceil((5 * total(row)) / most);
  const open = (row) => `/explore/questions/responsibilities?${new URLSearchParams({ organization: row.organization, title: row.document })}`;
  return {
    title: word("matrix"),
    content: h("section", {}, h("h1", {}, word("matrix")), h("p", {}, word("matrixHint")),
      h("p", { class: "quiet" }, word("matrixTop", { n: bodies.length })),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": word("matrix") },
        h("table", { class: "matrix" },
          h("thead", {}, h("tr", {}, h("th", { scope: "col" }, word("organization")), columns.map(([title, date]) =>
            h("th", { scope: "col", class: "tall" }, h("span", { title }, date.slice(0, 4), " ", title))))),
          h("tbody", {}, bodies.map((body) => h("tr", {},
            h("th", { scope: "row" }, h("a", { href: `/explore/search?${new URLSearchParams({ q: body })}`, onclick: async (event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
              event.preventDefault();
              go(await pathOfName(body, "organization"));
            } }, body)),
            columns.map(([title]) => {
              const row = cells.get(`${body}\n${title}`);
              return row ? h("td", { class: `heat-${shade(row)}` }, h("a", { href: open(row), "data-link": true,
                title: `${word("lead")} ${row.lead}, ${word("support")} ${row.support}, ${word("responsible")} ${row.responsible}` }, String(total(row)))) : h("td", {});
            }))))))),
  };
}
