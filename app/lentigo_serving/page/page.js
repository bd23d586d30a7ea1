"use strict";

// The token stays in this script's memory: a reload asks for it again.
const POLL_MS = 500;
const parts = Object.fromEntries([...document.querySelectorAll("[id]")].map((part) => [part.id, part]));
const known = new Map(); // by name: {job, began, ended, state}, so that a second look costs nothing
let token = "";
let names = [];
let index = 0;
let shownUrl = "";

async function ask(path, options = {}) {
  const headers = { Authorization: `Bearer ${token}`, ...(options.headers || {}) };
  const answer = await fetch(path, { ...options, headers });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    const error = new Error([problem.detail, problem.hint].filter(Boolean).join(" ") || `HTTP ${answer.status}`);
    error.status = answer.status;
    throw error;
  }
  return answer;
}

async function open(event) {
  event.preventDefault();
  token = parts.token.value.trim();
  try {
    names = await (await ask("/api/list-images")).json();
  } catch (error) {
    parts.refusal.textContent = error.message;
    return;
  }
  parts.token.value = "";
  if (!names.length) {
    parts.refusal.textContent = "There are no photographs: start lentigo-serve with --images FOLDER.";
    return;
  }
  parts.door.hidden = true;
  parts.desk.hidden = false;
  await show(0);
}

async function show(next) {
  index = (next + names.length) % names.length;
  const name = names[index];
  parts.name.textContent = name;
  parts.place.textContent = `${index + 1} / ${names.length}`;
  URL.revokeObjectURL(shownUrl);
  shownUrl = "";
  parts.photograph.hidden = true;
  parts.photograph.alt = name;
  draw();
  let blob = null;
  try {
    blob = await (await ask(`/images/${encodeURIComponent(name)}`)).blob();
  } catch (error) {
    if (error.status !== 415) tell(name, error);
  }
  if (names[index] !== name) return; // another one was asked for meanwhile
  parts.unshown.hidden = Boolean(blob);
  if (blob) {
    shownUrl = URL.createObjectURL(blob);
    parts.photograph.src = shownUrl;
    parts.photograph.hidden = false;
  }
}

function tell(name, error) {
  known.set(name, { ...(known.get(name) || {}), ended: Date.now(), state: { status: "error", error: error.message } });
  draw();
}

async function analyse() {
  const name = names[index];
  known.set(name, { began: Date.now(), state: { status: "running", phases: [] } });
  draw();
  try {
    const body = JSON.stringify({ filename: name });
    const begun = await ask("/api/analyze", { method: "POST", body, headers: { "Content-Type": "application/json" } });
    known.get(name).job = (await begun.json()).job_id;
    await follow(name, known.get(name));
  } catch (error) {
    tell(name, error);
  }
}

async function follow(name, entry) {
  while (entry.state.status === "running") {
    entry.state = await (await ask(`/api/status/${entry.job}`)).json();
    if (entry.state.status !== "running") entry.ended = Date.now();
    if (names[index] === name) draw();
    if (entry.state.status === "running") await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

async function stop() {
  const entry = known.get(names[index]);
  if (!entry || !entry.job) return;
  entry.state = { status: "error", error: "Stopped." };
  entry.ended = Date.now();
  draw();
  await ask(`/api/status/${entry.job}`, { method: "DELETE" }).catch(() => {});
}

function draw() {
  const entry = known.get(names[index]) || { state: { status: "none" } };
  const { status, phases = [], result = {}, error = "" } = entry.state;
  const running = status === "running";
  parts.analyse.hidden = running || status === "done";
  parts.stop.hidden = !running;
  parts.trouble.textContent = error;
  parts.phases.replaceChildren(...phases.map((phase) => line("li", `${phase.title} · ${phase.seconds.toFixed(1)} s`)));
  parts.ranking.textContent = result.final_implication || "";
  parts.description.textContent = result.adj_desc || "";
  parts.report.textContent = result.report || "";
  const findings = Object.entries(result.raw_obs || {});
  parts.findings.replaceChildren(
    ...findings.flatMap(([field, value]) => [line("dt", field), line("dd", value === null ? "not assessed" : value)]),
  );
  elapse();
}

function line(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function elapse() {
  const entry = names.length ? known.get(names[index]) : undefined;
  const seconds = entry ? ((entry.ended || Date.now()) - entry.began) / 1000 : 0;
  parts.elapsed.textContent = entry ? `${seconds.toFixed(0)} s` : "";
}

parts.door.addEventListener("submit", open);
parts.analyse.addEventListener("click", analyse);
parts.stop.addEventListener("click", stop);
parts.previous.addEventListener("click", () => show(index - 1));
parts.next.addEventListener("click", () => show(index + 1));
document.addEventListener("keydown", (event) => {
  if (parts.desk.hidden) return;
  if (event.key === "ArrowLeft") show(index - 1);
  if (event.key === "ArrowRight") show(index + 1);
});
setInterval(elapse, 1000);
