// What bears a name, or comes near it.

import { pathOf, search } from "./api.js";
import { h, link } from "./dom.js";
import { downloads } from "./sheet.js";
import { word } from "./words.js";

export async function searchView(parameters) {
  const q = parameters.get("q") ?? "";
  const kind = parameters.get("kind") ?? "";
  const found = q ? await search(q, { kind, limit: 100 }) : [];
  const kinds = [...new Set(found.map((one) => one.kind))];
  return {
    title: q,
    content: h("section", {},
      h("h1", {}, q || word("search")),
      h("p", { class: "actions" }, h("span", { class: "quiet" }, found.length ? word("results", { n: found.length }) : word("nothing")),
        found.length ? downloads("search", () => [["kind", "label", "detail", "also", "facts", "iri"], ...found.map((one) =>
          [word(one.kind), one.label, one.detail, (one.also ?? []).join("；"), one.facts, one.iri])]) : null),
      kinds.map((kind) => h("section", {},
        h("h2", {}, word(kind)),
        h("ul", { class: "found" }, found.filter((one) => one.kind === kind).map((one) => h("li", {},
          link(pathOf(one.iri), one.label),
          one.detail ? h("span", { class: "quiet" }, ` ${one.detail}`) : null,
          one.also?.length ? h("small", { class: "quiet" }, ` ${word("also")} ${one.also.slice(0, 4).join("、")}`) : null)))))),
  };
}
