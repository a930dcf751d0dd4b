// A key presses the button that bears it; everything else is the browser's. Without scripts the buttons remain.
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.matches("input, textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const found = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!found) return;
  event.preventDefault();
  if (found.matches("details")) {
    found.open = !found.open;
    if (found.open) found.scrollIntoView(); else document.querySelector("h1").scrollIntoView();
  }
  else if (found.matches("textarea")) found.focus();
  else found.click();
});

// A note is typed long before it is saved: until the server has it, this browser keeps it, should the server die.
const note = document.getElementById("note");
const form = note?.form;
if (note) {
  const said = name => form.elements[name].value;
  const annotator = new URLSearchParams(location.search).get("annotator");
  const place = ["note", location.pathname, annotator, said("ref"), said("fingerprint")].join(" ");
  const words = text => text.trim().split(/\s+/).join(" ");
  const [before, draft] = JSON.parse(localStorage.getItem(place) ?? "[]");
  // A note that another window has saved meanwhile is not overwritten with an older one.
  if (before === said("noted") && draft !== before) note.value = draft;
  else localStorage.removeItem(place);
  note.addEventListener("input", () => {
    if (words(note.value) === said("noted")) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify([said("noted"), words(note.value)]));
  });
}
