// The first view: what there is, and questions to begin with.

import { info, questions } from "./api.js";
import { h, link } from "./dom.js";
import { current, told, word } from "./words.js";

const FIRST = ["responsibilities", "lead-counts", "tasks-without-leader", "co-responsible", "targets", "industries", "documents", "succession"];

export async function homeView() {
  const [known, all] = await Promise.all([info(), questions()]);
  const number = (n) => new Intl.NumberFormat(current()).format(n ?? 0);
  const figure = (n, key) => h("div", {}, h("dt", {}, word(key)), h("dd", {}, number(n)));
  const first = FIRST.map((name) => all.find((question) => question.name === name)).filter(Boolean);
  return {
    title: word("home"),
    content: h("section", { class: "home" },
      h("h1", {}, word("welcome")),
      h("dl", { class: "figures" }, figure(known.documents, "documents"), figure(known.facts, "facts"), figure(known.organizations, "organizations")),
      h("h2", {}, word("started")),
      h("ul", { class: "cards" }, first.map((question) =>
        h("li", {}, link(`/explore/questions/${question.name}`, h("strong", {}, told(question.title)), h("span", {}, told(question.description)))))),
      h("p", {}, link("/explore/questions", word("allQuestions")))),
  };
}
