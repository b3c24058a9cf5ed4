// Sorting, filtering, and everything unfolded on paper. The page is whole without it.
(() => {
  "use strict";
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;

  for (const table of document.querySelectorAll("table.sorts")) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (row) => row.cells[column].dataset.v ?? row.cells[column].textContent.trim();
        const rows = [...body.rows].map((row) => [key(row), row]);
        rows.sort(([a], [b]) => (down ? compare(b, a) : compare(a, b)));
        body.append(...rows.map(([, row]) => row));
      });
    });
  }

  for (const form of document.querySelectorAll("form.filter")) {
    // A finding is a row and a card: both go by the text of both.
    const items = new Map();
    for (const element of document.getElementById(form.dataset.of).querySelectorAll("[data-item]")) {
      const item = items.get(element.dataset.item) ?? { elements: [], text: "", level: 0, meaning: "" };
      item.elements.push(element);
      item.text += element.textContent.toLowerCase() + "\n";
      item.level = Number(element.dataset.level ?? item.level);
      item.meaning = element.dataset.meaning ?? item.meaning;
      items.set(element.dataset.item, item);
    }
    const [text, level, meaning] = ["input", "[name=level]", "[name=meaning]"].map((name) => form.querySelector(name));
    const output = form.querySelector("output");
    const update = () => {
      const wanted = text.value.trim().toLowerCase();
      let shown = 0;
      for (const item of items.values()) {
        const shows = item.text.includes(wanted)
          && (!level?.value || item.level >= Number(level.value))
          && (!meaning?.value || item.meaning === meaning.value);
        shown += shows ? 1 : 0;
        item.elements.forEach((element) => { element.hidden = !shows; });
      }
      output.textContent = `${shown} / ${items.size}`;
    };
    form.addEventListener("input", update);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    update();
  }

  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details:not([open])")];
    unfolded.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => {
    unfolded.forEach((details) => { details.open = false; });
  });

  // A link to a finding that a filter hides must still lead somewhere.
  addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target?.hidden) {
      target.hidden = false;
      target.scrollIntoView();
    }
  });
})();
