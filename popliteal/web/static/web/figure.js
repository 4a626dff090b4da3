// The figure follows the hand: sliders, taps and drags fill the number fields; htmx asks the server,
// which alone knows the mechanics, for the picture. Every page works without this file.
(() => {
  "use strict";
  const send = (input, value) => {
    const low = Number(input.min || 0);
    const high = Number(input.max || 90);
    input.value = String(Math.round(Math.min(Math.max(value, low), high)));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // See why: each joint has a number, two buttons and, with this file, a slider.
  const why = document.querySelector("[data-why]");
  if (why) {
    for (const part of why.querySelectorAll("[data-without-script]")) part.hidden = true;
    const joints = [...why.querySelectorAll(".joint")].map((row) => {
      const number = row.querySelector("input[type=number]");
      const slider = row.querySelector("input[type=range]");
      row.querySelector("[data-slide]").hidden = false;
      slider.addEventListener("input", (event) => {
        event.stopPropagation();
        send(number, Number(slider.value));
      });
      number.addEventListener("input", () => { slider.value = number.value; });
      for (const nudge of row.querySelectorAll("[name=step]")) {
        const by = nudge.value.endsWith("+") ? 5 : -5;
        nudge.addEventListener("click", (event) => {
          event.preventDefault();
          send(number, Number(number.value) + by);
        });
      }
      return number;
    });
    const presets = [...why.querySelectorAll("[data-angles]")];
    const press = () => {
      const now = joints.map((number) => Number(number.value)).join(" ");
      for (const each of presets) each.setAttribute("aria-pressed", String(each.dataset.angles === now));
    };
    for (const preset of presets) {
      preset.addEventListener("click", (event) => {
        event.preventDefault();
        preset.dataset.angles.split(" ").forEach((angle, at) => {
          joints[at].value = angle;
          joints[at].closest(".joint").querySelector("input[type=range]").value = angle;
        });
        send(joints[0], Number(joints[0].value));
      });
    }
    why.addEventListener("input", press);
    why.addEventListener("submit", (event) => event.preventDefault());
  }

  // The person's own knee angle: drag the foot, tap, slide, or type.
  const knee = document.querySelector("[data-knee]");
  if (knee) {
    const number = document.getElementById("answer-1");
    const slider = knee.querySelector("[data-slider]");
    const low = Number(slider.min);
    const high = Number(slider.max);
    knee.querySelector("[data-slide]").hidden = false;
    knee.querySelector("[data-hint]").hidden = false;
    document.querySelector("[data-without-script]").hidden = true;
    const set = (value) => {
      slider.value = String(Math.round(Math.min(Math.max(value, low), high)));
      number.value = slider.value;
      number.dispatchEvent(new Event("input", { bubbles: true }));
      hold();
    };
    // A knob on the ankle, to take hold of.
    const hold = () => {
      const figure = knee.querySelector("[data-held]");
      const svg = figure?.querySelector("svg");
      if (!svg) return;
      let knob = svg.querySelector(".knob");
      if (!knob) {
        knob = document.createElementNS("http://www.w3.org/2000/svg", "circle");
        knob.setAttribute("class", "knob");
        knob.setAttribute("r", "22");
        svg.append(knob);
      }
      const shown = number.value === "" ? Number(slider.value) : Number(number.value.replace(",", "."));
      const turn = ((Number(figure.dataset.thigh) - (Number.isFinite(shown) ? shown : Number(slider.value))) * Math.PI) / 180;
      const reach = Number(figure.dataset.reach);
      knob.setAttribute("cx", String(Number(figure.dataset.x) + reach * Math.sin(turn)));
      knob.setAttribute("cy", String(Number(figure.dataset.y) + reach * Math.cos(turn)));
    };
    const point = (event) => {
      const figure = knee.querySelector("[data-held]");
      const svg = figure.querySelector("svg");
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      const towards = (Math.atan2(at.x - Number(figure.dataset.x), at.y - Number(figure.dataset.y)) * 180) / Math.PI;
      set(Number(figure.dataset.thigh) - towards);
    };
    let held = false;
    knee.addEventListener("pointerdown", (event) => {
      if (!event.target.closest("#knee-picture")) return;
      held = Boolean(event.target.closest(".knob"));
      if (held) {
        event.preventDefault();
        knee.setPointerCapture(event.pointerId);
      }
    });
    knee.addEventListener("pointermove", (event) => { if (held) point(event); });
    for (const end of ["pointerup", "pointercancel"]) {
      knee.addEventListener(end, () => { held = false; });
    }
    knee.addEventListener("click", (event) => {
      if (event.target.closest("#knee-picture")) point(event);
    });
    slider.addEventListener("input", (event) => {
      event.stopPropagation();
      set(Number(slider.value));
    });
    number.addEventListener("input", () => {
      if (number.value !== "") slider.value = number.value.replace(",", ".");
      hold();
    });
    document.addEventListener("htmx:after:swap", hold);
    hold();
  }
})();
