const show = (id, text, up) => {
  const field = document.getElementById(id);
  field.textContent = text;
  field.className = up === undefined ? "" : up ? "up" : "down";
};

const refresh = async () => {
  try {
    const answer = await fetch("../readyz", { cache: "no-store" });
    const { status, checks } = await answer.json();
    show("ready", status, answer.ok);
    show("database", checks.database, checks.database === "up");
    show("scheduler", checks.scheduler, checks.scheduler === "up");
  } catch {
    show("ready", "does not answer", false);
  }
};

const version = async () => {
  try {
    const document = await (await fetch("../api/v1/openapi.json")).json();
    show("version", document.info.version);
  } catch {
    show("version", "unknown");
  }
};

refresh();
version();
setInterval(refresh, 10000);
