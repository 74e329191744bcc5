// What the page asks the server. Nothing is asked of any other host.

let base;

async function get(path) {
  const response = await fetch(path, { headers: { Accept: "application/json" } });
  if (!response.ok) {
    const body = await response.text();
    let reason = body;
    try {
      const problem = JSON.parse(body);
      reason = problem.detail || problem.title || body;
    } catch { /* a plain sentence */ }
    throw new Error(reason || `${response.status}`);
  }
  return response.json();
}

const query = (values) => {
  const list = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of [value].flat()) if (one !== undefined && one !== null && one !== "") list.append(name, one);
  }
  return list.toString();
};

let infoOnce;
export const info = () => (infoOnce ??= get("/api/info").then((found) => ((base = found.base), found)));
let questionsOnce;
export const questions = () => (questionsOnce ??= get("/api/queries"));
export const search = (q, options = {}) => get(`/api/search?${query({ q, ...options })}`);
/** A thing with its first facts: few, so that the page is there at once. */
export const first = (iri) => entity(iri, { limit: 10 });
export const entity = (iri, options = {}) => get(`/api/entity?${query({ iri, ...options })}`);
export const timeline = (iri) => get(`/api/timeline?${query({ iri })}`);
export const matrix = (options) => get(`/api/matrix?${query(options)}`);
export const source = (iri) => get(`/api/document?${query({ iri })}`);
export const answer = (name, parameters = {}) => get(`/api/query/${encodeURIComponent(name)}?${query(parameters)}`);
export const answerUrl = (name, parameters, format) => `/api/query/${encodeURIComponent(name)}?${query({ ...parameters, format })}`;

/** The path of an entity's page: its own IRI's path, where it is one of this graph. */
export function pathOf(iri) {
  return base && iri.startsWith(base) ? `/id/${iri.slice(base.length)}` : `/explore/entity?${query({ iri })}`;
}

export const iriOf = (path) => base + decodeURI(path.slice("/id/".length));

/** The page of the thing that bears a name, if there is one. */
export async function pathOfName(name, kind) {
  const found = await search(name, { kind, limit: 5 });
  const exact = found.find((one) => one.label === name || one.also?.includes(name));
  return exact ? pathOf(exact.iri) : `/explore/search?${query({ q: name })}`;
}
