// A document's text with every quote marked, and its facts beside it: each leads to the other. The facts come when they are looked at.

import { entity, pathOf, source } from "./api.js";
import { h, link } from "./dom.js";
import { factItem, factTable } from "./facts.js";
import { downloads } from "./sheet.js";
import { word } from "./words.js";

const PART = 20;
const MOST = 1000;

export async function sourceView(parameters) {
  const found = await source(parameters.get("iri") ?? "");
  const list = factList(found);
  const head = h("header", {},
    h("p", { class: "kind" }, word("source")),
    h("h1", {}, found.title || found.file),
    h("p", { class: "quiet" }, [found.number, found.issuer, found.date, found.file].filter(Boolean).join(" · ")),
    h("p", { class: "actions" }, link(pathOf(found.iri), word("document")), found.facts ? downloads("facts", list.table, word("downloadFacts")) : null));
  const beside = h("aside", { class: "beside", "aria-label": word("facts") }, h("h2", {}, `${word("facts")} (${found.facts})`), list.element);
  const text = found.text === null || found.text === undefined
    ? h("p", { class: "notice" }, word("sourceMissing", { why: found.why ?? "" }))
    : h("div", { class: "paper", lang: "zh" }, marked(found.text, found.quotes, list.show));
  return { title: found.title || found.file, content: h("article", { class: "source" }, head, h("div", { class: "sides" }, text, beside)) };
}

/** The facts of a text in the order of its quotes: a place for each, which is filled when it comes into sight, with those around it. */
function factList({ text_iri: iri, facts }) {
  const items = Array.from({ length: facts }, (_, rank) => h("li", { class: "fact waiting", "data-rank": rank, tabindex: "-1" }));
  const parts = new Map();
  const part = (rank) => {
    const offset = rank - (rank % PART);
    if (!parts.has(offset)) parts.set(offset, fill(offset).catch(() => parts.delete(offset)));
    return parts.get(offset);
  };
  const fill = async (offset) => {
    const told = await entity(iri, { limit: PART, offset });
    told.facts.forEach((fact, index) => {
      const waiting = items[offset + index];
      if (!waiting) return;
      items[offset + index] = factItem(fact);
      seen.unobserve(waiting);
      waiting.replaceWith(items[offset + index]);
    });
  };
  const seen = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => part(Number(entry.target.dataset.rank))));
  items.forEach((item) => seen.observe(item));
  return {
    element: h("ul", { class: "facts" }, items),
    show: async (rank) => {
      await part(rank);
      items[rank].querySelector("details")?.setAttribute("open", "");
      items[rank].scrollIntoView({ block: "center", behavior: "smooth" });
      items[rank].focus({ preventScroll: true });
    },
    table: async () => {
      const all = [];
      for (let offset = 0; offset < facts; offset += MOST) all.push(...(await entity(iri, { limit: MOST, offset })).facts);
      return factTable(all);
    },
  };
}

/** The text cut at the edges of its quotes; offsets count code points. A stretch inside several quotes bears them all. */
function marked(text, quotes, show) {
  const points = Array.from(text);
  const all = [...quotes].sort((a, b) => a.start - b.start || b.end - a.end);
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
      class: quote.inferred ? "inferred" : undefined,
      title: `${quote.facts} ${word("facts")}`,
      onclick: () => show(quote.first),
      onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(quote.first); } },
    }, words);
  });
}
