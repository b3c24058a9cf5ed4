// The search of the start page: the list is the index. The page is whole without it.
(() => {
  "use strict";
  const form = document.querySelector("form.filter");
  const [input, output] = [form.querySelector("input"), form.querySelector("output")];
  const items = [...document.querySelectorAll("#all li")];
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = items.map((item) => `${item.dataset.n} ${folded(item.textContent)}`);
  const update = () => {
    const words = folded(input.value).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    let shown = 0;
    items.forEach((item, at) => {
      const shows = words.every((word) => texts[at].includes(word));
      shown += shows ? 1 : 0;
      item.hidden = !shows;
    });
    for (const section of document.querySelectorAll("#all section")) {
      section.hidden = !section.querySelector("li:not([hidden])");
    }
    output.textContent = `${shown} / ${items.length}`;
  };
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    document.querySelector("#all li:not([hidden]) a")?.focus();
  });
  form.hidden = false;
  update();
})();
