// The bundled questions as forms, and their answers as tables.

import { answer, answerUrl, pathOf, pathOfName, questions } from "./api.js";
import { h, link } from "./dom.js";
import { go } from "./route.js";
import { current, groupName, told, word } from "./words.js";

export async function questionsView() {
  const all = await questions();
  const groups = [...new Set(all.map((question) => question.group))];
  return {
    title: word("questions"),
    content: h("section", {}, h("h1", {}, word("questions")),
      groups.map((group) => h("section", {}, h("h2", {}, groupName(group)),
        h("ul", { class: "cards" }, all.filter((question) => question.group === group).map((question) =>
          h("li", {}, link(`/explore/questions/${question.name}`, h("strong", {}, told(question.title)), h("span", {}, told(question.description))))))))),
  };
}

const SHOWN = 500;

export async function questionView(name, parameters) {
  const question = (await questions()).find((one) => one.name === name);
  if (!question) throw new Error(word("nothing"));
  const given = {};
  for (const parameter of question.parameters) {
    const values = parameters.getAll(parameter.name).filter(Boolean);
    if (values.length) given[parameter.name] = values;
  }
  const ready = question.parameters.every((parameter) => !parameter.required || given[parameter.name]);
  const table = ready ? await resultTable(question, given) : null;
  return {
    title: told(question.title),
    content: h("section", {},
      h("p", { class: "kind" }, link("/explore/questions", groupName(question.group))),
      h("h1", {}, told(question.title)),
      h("p", {}, told(question.description)),
      form(question, given),
      table,
      h("details", {}, h("summary", {}, word("theQuery")),
        h("p", {}, link(`/editor?${new URLSearchParams({ query: question.text })}`, word("openInEditor"))),
        h("pre", { tabindex: "0" }, h("code", {}, question.text)))),
  };
}

function form(question, given) {
  if (!question.parameters.length) return null;
  const field = (parameter) => {
    const id = `p-${parameter.name}`;
    const value = (given[parameter.name] ?? []).join("；");
    const control = parameter.choices
      ? h("select", { id, name: parameter.name }, h("option", { value: "" }, word("any")),
          parameter.choices.map((choice) => h("option", { value: choice, selected: value === choice }, word(choice))))
      : h("input", { id, name: parameter.name, value, required: parameter.required,
          inputmode: parameter.kind === "year" || parameter.kind === "integer" ? "numeric" : undefined,
          placeholder: (parameter.default ?? []).join("；") });
    return h("div", { class: "field" }, h("label", { for: id }, told(parameter.description) || parameter.name), control);
  };
  return h("form", { class: "form", onsubmit: (event) => {
    event.preventDefault();
    const values = new URLSearchParams();
    for (const [key, value] of new FormData(event.target)) {
      for (const one of String(value).split(/[;；]/)) if (one.trim()) values.append(key, one.trim());
    }
    go(`/explore/questions/${question.name}?${values}`);
  } }, question.parameters.map(field), h("button", { type: "submit" }, word("ask")), h("p", { class: "quiet" }, word("parametersHint")));
}

async function resultTable(question, given) {
  const found = await answer(question.name, given);
  const columns = found.head.vars;
  const rows = found.results.bindings;
  const body = h("tbody", {});
  let shown = 0;
  const more = h("p", {});
  const grow = () => {
    body.append(...rows.slice(shown, shown + SHOWN).map((row) => h("tr", {}, columns.map((column) => h("td", {}, cell(column, row[column]))))));
    shown = Math.min(rows.length, shown + SHOWN);
    more.replaceChildren(...(shown < rows.length ? [h("button", { type: "button", onclick: grow }, word("more", { n: Math.min(SHOWN, rows.length - shown) }))] : []));
  };
  grow();
  return h("section", {},
    h("p", { class: "actions" },
      h("span", {}, word("rows", { n: new Intl.NumberFormat(current()).format(rows.length) })),
      h("span", {}, `${word("download")}: `, ["csv", "xlsx", "json"].map((format) => [h("a", { href: answerUrl(question.name, given, format), download: `${question.name}.${format}` }, format.toUpperCase()), " "]))),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": told(question.title) },
      h("table", { class: "answer" }, h("thead", {}, h("tr", {}, columns.map((column) => h("th", { scope: "col" }, column.replaceAll("_", " "))))), body)),
    more);
}

/** Columns whose names are those of things, which the page can open. */
const KINDS = {
  organization: "organization", other: "organization", partner: "organization", issuer: "organization", successor: "organization", predecessor: "organization",
  task: "task", document: "document", park: "park", place: "place", industry: "industry", group: "group", member: "organization", subject: undefined, host: undefined,
};

function cell(column, term) {
  if (!term) return "";
  if (term.type === "uri") return link(pathOf(term.value), decodeURI(term.value.split(/[/#]/).pop()));
  if (!(column in KINDS)) return h("span", { lang: term["xml:lang"] }, term.value);
  return h("a", { href: `/explore/search?${new URLSearchParams({ q: term.value })}`, onclick: async (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(await pathOfName(term.value, KINDS[column]));
  } }, term.value);
}
