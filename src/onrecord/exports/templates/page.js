"use strict";
// Joins a statement's card and its words while either is pointed at or has the focus. Pages work without.
(() => {
  const joined = "joined";
  let current = "";
  let place = null;
  const leave = () => {
    document.querySelectorAll(`.${joined}`).forEach((one) => one.classList.remove(joined));
    current = "";
  };
  const enter = (event) => {
    const one = event.target instanceof Element ? event.target.closest("[data-s], .way") : null;
    const reading = one ? one.closest(".reading") : null;
    const way = one && one.matches(".way") ? one : null;
    const ids = way ? [way.dataset.from, way.dataset.to] : one ? [one.dataset.s] : [];
    const asked = way || ids.join("\n");
    if (asked === current && reading === place) return;
    leave();
    if (!one) return;
    current = asked;
    place = reading;
    const within = reading || document;
    ids.forEach((id) => within.querySelectorAll(`[data-s="${CSS.escape(id)}"]`).forEach((other) => other.classList.add(joined)));
    within.querySelectorAll(".way").forEach((other) => other.classList.toggle(
      joined, way ? other === way : other.dataset.from === ids[0] || other.dataset.to === ids[0]));
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
// Lines in the margin, from a card to the one that it answers, or to the page's edge and the article where that stands. The
// cards say the same in words, so that nobody misses anything without them.
(() => {
  const [FIRST, STEP, CHIP, LINE, MOST] = [20, 11, 8, 15, 4]; // pixels: the nearest line, between lines, of a sign; stubs of a card
  const wide = matchMedia("screen and (min-width: 56.01em)");
  const make = (name, attributes, ...inner) => {
    const one = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => one.setAttribute(key, value));
    one.append(...inner);
    return one;
  };
  const told = (tie) => tie.textContent.replace(tie.querySelector(".sign").textContent, "").replace(/\s+/g, " ").trim();
  const wayOf = (tie, more, ...inner) => make("a", {
    class: `way l-${tie.dataset.link}`, href: tie.getAttribute("href"), tabindex: -1, "data-from": tie.closest(".card").dataset.s, ...more,
  }, make("title", {}, `${tie.closest(".card").querySelector(".number").textContent} ${told(tie)}`), ...inner);
  const lineOf = (d) => [make("path", { class: "reach", d }), make("path", { class: "line", d })];
  const chipOf = (tie, x, y) => make("g", { class: "chip" }, make("circle", { cx: x, cy: y, r: CHIP }),
    make("text", { x, y: y + 3.5 }, tie.querySelector(".sign").textContent));
  const headOf = (x, y, step) => make("path", { class: "head", d: `M${x} ${y}l${step} -4v8z` });
  // The lane of each line, the shorter ones nearer to the cards, none on another.
  const lanes = (lines) => {
    const taken = [];
    [...lines].sort((one, other) => Math.abs(one.end - one.start) - Math.abs(other.end - other.start)).forEach((line) => {
      const [top, foot] = [Math.min(line.start, line.end) - 2, Math.max(line.start, line.end) + 2];
      line.lane = taken.findIndex((lane) => lane.every(([above, below]) => foot < above || top > below));
      if (line.lane < 0) line.lane = taken.push([]) - 1;
      taken[line.lane].push([top, foot]);
    });
    return taken.length;
  };
  const ends = (reading, top) => {
    const middle = (one) => { const box = one.getBoundingClientRect(); return Math.round(box.top + box.height / 2 - top); };
    const lines = [];
    const stubs = [];
    reading.querySelectorAll(".card").forEach((card) => {
      const used = [];
      card.querySelectorAll("a[data-link]").forEach((tie) => {
        if (tie.dataset.place) {
          const y = Math.max(middle(tie), ...used.map((other) => other + LINE));
          if (used.push(y) <= MOST) stubs.push({ tie, y });
        } else if (tie.dataset.way === "to") {
          const other = document.getElementById(tie.getAttribute("href").slice(1));
          if (!other) return;
          const back = [...other.querySelectorAll(`a[data-way=from][data-link=${tie.dataset.link}]`)].find(
            (one) => one.getAttribute("href") === `#${card.id}`);
          lines.push({ tie, start: middle(tie), end: middle(back || other), to: other.dataset.s });
        }
      });
    });
    return [lines, stubs];
  };
  const drawLine = ({ tie, start, end, to, lane }, step) => {
    const x = FIRST + step * lane;
    const turn = Math.min(Math.abs(end - start) / 2, 24) * Math.sign(end - start);
    const d = `M0 ${start}C${x * 0.6} ${start} ${x} ${start + turn * 0.3} ${x} ${start + turn}V${end - turn}`
      + `C${x} ${end - turn * 0.3} ${x * 0.6} ${end} 6 ${end}`;
    return wayOf(tie, { "data-to": to }, ...lineOf(d), headOf(0, end, 7), chipOf(tie, x, start + turn));
  };
  const drawStub = ({ tie, y }, from, edge) => {
    const place = tie.dataset.place;
    const room = Math.floor((edge - from - 34) / 6);
    const words = make("text", { class: "place", x: from + 32, y: y + 4 }, place.length > room ? `${place.slice(0, room - 1).trim()}…` : place);
    const out = tie.dataset.way === "to";
    return wayOf(tie, {}, ...lineOf(out ? `M0 ${y}H${from + 22}` : `M6 ${y}H${from + 28}`), out ? headOf(from + 28, y, -7) : headOf(0, y, 7),
      chipOf(tie, from + 8, y), words);
  };
  const draw = (reading) => {
    const old = reading.querySelector(".ways");
    const key = (way) => [way.dataset.from, way.dataset.to, way.getAttribute("href")].join("\n");
    const kept = new Set(old ? [...old.querySelectorAll(".joined")].map(key) : []);
    if (old) old.remove();
    reading.classList.toggle("tied", wide.matches);
    reading.classList.toggle("far", wide.matches && reading.querySelector("a[data-place]") !== null);
    if (!wide.matches) return;
    const box = reading.getBoundingClientRect();
    const left = reading.querySelector(".card").getBoundingClientRect().right - box.left;
    const width = Math.max(box.width - left, FIRST + CHIP);
    const edge = width + Math.min(document.documentElement.clientWidth - box.right - 8, 80);
    const [lines, stubs] = ends(reading, box.top);
    const count = lanes(lines);
    const step = Math.min(STEP, ((stubs.length ? width / 2 : edge) - FIRST - CHIP) / Math.max(count - 1, 1));
    const from = count ? FIRST + step * (count - 1) + CHIP : 0;
    const svg = make("svg", { class: "ways", "aria-hidden": "true", width, height: box.height },
      ...lines.map((line) => drawLine(line, step)), ...stubs.map((stub) => drawStub(stub, from, edge)));
    svg.querySelectorAll(".way").forEach((way) => way.classList.toggle("joined", kept.has(key(way))));
    reading.append(svg);
  };
  const readings = [...document.querySelectorAll(".reading")].filter((one) => one.querySelector("a[data-link]"));
  const all = () => readings.forEach(draw);
  if (!readings.length) return;
  all();
  wide.addEventListener("change", all);
  const watch = new ResizeObserver(() => requestAnimationFrame(all)); // not at once: drawing may change the size again
  readings.forEach((one) => watch.observe(one));
  document.fonts.ready.then(all);
})();
