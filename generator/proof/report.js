"use strict";
(() => {
  const root = document.documentElement;
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const one = (id) => document.getElementById(id);

  const speak = (tongue) => {
    root.lang = tongue;
    all("[data-label-ja]").forEach((each) => each.setAttribute("aria-label", each.dataset[tongue === "ja" ? "labelJa" : "labelEn"]));
  };
  one("tongue").addEventListener("click", () => speak(root.lang === "ja" ? "en" : "ja"));
  speak(root.lang);

  const picks = all(".pick");
  const chips = all(".chip");
  const filter = (kind) => {
    picks.forEach((pick) => { pick.hidden = kind !== "" && !pick.dataset.kinds.split(" ").includes(kind); });
    chips.forEach((chip) => chip.setAttribute("aria-pressed", String(chip.dataset.kind === kind)));
    const count = picks.filter((pick) => !pick.hidden).length;
    all("#shown span").forEach((said) => { said.textContent = said.textContent.replace(/\d+/, String(count)); });
  };
  chips.forEach((chip) => chip.addEventListener("click", () => filter(chip.dataset.kind)));

  const viewer = one("viewer");
  const big = one("big");
  let at = null;
  const shown = () => picks.filter((pick) => !pick.hidden);
  const show = (pick) => {
    at = pick;
    const images = all(".view img", pick).map((image) => image.cloneNode());
    big.replaceChildren(...images);
    big.classList.toggle("turned", pick.classList.contains("turned"));
    one("viewed").textContent = pick.id;
    one("told").replaceChildren(pick.querySelector(".reasons").cloneNode(true));
    one("turn").hidden = images.length < 2;
    one("stage").scrollTo(0, 0);
  };
  const zoom = (near) => {
    one("stage").classList.toggle("near", near);
    one("zoom").setAttribute("aria-pressed", String(near));
  };
  const step = (by) => {
    const row = shown();
    show(row[(row.indexOf(at) + by + row.length) % row.length]);
  };
  const turn = (pick) => {
    if (pick.querySelectorAll(".view img").length < 2) return;
    pick.classList.toggle("turned");
    big.classList.toggle("turned", at !== null && at.classList.contains("turned"));
  };
  picks.forEach((pick) => {
    pick.querySelector(".view").addEventListener("click", () => { zoom(false); show(pick); viewer.showModal(); });
    const flip = pick.querySelector(".flip");
    if (flip) flip.addEventListener("click", () => turn(pick));
  });
  one("previous").addEventListener("click", () => step(-1));
  one("next").addEventListener("click", () => step(1));
  one("zoom").addEventListener("click", () => zoom(!one("stage").classList.contains("near")));
  big.addEventListener("click", () => zoom(!one("stage").classList.contains("near")));
  one("turn").addEventListener("click", () => turn(at));
  one("close").addEventListener("click", () => viewer.close());
  viewer.addEventListener("close", () => {
    if (viewer.open) return;  // told late: the next one is open by now
    const last = at;
    at = null;
    if (last) last.querySelector(".view").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const key = event.key.toLowerCase();
    if (!viewer.open) {
      const pick = key === "f" && document.activeElement.closest(".pick");
      if (pick) turn(pick);
    } else if (key === "arrowright") { step(1); } else if (key === "arrowleft") { step(-1); } else if (key === "f") { turn(at); }
    else if (key === "z") { one("zoom").click(); }
    else if (key === "arrowdown" || key === "arrowup") { one("stage").scrollBy(0, key === "arrowdown" ? 80 : -80); }
  });

  all(".slider").forEach((slider) => {
    const range = slider.querySelector("input");
    const pair = slider.querySelector(".pair");
    const now = slider.querySelector(".now");
    now.src = one(now.dataset.of).querySelector(`.view .${now.dataset.face}`).src;
    range.addEventListener("input", () => pair.style.setProperty("--at", `${range.value}%`));
  });
})();
