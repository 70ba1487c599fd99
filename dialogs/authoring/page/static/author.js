// The page of the authors' bench: shows what the server finds, and sends what the author tries.
"use strict";

const $ = (id) => document.getElementById(id);
const LOOK_MILLISECONDS = 700;
const talk = { steps: [], busy: false };
const shown = { version: "", hash: "", tree: "", chosen: "", nodes: [] };

function make(tag, text = "", more = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  return Object.assign(made, more);
}

async function ask(path, body) {
  const sent = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, sent || {});
  if (answer.status === 204) return null;
  const told = await answer.json().catch(() => ({ error: "The bench failed; see its terminal." }));
  if (!answer.ok) throw new Error(told.error);
  return told;
}

const tell = (text) => { $("word").textContent = text; };

// --- the files ---------------------------------------------------------------

async function look() {
  try {
    const news = await ask(`/news?seen=${shown.version}`);
    if (news) await take(news);
  } catch (error) {
    shown.version = "";
    $("status").textContent = error instanceof TypeError
      ? "The bench has stopped. Start it again: steady author" : error.message;
  }
  setTimeout(look, LOOK_MILLISECONDS);
}

async function take(news) {
  shown.version = news.version;
  $("status").textContent = [news.status, news.trouble].filter(Boolean).join(" ");
  $("status").classList.toggle("stale", !news.good || Boolean(news.trouble));
  showProblems(news);
  if (news.hash === shown.hash) return;
  shown.hash = news.hash;
  $("tree").replaceChildren(...news.trees.map(([name]) => make("option", name, { value: name })));
  const names = news.trees.map(([name]) => name);
  const wanted = [shown.tree, "front_door", names[0]].find((name) => names.includes(name));
  if (wanted) await show(wanted);
  if (wanted && !talk.steps.length) await start();
}

function showProblems(news) {
  const count = news.problems.length;
  $("problems").classList.toggle("some", count > 0);
  const counted = count ? `${count} problem${count > 1 ? "s" : ""}` : "No problems";
  const when = news.checking ? ", still looking." : `. Checked at ${news.checked_at}.`;
  if ($("found").textContent !== counted + when) $("found").textContent = counted + when;
  const known = new Map([...$("list").children].map((item) => [item.dataset.key, item]));
  $("list").replaceChildren(...news.problems.map((one) => {
    const key = JSON.stringify(one);
    return known.get(key) || problemItem(one, key);
  }));
}

function problemItem(one, key) {
  const item = make("li");
  item.dataset.key = key;
  const head = make("p");
  head.append(make("strong", one.code), " ", make("code", `${one.path}:${one.line}:${one.column}`));
  item.append(head, make("p", one.message));
  if (one.excerpt) item.append(excerpt(one.excerpt));
  item.append(make("p", `Mend: ${one.mend}`, { className: "soft" }));
  return item;
}

function excerpt(text) {
  // The line of the file, and carets below it: on a page the words are marked themselves.
  const [line, carets = ""] = text.split("\n").map((one) => one.slice(4));
  const [from, to] = [carets.indexOf("^"), carets.lastIndexOf("^") + 1];
  const shownLine = make("code", line.slice(0, from), { className: "excerpt" });
  shownLine.append(make("mark", line.slice(from, to)), line.slice(to));
  return shownLine;
}

// --- the picture -------------------------------------------------------------

async function show(name) {
  const figures = $("figures")?.checked ? "&figures=1" : "";
  let told;
  try {
    told = await ask(`/picture?tree=${encodeURIComponent(name)}${figures}`);
  } catch (error) {
    return $("about").replaceChildren(error.message);
  }
  const drawn = new DOMParser().parseFromString(told.svg, "image/svg+xml").documentElement;
  Object.assign(shown, { tree: name, nodes: told.nodes, width: +drawn.getAttribute("width"), height: +drawn.getAttribute("height") });
  $("tree").value = name;
  // What stands between backticks in a file is a name.
  $("about").replaceChildren(...told.about.split("`").map((part, number) => make(number % 2 ? "code" : "span", part)));
  $("canvas").replaceChildren(document.adoptNode(drawn));
  $("count").textContent = `${told.nodes.length} places of ${name}`;
  $("places").replaceChildren(...told.nodes.map((node) => {
    const item = make("li");
    item.append(link(node.place, node.place.slice(name.length + 1)), node.note ? ` (${node.note})` : "");
    return item;
  }));
  resize();
  light();
  follow();
  const chosen = told.nodes.find((node) => node.place === shown.chosen);
  if (chosen) describe(chosen); else $("place").hidden = true;
}

function resize() {
  const drawn = $("canvas").firstElementChild;
  if (!drawn) return;
  const room = $("canvas");
  const fit = Math.min((room.clientWidth - 2) / shown.width, (room.clientHeight - 2) / shown.height, 1);
  const size = $("size").value === "fit" ? fit : +$("size").value;
  drawn.setAttribute("width", shown.width * size);
  drawn.setAttribute("height", shown.height * size);
}

const box = (place) => [...$("canvas").querySelectorAll("[data-place]")].find((one) => one.dataset.place === place);

function light() {
  const now = talk.steps.at(-1);
  const been = new Set(talk.steps.map((step) => step.place));
  for (const one of $("canvas").querySelectorAll("[data-place]")) {
    const place = one.dataset.place;
    one.classList.toggle("been", been.has(place));
    one.classList.toggle("here", Boolean(now) && !now.over && place === now.place);
    one.classList.toggle("chosen", place === shown.chosen);
  }
  shown.nodes.forEach((node, number) => {
    const anchor = $("places").children[number].firstElementChild;
    if (node.place === now?.place) anchor.setAttribute("aria-current", "location");
    else anchor.removeAttribute("aria-current");
  });
}

function follow() {
  const now = talk.steps.at(-1);
  if (now && $("follow").checked) bringIntoView(box(now.place));
}

function bringIntoView(one) {
  if (!one) return;
  const room = $("canvas").getBoundingClientRect();
  const seat = one.getBoundingClientRect();
  $("canvas").scrollBy(seat.x + seat.width / 2 - room.x - room.width / 2, seat.y + seat.height / 2 - room.y - room.height / 2);
}

function link(place, words) {
  return make("a", words, { href: `#${place}`, onclick: (event) => { event.preventDefault(); choose(place); } });
}

async function choose(place) {
  const tree = place.slice(0, place.lastIndexOf("/"));
  if (!tree || ![...$("tree").options].some((option) => option.value === tree)) return;
  shown.chosen = place;
  if (tree !== shown.tree) await show(tree);
  const node = shown.nodes.find((one) => one.place === place);
  if (!node) return;
  describe(node);
  light();
  bringIntoView(box(place));
  $("place").focus();
}

function describe(node) {
  const list = make("dl");
  for (const [slot, text] of node.lines) list.append(make("dt", slot), make("dd", text));
  for (const [labels, to, words] of node.ways) {
    const way = make("dd");
    way.append("to ", to === words ? link(to, words) : words);
    list.append(make("dt", labels || "then"), way);
  }
  if (node.note) list.append(make("dt", "figures"), make("dd", node.note));
  const start = make("button", "Start the talk here", { type: "button", onclick: () => turn({ begin_at: node.place }, true).then(() => $("said").focus()) });
  $("place").replaceChildren(make("h3", `${node.place}, a ${node.kind}`), make("code", node.source, { className: "soft" }), list, start);
  $("place").hidden = false;
}

// --- the talk ----------------------------------------------------------------

const KINDS = { ">": ["you", "You: "], "<": ["it", "Steady Ground: "], "=": ["kept", ""], "~": ["kept", ""], "!": ["alarm", ""], ".": ["end", ""], "#": ["end", ""] };

function lineItem(line) {
  const text = line.slice(2);
  const [kind, speaker] = KINDS[line[0]];
  const item = make("p", "", { className: kind });
  if (line[0] === ">" && text.startsWith("(")) item.classList.add("event");
  item.append(make("span", speaker, { className: "unseen" }), speaker ? text : line);
  return item;
}

async function turn(asked, fresh = false) {
  const last = talk.steps.at(-1);
  if (talk.busy) return;
  if (!fresh && last?.over && !asked.away_hours) return tell("The talk has ended: come back after a while, or start again.");
  talk.busy = true;
  try {
    const from = fresh || !last ? {} : { state: last.state, at: last.at, over: last.over };
    const step = await ask("/turn", { ...from, ...asked, log: $("who").value });
    if (fresh) {
      talk.steps = [];
      $("log").replaceChildren();
    }
    talk.steps.push(step);
    $("log").append(...itemsOf(step));
    tell(step.problem ? `The trees broke a limit: ${step.problem}` : "Nothing that is said here is kept.");
    await showWhere();
  } catch (error) {
    tell(error instanceof TypeError ? "The bench has stopped. Start it again: steady author" : error.message);
  } finally {
    talk.busy = false;
  }
}

function itemsOf(step) {
  const items = step.lines.filter((line) => !line.startsWith("@ ")).map(lineItem);
  if (step.outcome) (items.find((item) => item.className.startsWith("you")) || items[0]).title = `taken as: ${step.outcome}`;
  return items;
}

async function showWhere() {
  const now = talk.steps.at(-1);
  $("log").scrollTop = $("log").scrollHeight;
  $("leave").textContent = now.over ? "Come back" : "Hang up, come back";
  $("undo").disabled = talk.steps.length < 2;
  $("answers").replaceChildren(...now.answers.map(([choice, words]) =>
    make("button", words, { type: "button", title: `answer: ${choice}`, onclick: () => { turn({ said: words }); $("said").focus(); } })));
  const taken = now.outcome ? ` What happened last was taken as: ${now.outcome}.` : "";
  $("here").replaceChildren(now.over ? "The talk has ended at " : "The talk is at ", make("b", now.place), `.${taken}`);
  if ($("follow").checked && now.tree && now.tree !== shown.tree) await show(now.tree);
  else {
    light();
    follow();
  }
}

const start = () => turn({}, true);

function undo() {
  if (talk.steps.length < 2) return;
  talk.steps.pop();
  $("log").replaceChildren(...talk.steps.flatMap(itemsOf));
  showWhere();
}

async function copy() {
  const all = talk.steps.flatMap((step) => step.lines);
  const lines = all.slice(all.findLastIndex((line) => line.startsWith("@ ")));
  const script = lines.join("\n") + "\n";
  $("script").hidden = true;
  try {
    await navigator.clipboard.writeText(script);
    tell(`Copied ${lines.length} lines. Put them in a file under tests/transcripts and a test plays them.`);
  } catch {
    Object.assign($("script"), { value: script, hidden: false });
    $("script").select();
    tell("This browser does not let a page copy: here it is, to be copied by hand.");
  }
}

function sayIt(event) {
  event.preventDefault();
  if (talk.busy) return;
  const said = $("said").value.trim();
  $("said").value = "";
  turn({ said: said || "(silence)" });
}

function keys(event) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  if ($("said").value) $("said").value = "";
  else turn({ said: "stop" });
}

$("say").addEventListener("submit", sayIt);
$("said").addEventListener("keydown", keys);
$("silence").onclick = () => turn({ said: "(silence)" });
$("alarm").onclick = () => turn({ said: $("danger").value });
$("leave").onclick = () => turn({ away_hours: +$("away").value });
$("undo").onclick = undo;
$("again").onclick = start;
$("copy").onclick = copy;
$("tree").onchange = () => { shown.chosen = ""; show($("tree").value); };
$("size").onchange = () => { resize(); follow(); };
$("follow").onchange = showWhere;
if ($("figures")) $("figures").onchange = () => show(shown.tree);
$("canvas").onclick = (event) => { const one = event.target.closest("[data-place]"); if (one) choose(one.dataset.place); };
addEventListener("resize", () => { resize(); follow(); $("log").scrollTop = $("log").scrollHeight; });
look();
