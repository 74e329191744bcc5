// Who is tied to whom: a picture that grows as one clicks, and the same as a table.

import { first, pathOf } from "./api.js";
import { h, link, say } from "./dom.js";
import { go } from "./route.js";
import { downloads } from "./sheet.js";
import { word } from "./words.js";

// On a small window the picture has as many units as it has pixels, so that its labels can be read.
const SMALL = matchMedia("(max-width: 48rem)").matches;
const [WIDTH, HEIGHT, SHOWN, LABEL] = SMALL ? [400, 560, 7, 8] : [1000, 640, 12, 12];
const MARGIN = SMALL ? 60 : 90;

export async function networkView(parameters) {
  const roots = parameters.getAll("iri");
  if (!roots.length) return { title: word("network"), content: h("section", {}, h("h1", {}, word("network")), h("p", {}, word("networkStart"))) };
  const nodes = new Map();
  const edges = new Map();
  const unfold = async (iri) => {
    const found = await first(iri);
    const node = nodes.get(iri) ?? place(nodes, { iri });
    Object.assign(node, { label: found.label, kind: found.kind, open: true });
    for (const one of (found.neighbours ?? []).slice(0, SHOWN)) {
      if (!nodes.has(one.iri)) place(nodes, { iri: one.iri, label: one.label, kind: one.kind, near: node });
      const key = [iri, one.iri].sort().join("\n");
      edges.set(key, { from: iri, to: one.iri, edge: one.edge, weight: one.weight ?? 1 });
    }
  };
  for (const iri of roots) await unfold(iri);
  settle(nodes, edges);
  const drawing = h("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "network", role: "group", "aria-label": word("network") });
  const table = h("tbody", {});
  const choose = async (node) => {
    if (node.open) return go(pathOf(node.iri));
    const wanted = new URLSearchParams(location.search);
    wanted.append("iri", node.iri);
    history.replaceState(null, "", `${location.pathname}?${wanted}`);
    await unfold(node.iri);
    settle(nodes, edges);
    draw(node.iri);
    say(node.label);
  };
  const draw = (focus) => {
    drawing.replaceChildren(
      ...[...edges.values()].map((edge) => {
        const [a, b] = [nodes.get(edge.from), nodes.get(edge.to)];
        return h("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, "stroke-width": 1 + Math.min(5, Math.log2(1 + edge.weight)) },
          h("title", {}, `${a.label} ${word(edge.edge)} ${b.label} ×${edge.weight}`));
      }),
      ...[...nodes.values()].map((node) => h("g", {
        class: `node ${node.kind}${node.open ? " open" : ""}`, transform: `translate(${node.x},${node.y})`, tabindex: "0", role: "button", "data-iri": node.iri,
        "aria-label": `${word(node.kind)} ${node.label}`,
        onclick: () => choose(node),
        onkeydown: (event) => {
          if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(node); }
          else if (event.key.startsWith("Arrow")) { event.preventDefault(); step(nodes, node, event.key)?.focus(); }
        },
      }, h("circle", { r: node.open ? 12 : 8 }), h("text", { y: 26 }, shortened(node.label)))));
    table.replaceChildren(...[...edges.values()].map((edge) => h("tr", {},
      h("td", {}, link(pathOf(edge.from), nodes.get(edge.from).label)), h("td", {}, word(edge.edge)),
      h("td", {}, link(pathOf(edge.to), nodes.get(edge.to).label)), h("td", {}, String(edge.weight)))));
    if (focus) drawing.querySelector(`[data-iri="${CSS.escape(focus)}"]`)?.focus();
  };
  draw();
  return {
    title: word("network"),
    content: h("section", {}, h("h1", {}, word("network")), h("p", {}, word("networkHint")), h("div", { class: "frame" }, drawing),
      h("details", {}, h("summary", {}, word("asTable")),
        h("p", { class: "actions" }, downloads("network", () => [["from", "relation", "to", "weight"].map((key) => word(key)),
          ...[...edges.values()].map((edge) => [nodes.get(edge.from).label, word(edge.edge), nodes.get(edge.to).label, edge.weight])])),
        h("table", { class: "answer" }, h("thead", {}, h("tr", {}, ["from", "relation", "to", "weight"].map((key) => h("th", { scope: "col" }, word(key))))), table)),
      h("p", {}, link("/explore/network", word("clear")))),
  };
}

const shortened = (label = "") => (label.length > LABEL ? `${label.slice(0, LABEL - 1)}…` : label);

/** A new node, on a spiral around what it is tied to: the same clicks give the same picture. */
function place(nodes, { near, ...node }) {
  const index = nodes.size;
  const angle = index * 2.399963;
  const [x, y] = near ? [near.x, near.y] : [WIDTH / 2, HEIGHT / 2];
  const made = { ...node, x: x + (near ? 60 + 4 * index : 0) * Math.cos(angle), y: y + (near ? 60 + 4 * index : 0) * Math.sin(angle) };
  nodes.set(node.iri, made);
  return made;
}

/** Lays the nodes apart: edges pull, nodes push (Fruchterman and Reingold), and all stay inside. */
function settle(nodes, edges) {
  const all = [...nodes.values()];
  const ideal = Math.sqrt((WIDTH * HEIGHT) / all.length) * 0.8;
  for (let heat = 60; heat > 0.5; heat *= 0.95) {
    const moves = all.map(() => ({ x: 0, y: 0 }));
    all.forEach((a, i) => all.slice(i + 1).forEach((b, offset) => {
      const [dx, dy] = [a.x - b.x || 0.1, a.y - b.y || 0.1];
      const distance = Math.hypot(dx, dy);
      const push = (ideal * ideal) / distance / distance;
      moves[i].x += dx * push; moves[i].y += dy * push;
      moves[i + 1 + offset].x -= dx * push; moves[i + 1 + offset].y -= dy * push;
    }));
    for (const edge of edges.values()) {
      const [i, j] = [all.indexOf(nodes.get(edge.from)), all.indexOf(nodes.get(edge.to))];
      const [dx, dy] = [all[i].x - all[j].x, all[i].y - all[j].y];
      const pull = Math.hypot(dx, dy) / ideal;
      moves[i].x -= dx * pull; moves[i].y -= dy * pull;
      moves[j].x += dx * pull; moves[j].y += dy * pull;
    }
    all.forEach((node, i) => {
      const length = Math.hypot(moves[i].x, moves[i].y) || 1;
      node.x = Math.min(WIDTH - MARGIN, Math.max(MARGIN, node.x + (moves[i].x / length) * Math.min(length, heat)));
      node.y = Math.min(HEIGHT - 40, Math.max(24, node.y + (moves[i].y / length) * Math.min(length, heat)));
    });
  }
}

/** The nearest node in the direction of an arrow key. */
function step(nodes, node, key) {
  const [x, y] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  const ahead = [...nodes.values()]
    .filter((other) => other !== node && (other.x - node.x) * x + (other.y - node.y) * y > 0)
    .sort((a, b) => Math.hypot(a.x - node.x, a.y - node.y) - Math.hypot(b.x - node.x, b.y - node.y));
  return ahead.length ? document.querySelector(`[data-iri="${CSS.escape(ahead[0].iri)}"]`) : null;
}
