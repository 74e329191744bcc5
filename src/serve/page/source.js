// A document's text with every quote marked, and its facts beside it: each leads to the other.

import { pathOf, source } from "./api.js";
import { h, link } from "./dom.js";
import { factItem, factTable } from "./facts.js";
import { downloads } from "./sheet.js";
import { word } from "./words.js";

export async function sourceView(parameters) {
  const iri = parameters.get("iri") ?? "";
  const found = await source(iri);
  const facts = found.facts ?? [];
  const head = h("header", {},
    h("p", { class: "kind" }, word("source")),
    h("h1", {}, found.title || found.file),
    h("p", { class: "quiet" }, [found.number, found.issuer, found.date, found.file].filter(Boolean).join(" · ")),
    h("p", { class: "actions" }, link(pathOf(found.iri), word("document")), facts.length ? downloads("facts", () => factTable(facts), word("downloadFacts")) : null));
  const beside = h("aside", { class: "beside", "aria-label": word("facts") }, h("h2", {}, `${word("facts")} (${facts.length})`),
    h("ul", { class: "facts" }, facts.map(factItem)));
  const text = found.text === null || found.text === undefined
    ? h("p", { class: "notice" }, word("sourceMissing", { why: found.why ?? "" }))
    : h("div", { class: "paper", lang: "zh" }, marked(found.text, facts));
  return { title: found.title || found.file, content: h("article", { class: "source" }, head, h("div", { class: "sides" }, text, beside)) };
}

/** The text cut at the edges of its quotes; offsets count code points. A stretch inside several quotes bears them all. */
function marked(text, facts) {
  const points = Array.from(text);
  const quotes = new Map();
  for (const fact of facts) {
    const key = `${fact.start}-${fact.end}`;
    const quote = quotes.get(key) ?? quotes.set(key, { start: fact.start, end: fact.end, facts: [] }).get(key);
    quote.facts.push(fact);
  }
  const all = [...quotes.values()].sort((a, b) => a.start - b.start || b.end - a.end);
  const edges = [...new Set([0, points.length, ...all.flatMap((quote) => [quote.start, quote.end])])].filter((edge) => edge <= points.length).sort((a, b) => a - b);
  const opened = new Set();
  return edges.slice(0, -1).map((from, index) => {
    const words = points.slice(from, edges[index + 1]).join("");
    const here = all.filter((quote) => quote.start <= from && edges[index + 1] <= quote.end);
    if (!here.length) return words;
    const quote = here[here.length - 1];
    const id = `q${quote.start}-${quote.end}`;
    const first = !opened.has(id);
    opened.add(id);
    return h("mark", {
      id: first ? id : undefined, tabindex: first ? "0" : undefined, role: first ? "button" : undefined,
      class: quote.facts.some((fact) => fact.certainty === "inferred") ? "inferred" : undefined,
      title: `${quote.facts.length} ${word("facts")}`,
      onclick: () => toFact(quote.facts[0]),
      onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); toFact(quote.facts[0]); } },
    }, words);
  });
}

function toFact(fact) {
  const item = document.getElementById(`f-${fact.id?.split("/").pop()}`);
  if (!item) return;
  item.querySelector("details")?.setAttribute("open", "");
  item.scrollIntoView({ block: "center", behavior: "smooth" });
  item.focus({ preventScroll: true });
}
