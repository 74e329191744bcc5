// One thing of the graph: what it is called, what it became, and what is said of it.

import { entity, pathOf } from "./api.js";
import { h, link } from "./dom.js";
import { changeList, factLists } from "./facts.js";
import { told, word } from "./words.js";

const PAGE = 200;

export async function entityView(iri, parameters) {
  const found = await entity(iri, { limit: PAGE });
  const facts = found.facts ?? [];
  const more = h("div", {});
  let shown = facts.length;
  const lists = h("div", {}, factLists(facts));
  const grow = () => {
    const left = (found.total ?? shown) - shown;
    more.replaceChildren(...(left > 0 ? [h("button", { type: "button", onclick: async () => {
      const next = await entity(iri, { limit: PAGE, offset: shown });
      facts.push(...next.facts);
      shown += next.facts.length;
      lists.replaceChildren(...factLists(facts));
      grow();
    } }, word("more", { n: Math.min(left, PAGE) }))] : []));
  };
  grow();
  const isText = found.kind === "document" || found.kind === "text";
  return {
    title: found.label,
    content: h("article", { class: "entity" },
      h("header", {},
        h("p", { class: "kind" }, word(found.kind)),
        h("h1", {}, found.label),
        found.also?.length ? h("p", { class: "quiet" }, `${word("also")}：${found.also.join("、")}`) : null,
        h("p", { class: "actions" },
          isText ? link(`/explore/document?${new URLSearchParams({ iri })}`, word("readSource")) : null,
          link(`/explore/network?${new URLSearchParams({ iri })}`, word("showNetwork")),
          found.kind === "organization" ? link(`/explore/timeline?${new URLSearchParams({ iri })}`, word("showTimeline")) : null,
          h("span", {}, `${word("data")}: `, ["turtle", "jsonld"].map((format) =>
            [h("a", { href: `${pathOf(iri)}?format=${format}`, rel: "alternate" }, format === "turtle" ? "Turtle" : "JSON-LD"), " "])))),
      changeList(found.succession, found.iri),
      dutiesByYear(facts),
      properties(found),
      lists, more,
      neighbours(found)),
  };
}

/** Its duties by year and role: a bar for each, and the same as a table for those who cannot see bars. */
function dutiesByYear(facts) {
  const duties = facts.filter((fact) => fact.relation === "responsibility");
  if (duties.length < 2) return null;
  const years = new Map();
  for (const fact of duties) {
    const year = fact.date?.slice(0, 4) || word("noDate");
    const counts = years.get(year) ?? years.set(year, { lead: 0, support: 0, responsible: 0 }).get(year);
    counts[fact.role] += 1;
  }
  const rows = [...years].sort(([a], [b]) => a.localeCompare(b));
  const most = Math.max(...rows.map(([, counts]) => counts.lead + counts.support + counts.responsible));
  const roles = ["lead", "support", "responsible"];
  return h("section", {}, h("h2", {}, word("dutiesByYear")),
    h("table", { class: "duties" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }), roles.map((role) => h("th", { scope: "col", class: `role ${role}` }, word(role))), h("th", { "aria-hidden": "true" }))),
      h("tbody", {}, rows.map(([year, counts]) => h("tr", {},
        h("th", { scope: "row" }, year),
        roles.map((role) => h("td", {}, counts[role] || "")),
        h("td", { class: "bars", "aria-hidden": "true" }, roles.map((role) =>
          counts[role] ? h("span", { class: `stroke ${role}`, style: `width:${(100 * counts[role]) / most}%` }) : null)))))));
}

function properties({ properties: all = [] }) {
  if (!all.length) return null;
  return h("details", { class: "properties" }, h("summary", {}, word("properties")),
    h("dl", {}, all.map((property) => [
      h("dt", {}, told(property.label) || property.property),
      property.values.map((value) => h("dd", {}, value.iri ? link(pathOf(value.iri), value.label || value.iri) : value.label ?? value.value))])));
}

function neighbours({ neighbours: all = [] }) {
  if (!all.length) return null;
  return h("section", {}, h("h2", {}, word("neighbours")),
    h("ul", { class: "tags" }, all.slice(0, 60).map((one) => h("li", {}, link(pathOf(one.iri), one.label), h("small", { class: "quiet" }, ` ${word(one.edge)} ${one.weight ?? ""}`)))));
}
