// Facts as sentences with their evidence, wherever they are shown.

import { pathOf } from "./api.js";
import { h, link } from "./dom.js";
import { told, word } from "./words.js";

const ORDER = ["responsibility", "membership", "target", "industry", "location", "citation"];
const NAMES = { responsibility: "responsibility", membership: "membership", target: "targets", industry: "hosting", location: "location", citation: "citation" };

const thing = (fact, name) => {
  const label = fact[name];
  const iri = fact[`${name}_iri`];
  return !label ? null : iri ? link(pathOf(iri), label) : h("span", {}, label);
};

/** What the fact says, in one line. */
function claim(fact) {
  const tag = (key) => h("span", { class: `role ${key}` }, word(key));
  switch (fact.relation) {
    case "responsibility":
      return [thing(fact, "organization"), tag(fact.role), thing(fact, "task") ?? "—",
        fact.deadline ? h("span", { class: "quiet" }, ` ${word("deadline")} ${fact.deadline}`) : null,
        fact.official ? h("span", { class: "quiet" }, ` ${word("official")} ${fact.official}`) : null];
    case "membership":
      return [thing(fact, "group"), tag(fact.position), fact.person ?? null, thing(fact, "organization")];
    case "target":
      return [thing(fact, "subject"), thing(fact, "indicator"), tag(fact.measure),
        h("strong", {}, [fact.comparator === "=" ? "" : fact.comparator, fact.value, fact.value_to ? `–${fact.value_to}` : "", fact.unit].filter(Boolean).join(" ")),
        fact.year ? h("span", { class: "quiet" }, ` ${fact.year}`) : null];
    case "industry":
      return [thing(fact, "host") ?? thing(fact, "place") ?? thing(fact, "park"), "·", thing(fact, "industry")];
    case "location":
      return [thing(fact, "park"), "→", thing(fact, "place")];
    case "citation":
      return [thing(fact, "document"), "→", thing(fact, "cited")];
    default:
      return [fact.relation];
  }
}

/** The fact with its quote, and the way to where it stands. */
export function factItem(fact) {
  const where = `/explore/document?${new URLSearchParams({ iri: fact.text_iri ?? fact.document_iri ?? "" })}#q${fact.start}-${fact.end}`;
  return h("li", { class: "fact", id: `f-${fact.id?.split("/").pop()}`, tabindex: "-1" },
    h("p", { class: "claim" }, claim(fact).flatMap((part) => [part, " "])),
    h("details", {},
      h("summary", {}, h("span", { class: `certainty ${fact.certainty}` }, word(fact.certainty)), " ", fact.date || word("noDate"), " ", fact.document),
      h("blockquote", { lang: "zh" }, fact.quote),
      h("p", { class: "quiet" }, [fact.section, word("offsets", fact), `${word("rule")} ${fact.rule}`, fact.reason, fact.file].filter(Boolean).join(" · ")),
      h("p", {}, link(where, word("inSource")))));
}

/** The facts as the rows of a table. */
export function factTable(facts) {
  const columns = ["relation", "organization", "role", "task", "group", "position", "subject", "indicator", "measure", "comparator", "value", "value_to", "unit", "year",
    "host", "industry", "park", "place", "cited", "deadline", "official", "quote", "certainty", "reason", "document", "date", "file", "section", "start", "end", "rule"];
  const used = columns.filter((column) => facts.some((fact) => fact[column] !== undefined && fact[column] !== ""));
  return [used, ...facts.map((fact) => used.map((column) => fact[column] ?? null))];
}

/** Facts by relation, those of a text by where they stand in it. */
export function factLists(all) {
  const texts = [...new Set(all.map((fact) => fact.text_iri))];
  const facts = [...all].sort((a, b) => texts.indexOf(a.text_iri) - texts.indexOf(b.text_iri) || a.start - b.start);
  return ORDER.map((relation) => [relation, facts.filter((fact) => fact.relation === relation)])
    .filter(([, some]) => some.length)
    .map(([relation, some]) => h("section", {}, h("h2", {}, `${word(NAMES[relation])} (${some.length})`), h("ul", { class: "facts" }, some.map(factItem))));
}

/** The changes by which a body came to its names, by year. */
export function changeList(changes, iri) {
  if (!changes?.length) return null;
  const body = (one) => (one.iri === iri ? h("strong", { "aria-current": "true" }, one.label) : link(pathOf(one.iri), one.label));
  return h("section", {}, h("h2", {}, word("succession")),
    h("ol", { class: "succession" }, [...changes].sort((a, b) => a.year - b.year).map((change) =>
      h("li", {}, h("time", {}, String(change.year ?? word("noDate"))), " ", body(change.from), " → ", body(change.to),
        change.kind ? h("small", { class: "quiet" }, ` ${told(change.label) || change.kind}`) : null))));
}
