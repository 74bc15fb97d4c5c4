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
  // A span of time, drawn over the bars of a timeline or grown from one with the arrow keys: fills in the form.
  const chart = document.querySelector(".chart.brush");
  const form = document.getElementById("span");
  if (chart && form) {
    const columns = [...chart.querySelectorAll(".column")];
    const bars = [...chart.querySelectorAll("a[data-period]")];
    const indexOf = (element) => columns.findIndex((one) => one.dataset.period === element.dataset.period);
    let first = null;
    let last = null;
    let drawing = false;
    let drawn = false;
    const paint = () => columns.forEach((one, n) => one.classList.toggle(
      "drawn", first !== null && n >= Math.min(first, last) && n <= Math.max(first, last)));
    const ask = () => {
      form.elements.since.value = columns[Math.min(first, last)].dataset.period;
      form.elements.until.value = columns[Math.max(first, last)].dataset.period;
      form.requestSubmit();
    };
    const under = (event) => {
      const found = columns.findIndex((one) => event.clientX < one.getBoundingClientRect().right);
      return found < 0 ? columns.length - 1 : found;
    };
    chart.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      first = last = under(event);
      drawing = true;
      drawn = false;
    });
    window.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      last = under(event);
      drawn = drawn || last !== first;
      if (drawn) paint();
    });
    window.addEventListener("pointerup", () => {
      if (drawing && drawn) ask();
      drawing = false;
    });
    window.addEventListener("pointercancel", () => { drawing = drawn = false; first = null; paint(); });
    chart.addEventListener("dragstart", (event) => event.preventDefault());
    chart.addEventListener("click", (event) => { if (drawn) event.preventDefault(); drawn = false; });
    chart.addEventListener("keydown", (event) => {
      const bar = event.target.closest("a[data-period]");
      if (!bar) return;
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step && event.shiftKey) {
        if (first === null) first = last = indexOf(bar);
        last = Math.min(Math.max(last + step, 0), columns.length - 1);
        paint();
      } else if (step) {
        first = null;
        paint();
        const next = bars[bars.indexOf(bar) + step];
        if (next) next.focus();
      } else if (event.key === "Enter" && first !== null) {
        ask();
      } else if (event.key === "Escape" && first !== null) {
        first = null;
        paint();
      } else return;
      event.preventDefault();
    });
  }
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
