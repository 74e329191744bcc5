// The page: which view a path shows, and what all views share.

import { info, iriOf, pathOf, search } from "./api.js";
import { h, say } from "./dom.js";
import { go, shownBy } from "./route.js";
import { current, switchLanguage, word } from "./words.js";
import { editorView } from "./editor.js";
import { entityView } from "./entity.js";
import { homeView } from "./home.js";
import { matrixView } from "./matrix.js";
import { networkView } from "./network.js";
import { questionsView, questionView } from "./questions.js";
import { searchView } from "./search.js";
import { sourceView } from "./source.js";
import { timelineView } from "./timeline.js";

const main = document.getElementById("main");
let shown = 0;

function view(url) {
  const parameters = url.searchParams;
  const [, area, part, ...rest] = url.pathname.split("/");
  if (area === "id") return entityView(iriOf(url.pathname), parameters);
  if (area === "editor") return editorView(parameters);
  if (area !== "explore") return homeView();
  switch (part) {
    case "search": return searchView(parameters);
    case "entity": return entityView(parameters.get("iri") ?? "", parameters);
    case "document": return sourceView(parameters);
    case "questions": return rest.length ? questionView(decodeURIComponent(rest[0]), parameters) : questionsView();
    case "matrix": return matrixView(parameters);
    case "network": return networkView(parameters);
    case "timeline": return timelineView(parameters);
    default: return homeView();
  }
}

async function show({ keepFocus = false } = {}) {
  const turn = ++shown;
  say(word("loading"));
  main.setAttribute("aria-busy", "true");
  let title = "";
  let content;
  try {
    await info();
    ({ title, content } = await view(new URL(location.href)));
  } catch (error) {
    title = word("failed");
    content = h("section", { class: "notice", role: "alert" }, h("h1", {}, title), h("p", {}, error.message));
  }
  if (turn !== shown) return;
  document.title = title ? `${title} – 政图` : "政图 Zhengtu";
  main.replaceChildren(content);
  main.removeAttribute("aria-busy");
  say(title);
  const mark = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (mark) {
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  } else if (!keepFocus) {
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

function frame() {
  document.documentElement.lang = current();
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = word(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", word(element.dataset.label));
  for (const element of document.querySelectorAll("[data-placeholder]")) element.placeholder = word(element.dataset.placeholder);
  document.querySelector("[data-language]").textContent = word("otherLanguage");
}

document.addEventListener("click", (event) => {
  const anchor = event.target.closest?.("a[data-link]");
  if (!anchor || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const url = new URL(anchor.href, location.href);
  event.preventDefault();
  go(url.pathname + url.search + url.hash);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-find]")) return;
  event.preventDefault();
  closeSuggestions();
  go(`/explore/search?${new URLSearchParams(new FormData(form))}`);
});

document.querySelector("[data-language]").addEventListener("click", () => {
  switchLanguage();
  frame();
  show({ keepFocus: true });
});

addEventListener("popstate", () => show());

// Suggestions while one types: a combobox as WAI-ARIA has it.
const input = document.getElementById("find");
const list = document.getElementById("suggestions");
let chosen = -1;
let waiting;

function closeSuggestions() {
  clearTimeout(waiting);
  list.hidden = true;
  chosen = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function choose(index) {
  const options = [...list.children];
  if (!options.length) return;
  chosen = (index + options.length) % options.length;
  options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
  options[chosen].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", options[chosen].id);
}

async function suggest() {
  const q = input.value.trim();
  if (!q) return closeSuggestions();
  const found = await search(q, { limit: 8 }).catch(() => []);
  if (q !== input.value.trim() || document.activeElement !== input) return;
  list.replaceChildren(...found.map((one, index) => h("li", {
    id: `suggestion-${index}`, role: "option", "aria-selected": "false", "data-path": pathOf(one.iri),
    onmousedown: (event) => { event.preventDefault(); open(one.iri); },
  }, h("span", {}, one.label), h("small", {}, word(one.kind), one.detail ? ` · ${one.detail}` : ""))));
  list.hidden = !found.length;
  chosen = -1;
  input.setAttribute("aria-expanded", String(!list.hidden));
}

function open(iri) {
  closeSuggestions();
  input.value = "";
  go(pathOf(iri));
}

input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(suggest, 120); });
input.addEventListener("blur", closeSuggestions);
input.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeSuggestions();
  else if (event.key === "ArrowDown" && !list.hidden) { event.preventDefault(); choose(chosen + 1); }
  else if (event.key === "ArrowUp" && !list.hidden) { event.preventDefault(); choose(chosen - 1); }
  else if (event.key === "Enter" && chosen >= 0) {
    event.preventDefault();
    const path = list.children[chosen].dataset.path;
    closeSuggestions();
    input.value = "";
    go(path);
  }
});
addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable], .CodeMirror");
  if (event.key === "/" && !typing && !event.metaKey && !event.ctrlKey) { event.preventDefault(); input.focus(); }
});

shownBy(show);
frame();
show();
