"use strict";
// Joins a statement's card and its words while either is pointed at or has the focus. Pages work without.
(() => {
  const joined = "joined";
  let current = null;
  const all = (id) => document.querySelectorAll(`[data-s="${CSS.escape(id)}"]`);
  const leave = () => {
    if (current !== null) all(current).forEach((one) => one.classList.remove(joined));
    current = null;
  };
  const enter = (event) => {
    const one = event.target instanceof Element ? event.target.closest("[data-s]") : null;
    const id = one ? one.dataset.s : null;
    if (id === current) return;
    leave();
    if (id === null) return;
    current = id;
    all(id).forEach((other) => other.classList.add(joined));
  };
  document.addEventListener("mouseover", enter);
  document.addEventListener("focusin", enter);
  document.addEventListener("focusout", leave);
  // Keys of the part that reviews a statement, while it has the focus and nothing is being typed.
  const review = document.getElementById("review");
  if (review) {
    review.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
      const meant = review.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!meant) return;
      event.preventDefault();
      meant.click();
      if (meant.matches("summary") && meant.parentElement.open) meant.parentElement.querySelector("select").focus();
    });
    if (location.hash === "#review") review.focus();
  }
})();
