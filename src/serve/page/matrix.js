// Bodies × documents: how many tasks each has in each.

import { matrix, pathOf } from "./api.js";
import { h, link } from "./dom.js";
import { go } from "./route.js";
import { downloads } from "./sheet.js";
import { current, word } from "./words.js";

const ROLES = ["lead", "support", "responsible"];

export async function matrixView(parameters) {
  const [title, year] = [parameters.get("title") ?? "", parameters.get("year") ?? ""];
  const found = await matrix({ title, year, rows: parameters.get("rows"), columns: parameters.get("columns") });
  // The server has the latest first; one reads on to the right.
  const columns = found.documents.map((document, index) => ({ ...document, index })).reverse();
  const total = (counts) => (counts ? ROLES.reduce((sum, role) => sum + counts[role], 0) : 0);
  const most = Math.max(1, ...found.bodies.flatMap((body) => body.cells.map(total)));
  const number = (n) => new Intl.NumberFormat(current()).format(n);
  const cell = (body, { index, title }) => {
    const counts = body.cells[index];
    if (!counts) return h("td", {});
    const said = ROLES.filter((role) => counts[role]).map((role) => `${word(role)} ${counts[role]}`).join("，");
    const open = `/explore/questions/responsibilities?${new URLSearchParams({ organization: body.label, title })}`;
    return h("td", { class: `heat-${Math.ceil((5 * total(counts)) / most)}` },
      h("a", { href: open, "data-link": true, title: said, "aria-label": `${body.label}，${title}：${said}` }, String(total(counts))));
  };
  const table = () => [
    [word("organization"), word("document"), word("date"), ...ROLES.map((role) => word(role))],
    ...found.bodies.flatMap((body) => columns.filter(({ index }) => body.cells[index]).map(({ index, title, date }) =>
      [body.label, title, date, ...ROLES.map((role) => body.cells[index][role])])),
  ];
  return {
    title: word("matrix"),
    content: h("section", {}, h("h1", {}, word("matrix")), h("p", {}, word("matrixHint")),
      h("form", { class: "form", onsubmit: (event) => {
        event.preventDefault();
        go(`/explore/matrix?${new URLSearchParams([...new FormData(event.target)].filter(([, value]) => value))}`);
      } },
      h("div", { class: "field" }, h("label", { for: "m-title" }, word("titleWords")), h("input", { id: "m-title", name: "title", value: title })),
      h("div", { class: "field" }, h("label", { for: "m-year" }, word("year")), h("input", { id: "m-year", name: "year", value: year, inputmode: "numeric", pattern: "[0-9]{4}" })),
      h("button", { type: "submit" }, word("show"))),
      h("p", { class: "actions" },
        h("span", { class: "quiet" }, word("matrixTop", { bodies: number(found.bodies.length), documents: number(columns.length), of: number(found.of) })),
        downloads("matrix", table)),
      columns.length ? h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": word("matrix") },
        h("table", { class: "matrix" },
          h("thead", {}, h("tr", {}, h("th", { scope: "col" }, word("organization")), columns.map((document) =>
            h("th", { scope: "col", class: "tall" }, h("a", { href: pathOf(document.iri), "data-link": true, title: document.title }, document.date.slice(0, 4), " ", document.title))))),
          h("tbody", {}, found.bodies.map((body) => h("tr", {},
            h("th", { scope: "row" }, link(pathOf(body.iri), body.label)), columns.map((document) => cell(body, document))))))) : h("p", {}, word("nothing"))),
  };
}
