"use strict";
// Without this script the page can still be read: a mark is a link to the first piece of its evidence.
const root = document.documentElement;
const marks = [...document.querySelectorAll(".mark")];
const proof = document.getElementById("proof");
const tip = document.getElementById("tip");

// What a mark says, in the language of the reader. The title serves where there is no script; with it, it would be shown twice.
for (const mark of marks) {
  const title = mark.querySelector("title");
  mark.dataset.zh = title.textContent;
  title.remove();
  mark.setAttribute("role", "button");
}

function choose(language) {
  root.lang = language;
  for (const mark of marks) mark.setAttribute("aria-label", mark.dataset[language]);
  for (const chart of document.querySelectorAll("section[id] svg.chart")) {
    const heading = chart.closest("section").querySelector("h2");
    chart.setAttribute("aria-label", (heading.querySelector("." + language) || heading).textContent);
  }
}
document.getElementById("language").addEventListener("click", () => choose(root.lang === "zh" ? "en" : "zh"));
document.getElementById("print").addEventListener("click", () => print());
choose(root.lang);

// The evidence of a mark: the pieces that hold its facts, and of their facts those that are meant.
const places = new Map();
for (const fact of document.querySelectorAll("#evidence [data-fact]")) places.set(fact.dataset.fact, fact.closest("ol > li[id]"));

function open(mark) {
  const facts = new Set(mark.dataset.facts.split(" "));
  const pieces = new Set([...facts].map((fact) => places.get(fact)).filter(Boolean));
  const list = proof.querySelector("ol");
  list.replaceChildren(...[...pieces].map((piece) => {
    const copy = piece.cloneNode(true);
    copy.removeAttribute("id");
    copy.classList.remove("hidden");
    for (const fact of copy.querySelectorAll("[data-fact]")) if (!facts.has(fact.dataset.fact)) fact.remove();
    return copy;
  }));
  document.getElementById("proof-title").textContent = mark.dataset[root.lang];
  document.getElementById("proof-count").textContent = mark.dataset.more || "";
  document.getElementById("proof-more").classList.toggle("hidden", !mark.dataset.more);
  hush();
  proof.showModal();
  proof.scrollTop = 0;
}
document.addEventListener("click", (event) => {
  const mark = event.target.closest(".mark");
  if (mark) {
    event.preventDefault();
    open(mark);
  } else if (event.target === proof) proof.close();
});

// Tips, for the pointer and for the keyboard.
function tell(mark) {
  tip.textContent = mark.dataset[root.lang];
  const box = mark.getBoundingClientRect(), own = tip.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left + box.width / 2 - own.width / 2, innerWidth - own.width - 8));
  const top = box.top - own.height - 8;
  // Not by an attribute: the page's policy allows styles of its own sheet alone.
  tip.style.setProperty("left", left + "px");
  tip.style.setProperty("top", (top < 8 ? Math.min(box.bottom + 8, innerHeight - own.height - 8) : top) + "px");
  tip.classList.add("on");
  const seat = mark.classList.contains("node") && [...mark.classList].find((name) => /^n\d+$/.test(name));
  const chart = mark.closest("svg");
  chart.classList.toggle("some", Boolean(seat));
  if (seat) for (const tie of chart.querySelectorAll(".tie")) tie.classList.toggle("on", tie.classList.contains(seat));
}
function hush() {
  tip.classList.remove("on");
  for (const chart of document.querySelectorAll(".some")) chart.classList.remove("some");
}
for (const mark of marks) {
  mark.addEventListener("pointerenter", () => tell(mark));
  mark.addEventListener("pointerleave", hush);
  mark.addEventListener("focus", () => { if (mark.matches(":focus-visible")) tell(mark); });
  mark.addEventListener("blur", hush);
}
addEventListener("scroll", hush, { passive: true });

// One stop of the tabulator a chart; in it the arrows lead to the nearest mark in their direction.
const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
for (const chart of document.querySelectorAll("svg.chart")) {
  const own = [...chart.querySelectorAll(".mark")];
  own.forEach((mark, index) => mark.setAttribute("tabindex", index ? "-1" : "0"));
  chart.addEventListener("keydown", (event) => {
    const from = event.target.closest(".mark"), way = ways[event.key];
    if (from && event.key === " ") {
      event.preventDefault();
      open(from);
    }
    if (!from || !way) return;
    event.preventDefault();
    const middle = (mark) => {
      const box = mark.getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2];
    };
    const [x, y] = middle(from);
    let nearest = null, least = Infinity;
    for (const mark of own) {
      if (mark === from || mark.classList.contains("dim")) continue;
      const [dx, dy] = [middle(mark)[0] - x, middle(mark)[1] - y];
      const ahead = dx * way[0] + dy * way[1], aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (ahead > 1 && ahead + 3 * aside < least) [nearest, least] = [mark, ahead + 3 * aside];
    }
    if (!nearest) return;
    from.setAttribute("tabindex", "-1");
    nearest.setAttribute("tabindex", "0");
    nearest.focus();
  });
}

// The filter dims marks, and hides rows and evidence, that do not hold the words.
document.getElementById("filter").addEventListener("input", (event) => {
  const words = event.target.value.trim().toLowerCase();
  const lacks = (text) => !text.toLowerCase().includes(words);
  for (const mark of marks) mark.classList.toggle("dim", lacks(mark.dataset.zh + mark.dataset.en));
  for (const row of document.querySelectorAll("tbody tr, #evidence ol > li")) row.classList.toggle("hidden", lacks(row.textContent));
  for (const article of document.querySelectorAll("#evidence article")) {
    article.classList.toggle("hidden", !article.querySelector("ol > li:not(.hidden)"));
  }
});
