// A SPARQL editor: YASGUI, on this server's own endpoint.

import { h } from "./dom.js";
import { word } from "./words.js";

const EXAMPLE = `PREFIX zt: <https://zhengtu.example/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?organization ?task WHERE {
  ?body zt:leads/skos:prefLabel ?task ; skos:prefLabel ?organization .
  FILTER(LANG(?organization) = "zh")
}
LIMIT 20
`;

let loading;
function yasgui() {
  return (loading ??= new Promise((resolve, reject) => {
    document.head.append(h("link", { rel: "stylesheet", href: "/assets/yasgui.min.css" }));
    document.head.append(h("script", { src: "/assets/yasgui.min.js", onload: () => resolve(window.Yasgui), onerror: () => reject(new Error("yasgui.min.js")) }));
  }));
}

export async function editorView(parameters) {
  const Yasgui = await yasgui();
  const place = h("div", { class: "editor" });
  const editor = new Yasgui(place, {
    requestConfig: { endpoint: new URL("/sparql", location.href).href, method: "POST" },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [] },
    persistenceId: null,
    autofocus: false,
    // Its other completers, and its list of prefixes, would ask hosts on the network.
    yasqe: { value: parameters.get("query") || EXAMPLE, createShareableLink: null, showQueryButton: true, autocompleters: ["prefixes", "variables"], prefixCcApi: "" },
  });
  const tab = editor.getTab() ?? editor.addTab(true);
  tab.setQuery(parameters.get("query") || EXAMPLE);
  // The view's address is that of its query.
  tab.getYasqe?.()?.on?.("blur", (yasqe) => history.replaceState(null, "", `/editor?${new URLSearchParams({ query: yasqe.getValue() })}`));
  const links = h("span", {}, ["csv", "xlsx"].map((format) => h("button", { type: "button", onclick: () => {
    location.href = `/api/table?${new URLSearchParams({ query: tab.getYasqe().getValue(), format })}`;
  } }, format.toUpperCase())));
  requestAnimationFrame(() => tab.getYasqe?.()?.refresh?.());
  return { title: "SPARQL", content: h("section", { class: "wide" }, h("h1", {}, "SPARQL"), h("p", { class: "quiet" }, word("editorHint"), " ", word("download"), ": ", links), place) };
}
