// A body through all its names: what it had to do, year by year.

import { entity, pathOf, timeline } from "./api.js";
import { h, link } from "./dom.js";
import { changeList, factLists, factTable } from "./facts.js";
import { downloads } from "./sheet.js";
import { word } from "./words.js";

const ROLES = ["lead", "support", "responsible"];
const FACTS = 1000;

export async function timelineView(parameters) {
  const iri = parameters.get("iri");
  if (!iri) return { title: word("timeline"), content: h("section", {}, h("h1", {}, word("timeline")), h("p", {}, word("timelineStart"))) };
  const [body, year] = [parameters.get("body"), parameters.get("year")];
  const [found, chosen] = await Promise.all([timeline(iri), body && year ? entity(body, { year, limit: FACTS }) : null]);
  const known = found.line.flatMap((one) => [one.from, one.until, ...one.years.map(({ year }) => year)]).filter((year) => year);
  const [first, last] = [Math.min(...known), Math.max(...known)];
  const years = known.length ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : [];
  const undated = found.line.some((one) => one.years.some(({ year }) => !year));
  const columns = undated ? [...years, null] : years;
  const total = (counts) => ROLES.reduce((sum, role) => sum + counts[role], 0);
  const most = Math.max(1, ...found.line.flatMap((one) => one.years.map(total)));
  const address = (one, year) => `/explore/timeline?${new URLSearchParams({ iri, body: one.iri, year })}`;
  const lived = (one, year) => year && (!one.from || one.from <= year) && (!one.until || year <= one.until);
  const cell = (one, year) => {
    const counts = one.years.find((counts) => counts.year === year);
    const change = year && (one.from === year || one.until === year) ? " turn" : "";
    if (!counts) return h("td", { class: `${lived(one, year) ? "lived" : ""}${change}` });
    const shown = one.iri === body && String(year ?? "none") === String(chosen ? parameters.get("year") : "");
    const said = ROLES.filter((role) => counts[role]).map((role) => `${word(role)} ${counts[role]}`).join("，");
    return h("td", { class: `heat-${Math.ceil((5 * total(counts)) / most)}${change}` },
      h("a", { href: `${address(one, year ?? "none")}#chosen`, "data-link": true, title: said, "aria-current": shown ? "true" : undefined,
        "aria-label": `${one.label} ${year ?? word("noDate")}：${said}` }, String(total(counts))));
  };
  const life = (one) => (one.from || one.until ? h("small", { class: "quiet" }, ` ${one.from ?? ""}–${one.until ?? ""}`) : null);
  return {
    title: `${word("timeline")} ${found.label}`,
    content: h("section", {},
      h("p", { class: "kind" }, word("timeline")),
      h("h1", {}, found.label),
      h("p", { class: "actions" }, link(pathOf(iri), word("organization")), link(`/explore/network?${new URLSearchParams({ iri })}`, word("showNetwork")),
        columns.length ? downloads("timeline", () => [[word("organization"), word("year"), ...ROLES.map((role) => word(role))],
          ...found.line.flatMap((one) => one.years.map((counts) => [one.label, counts.year, ...ROLES.map((role) => counts[role])]))]) : null),
      h("p", { class: "quiet" }, word("timelineHint")),
      columns.length ? h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": word("timeline") },
        h("table", { class: "matrix years" },
          h("thead", {}, h("tr", {}, h("th", { scope: "col" }, word("organization")),
            columns.map((year) => h("th", { scope: "col" }, String(year ?? word("noDate")))))),
          h("tbody", {}, found.line.map((one) => h("tr", {},
            h("th", { scope: "row" }, one.iri === iri ? h("strong", {}, one.label) : link(pathOf(one.iri), one.label), life(one)),
            columns.map((year) => cell(one, year))))))) : h("p", {}, word("nothing")),
      changeList(found.changes, iri),
      chosen ? h("section", { id: "chosen", tabindex: "-1" },
        h("h2", {}, `${chosen.label} ${year === "none" ? word("noDate") : year}`),
        h("p", { class: "actions" }, downloads("facts", () => factTable(chosen.facts), word("downloadFacts"))), factLists(chosen.facts)) : null),
  };
}
