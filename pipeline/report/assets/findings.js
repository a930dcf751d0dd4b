// The search of findings. Files of data hand over rows by findings.begin and findings.add; nothing is fetched, so
// that it works from the disk. Every text from a plan goes into the page as text, never as markup.
"use strict";

const findings = (() => {
  const PAGE = 50;
  const CONTROLS = ["words", "footprint", "label", "strength", "mark", "order", "drafts"];
  const MARKS = {
    finance: "money", engagement: "engagement", delivery: "delivery",
    dated: "a date ahead", owned: "a named place or body", costed: "a sum of money",
  };
  const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
  const COLUMNS = [
    "ref", "footprint", "plan", "plan_title", "plan_kind", "page", "theme", "subthemes", "strength", "probability",
    "finance", "engagement", "delivery", "dated", "owned", "costed", "text_source", "section", "context", "quote", "link", "specimen",
  ];
  const find = (id) => document.getElementById(id);
  const rows = new Map();
  const waiting = new Map();
  let lists, first = 0, turn = 0;

  function begin(given) {
    lists = given;
    const subthemes = (parent) => lists.labels.map((label, n) => [label, n]).filter(([label]) => label.parent === parent);
    fill("footprint", lists.footprints.map((each) => [each.slug, each.name]));
    fill("label", subthemes(-1).flatMap(([theme, n]) => [
      [theme.slug, theme.label], ...subthemes(n).map(([part]) => [part.slug, "\u2003" + part.label]),
    ]));
    fill("strength", lists.strengths.slice(1).reverse().map((each) => [each, each]));
    fill("mark", Object.entries(MARKS));
    fromAddress();
    for (const id of CONTROLS) find(id).addEventListener(id === "words" ? "input" : "change", changed);
    find("filters").addEventListener("submit", (event) => event.preventDefault());
    find("filters").addEventListener("reset", () => setTimeout(changed));
    find("before").addEventListener("click", () => turnTo(first - PAGE));
    find("after").addEventListener("click", () => turnTo(first + PAGE));
    find("download").addEventListener("click", download);
    window.addEventListener("hashchange", () => { fromAddress(); first = 0; show(); });
    show();
  }

  function fill(id, options) {
    for (const [value, text] of options) find(id).append(new Option(text, value));
  }

  function fromAddress() {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const id of CONTROLS) {
      if (id === "drafts") find(id).checked = asked.has(id);
      else find(id).value = asked.get(id) || "";
      if (find(id).tagName === "SELECT" && find(id).selectedIndex < 0) find(id).value = "";
    }
  }

  function changed() {
    const asked = new URLSearchParams();
    for (const id of CONTROLS) {
      const value = id === "drafts" ? (find(id).checked ? "yes" : "") : find(id).value;
      if (value) asked.set(id, value);
    }
    history.replaceState(null, "", "#" + asked);
    first = 0;
    show();
  }

  function turnTo(place) {
    first = Math.max(0, place);
    show().then(() => { find("state").scrollIntoView({ block: "start" }); find("results").parentElement.focus({ preventScroll: true }); });
  }

  // One file after another, each once; a file that is loaded hands its rows to add().
  function load(name) {
    if (!waiting.has(name)) {
      waiting.set(name, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = "data/" + encodeURIComponent(name) + ".js";
        script.onload = done;
        script.onerror = () => { waiting.delete(name); failed(new Error(name)); };
        document.head.append(script);
      }));
    }
    return waiting.get(name);
  }

  function add(name, given) { rows.set(name, given); }

  function plain(text) { return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’‘]/g, "'"); }

  function test() {
    const words = plain(find("words").value).split(/\s+/).filter(Boolean);
    const label = lists.labels.findIndex((each) => each.slug === find("label").value);
    const strength = lists.strengths.indexOf(find("strength").value);
    const mark = lists.flags.indexOf(find("mark").value);
    const drafts = find("drafts").checked;
    return ([plan, , , theme, subthemes, level, , flags, , section, quote]) => {
      if (!drafts && ["draft", "version"].includes(lists.plans[plan].kind)) return false;
      if (label >= 0 && theme !== label && !subthemes.includes(label)) return false;
      if (strength >= 0 && level !== strength) return false;
      if (mark >= 0 && !(flags & (1 << mark))) return false;
      if (!words.length) return true;
      const text = plain(quote + " " + section);
      return words.every((word) => text.includes(word));
    };
  }

  // All findings that are asked for, in order; another question that begins meanwhile ends this one (null).
  async function matches() {
    const mine = ++turn;
    const asked = lists.footprints.filter((each) => !find("footprint").value || each.slug === find("footprint").value);
    const names = asked.flatMap((each) => each.files);
    const fits = test();
    const found = [];
    for (const [n, name] of names.entries()) {
      if (!rows.has(name)) {
        if (names.length > 1) say(`Reading ${n + 1} of ${names.length} files…`);
        await load(name);
      }
      if (mine !== turn) return null;
      for (const row of rows.get(name)) if (fits(row)) found.push(row);
    }
    if (find("order").value === "firmest") found.sort((a, b) => b[5] - a[5] || b[6] - a[6]);
    return found;
  }

  async function show() {
    try {
      const found = await matches();
      if (found) draw(found);
    } catch (error) {
      say(`The file data/${error.message}.js could not be read: the report is not whole. Make it again.`);
    }
  }

  function say(text) { find("state").textContent = text; }

  function draw(found) {
    const last = Math.min(first + PAGE, found.length);
    const count = found.length.toLocaleString("en-GB");
    say(found.length === 0 ? "No finding fits. Take a filter away, or other words."
      : found.length === 1 ? "1 finding."
      : `${count} findings${found.length > PAGE ? `, ${first + 1} to ${last} shown` : ""}.`);
    find("results").hidden = !found.length;
    find("results").tBodies[0].replaceChildren(...found.slice(first, last).map(line));
    find("before").hidden = first === 0;
    find("after").hidden = last === found.length;
  }

  function element(tag, ...children) {
    const made = document.createElement(tag);
    made.append(...children);
    return made;
  }

  function link(href, text) {
    const made = element("a", text);
    made.href = href;
    return made;
  }

  function line(row) {
    const [plan, ref, page, theme, subthemes, level, , , source, , quote, context] = row;
    const paper = lists.plans[plan], footprint = lists.footprints[paper.footprint];
    const head = element("th", link(`footprints/${footprint.slug}/index.html`, footprint.name));
    head.scope = "row";
    if (footprint.specimen) head.append(" ", styled("small", "specimen", "specimen"));
    const themes = element("td", lists.labels[theme].label);
    if (subthemes.length) themes.append(element("br"), element("small", subthemes.map((each) => lists.labels[each].label).join(", ")));
    const words = styled("td", "quote", "");
    words.append(...marked(quote.replaceAll("\t", " | ")));
    if (context) words.append(styled("p", "around", (context.includes("\t") ? "Columns: " : "Under: ") + context.replaceAll("\t", " | ")));
    const where = element("td", element("cite", paper.title), ", ");
    const address = paper.address || paper.local;
    where.append(address ? link(`${address}#page=${page}`, `page\u00a0${page}`) : `page\u00a0${page}`);
    if (paper.kind !== "plan") where.append(` (${paper.kind})`);
    if (source === "ocr") where.append("; read by OCR, check the page");
    where.append(element("br"), element("code", `${paper.id}/${ref}`));
    const cells = element("tr", head, themes, element("td", styled("span", `strength ${lists.strengths[level]}`, lists.strengths[level])), words, where);
    cells.setAttribute("role", "row");
    head.setAttribute("role", "rowheader");
    for (const cell of cells.querySelectorAll("td")) cell.setAttribute("role", "cell");
    return cells;
  }

  function styled(tag, name, text) {
    const made = element(tag, text);
    made.className = name;
    return made;
  }

  // The quotation with the words that were asked for marked, where folding leaves every letter in its place.
  function marked(text) {
    const words = plain(find("words").value).split(/\s+/).filter(Boolean);
    const folded = plain(text);
    if (!words.length || folded.length !== text.length) return [text];
    const parts = [];
    let end = 0;
    for (let place = 0; place < text.length; place++) {
      const word = words.find((each) => folded.startsWith(each, place));
      if (!word || place < end) continue;
      parts.push(text.slice(end, place), element("mark", text.slice(place, place + word.length)));
      end = place + word.length;
    }
    return [...parts, text.slice(end)];
  }

  function cell(value) {
    const text = typeof value === "string" && FORMULA.test(value) ? "'" + value : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  function record([plan, ref, page, theme, subthemes, level, probability, flags, source, section, quote, context]) {
    const paper = lists.plans[plan], footprint = lists.footprints[paper.footprint];
    return [
      `${paper.id}/${ref}`, footprint.name, paper.id, paper.title, paper.kind, page, lists.labels[theme].id,
      subthemes.map((each) => lists.labels[each].id).join(", "), lists.strengths[level], probability,
      ...lists.flags.map((_, bit) => flags >> bit & 1), source, section, context, quote,
      paper.address ? `${paper.address}#page=${page}` : "", footprint.specimen ? 1 : 0,
    ];
  }

  async function download() {
    const found = await matches();
    if (!found) return;
    draw(found);
    const text = [COLUMNS, ...found.map(record)].map((each) => each.map(cell).join(",")).join("\r\n") + "\r\n";
    const made = link(URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" })), "");
    made.download = "findings.csv";
    made.click();
    setTimeout(() => URL.revokeObjectURL(made.href), 1000);
  }

  return { begin, add };
})();
