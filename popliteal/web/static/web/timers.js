// Timers of the plan: seen, and heard if the person wants. Nothing starts by itself, and the words of
// each card say the same without this file.
(() => {
  "use strict";
  const TICK_MS = 200;
  const clock = (seconds) => {
    const whole = Math.max(Math.ceil(seconds), 0);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  };

  // What a timer goes through: [seconds, words, whether it is the work itself].
  const iceSteps = (data) => {
    const minutes = Math.min(Number(data.ice), Number(data.most), 15);
    const half = minutes * 30;
    return [[half, data.sayIce], [half, data.sayHalf]];
  };
  const exerciseSteps = (data) => {
    const steps = [[5, data.sayReady]];
    const [sets, reps] = [Number(data.sets), Number(data.reps)];
    const holds = data.holds !== undefined;
    for (let set = 1; set <= sets; set += 1) {
      for (let rep = 1; rep <= reps; rep += 1) {
        const round = sets > 1 ? `${data.saySet} ${set}: ` : "";
        const words = holds ? `${round}${data.sayHold} ${rep}` : `${rep === 1 ? round : ""}${rep}`;
        steps.push([Number(data.rep), words]);
        const last = rep === reps && set === sets;
        if (!last && (holds || rep === reps)) steps.push([Number(data.rest), data.sayRest]);
      }
    }
    return steps;
  };

  for (const timer of document.querySelectorAll("[data-timer]")) {
    const data = timer.dataset;
    const part = (name) => timer.querySelector(`[data-${name}]`);
    const steps = data.ice === undefined ? exerciseSteps(data) : iceSteps(data);
    const total = steps.reduce((sum, [seconds]) => sum + seconds, 0);
    let gone = 0;
    let step = -1;
    let since = null;
    let ticking = 0;

    const voice = "speechSynthesis" in window ? window.speechSynthesis : null;
    part("speak-row").hidden = !voice;
    const say = (words) => {
      part("phase").textContent = words;
      // Once is enough: who hears it spoken need not hear the screen reader too.
      if (voice && part("speak").checked) {
        voice.cancel();
        const spoken = new SpeechSynthesisUtterance(words);
        spoken.lang = document.documentElement.lang;
        voice.speak(spoken);
      } else {
        part("told").textContent = words;
      }
    };
    const show = () => {
      let before = 0;
      let at = 0;
      while (at < steps.length && gone >= before + steps[at][0]) before += steps[at++][0];
      part("bar").value = Math.min(gone / total, 1);
      if (at >= steps.length) {
        finish();
        return;
      }
      const left = data.ice === undefined ? before + steps[at][0] - gone : total - gone;
      part("count").textContent = clock(left);
      if (at !== step) {
        step = at;
        say(steps[at][1]);
      }
    };
    const halt = () => {
      clearInterval(ticking);
      if (since !== null) gone += (performance.now() - since) / 1000;
      since = null;
    };
    const run = () => {
      since = performance.now();
      ticking = setInterval(() => {
        const now = performance.now();
        gone += (now - since) / 1000;
        since = now;
        show();
      }, TICK_MS);
      part("run").textContent = data.pause;
      show();
    };
    const rest = () => {
      gone = 0;
      step = -1;
      part("run").textContent = data.start;
    };
    const finish = () => {
      halt();
      say(data.sayDone);
      part("count").textContent = "";
      part("bar").value = 1;
      rest();
    };
    part("run").addEventListener("click", () => {
      if (since === null) {
        step = -1;
        run();
        return;
      }
      halt();
      part("run").textContent = data.goOn;
      say(data.sayPaused);
    });
    part("stop").addEventListener("click", () => {
      halt();
      voice?.cancel();
      rest();
      part("phase").textContent = "";
      part("told").textContent = "";
      part("count").textContent = clock(total);
      part("bar").value = 0;
    });
    part("count").textContent = clock(total);
    part("face").hidden = false;
  }
})();
