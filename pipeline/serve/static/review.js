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
  if (found.matches("details")) found.open = !found.open;
  else if (found.matches("textarea")) found.focus();
  else found.click();
});
