// One thing of the graph: what it is called, what it became, and what is said of it.

import { entity, first, pathOf, timeline } from "./api.js";
import { h, link } from "./dom.js";
import { changeList, factLists, factTable } from "./facts.js";
import { downloads } from "./sheet.js";
import { told, word } from "./words.js";

const MORE = 100;

export async function entityView(iri, parameters) {
  const found = await first(iri);
  const years = found.kind === "organization" ? (await timeline(iri)).line.find((one) => one.iri === iri)?.years : null;
  const facts = found.facts ?? [];
  const more = h("div", {});
  let shown = facts.length;
  const lists = h("div", {}, factLists(facts));
  const count = h("span", { class: "quiet" });
  const grow = () => {
    const total = found.total ?? shown;
    const left = total - shown;
    count.textContent = word("factsShown", { shown, total });
    more.replaceChildren(...(left > 0 ? [h("button", { type: "button", onclick: async () => {
      const next = await entity(iri, { limit: MORE, offset: shown });
      facts.push(...next.facts);
      shown += next.facts.length;
      lists.replaceChildren(...factLists(facts));
      grow();
    } }, word("more", { n: Math.min(left, MORE) }))] : []));
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
      dutiesByYear(years),
      properties(found),
      facts.length ? h("p", { class: "actions" }, count, downloads("facts", () => factTable(facts), word("downloadShown"))) : null,
      lists, more,
      neighbours(found)),
  };
}

/** Its duties by year and role: a bar for each, and the same as a table for those who cannot see bars. */
function dutiesByYear(years) {
  if (!years?.length) return null;
  const rows = years.map((counts) => [counts.year ?? word("noDate"), counts]);
  const most = Math.max(...rows.map(([, counts]) => counts.lead + counts.support + counts.responsible));
  const roles = ["lead", "support", "responsible"];
  return h("section", {}, h("h2", {}, word("dutiesByYear")),
    h("p", { class: "actions" }, downloads("duties-by-year", () => [[word("year"), ...roles.map((role) => word(role))], ...rows.map(([year, counts]) => [year, ...roles.map((role) => counts[role])])])),
    h("table", { class: "duties" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }), roles.map((role) => h("th", { scope: "col", class: `role ${role}` }, word(role))), h("th", { "aria-hidden": "true" }))),
      h("tbody", {}, rows.map(([year, counts]) => h("tr", {},
        h("th", { scope: "row" }, String(year)),
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
