"""A plugin breaks, within one server: it raises, it loops, it wants what cannot be. By what its manifest says the event
fails, and the case is as it was, or goes on without the plugin, and the log says so; no message goes, and what the
workflow requires holds. Nothing that a plugin keeps outlives an event. plugin_breaks.py CASEWAY

Exit status 1 when something is not so.
"""
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

CASEWAY = None
failed = 0

WORKFLOW = """workflow: breaking
title: Breaking
roles: {worker: Worker}
rules:
  helped: {title: Helped, gives: text, default: the workflow}
  agreed: {title: Agreed, gives: yes/no, default: yes}
  kept: {title: Kept, gives: number, default: 0}
fields:
  name: {type: text, title: Name, identifying: true}
  visits: {type: number, title: Visits, default: 0}
  said: {type: text, title: Said}
events:
%s  leave: {title: Leave}
  count: {title: Count}
initial: home
states:
  home:
    tasks: {meet: {title: Meet, role: worker, required: true}}
    on:
      leave: away
      count: {actions: [{assign: {visits: = rules.kept()}}]}
%s  away:
    on:
%s  raised: {}
  looped: {}
  wrong: {}
messages:
  news: {to: worker, subject: News, text: "((case.reference)) has news."}
"""

WAYS = ("raised", "looped", "wrong")
KINDS = ("rule", "asked", "action", "hook")

PLUGIN = """
times = 0
local more, list = 0, {}
local function breaks(how)
  if how == "raised" then error("It broke.") end
  while how == "looped" do end
end
local function effects(how)
  breaks(how)
  return { assign { visits = 9 }, notify "news", raise "count", set_deadline("none", today) }
end
local function hook(how)
  return function(case) return effects(how) end
end
local function agreed(case, event)
  local how = event.name:match("^asked%-(.*)$")
  breaks(how)
  if how == "wrong" then return "no" end
end
return {
  rules = {
    helped = function(case, event, how)
      breaks(how)
      return { case.data.name }
    end,
    agreed = agreed,
    kept = function(case)
      times = times + 1
      more = more + 1
      list[#list + 1] = case.reference
      return times * 100 + more * 10 + #list
    end,
  },
  actions = { act = function(case, event, data) return effects(data.how) end },
  on = {
    ["state.entered.raised"] = hook "raised",
    ["state.entered.looped"] = hook "looped",
    ["state.entered.wrong"] = hook "wrong",
  },
}
"""

MANIFEST = """name: {0}
version: 0.1.0
api: 1
title: {0} (synthetic)
areas: {{{0}: {0}}}
on_failure: {1}
"""


def transition(kind, way):
    return {
        "rule": f"{{actions: [{{assign: {{visits: 5, said: = rules.helped('{way}')}}}}, {{notify: news}}]}}",
        "asked": "{requires: [{rule: agreed}], actions: [{assign: {visits: 5}}, {notify: news}]}",
        "action": f"{{actions: [{{assign: {{visits: 5}}}}, {{call: act, data: {{how: {way}}}}}]}}",
        "hook": f"{{target: {way}, actions: [{{assign: {{visits: 5}}}}]}}",
    }[kind]


def check(holds, what):
    global failed
    if not holds:
        failed += 1
        print(f"not so: {what}")


def run(site, *arguments, status=0):
    done = subprocess.run([CASEWAY, "--site", str(site), *arguments], capture_output=True, text=True)
    check(done.returncode == status, f"{' '.join(arguments)}: exit {done.returncode}, not {status}: {done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def lines(site, *arguments):
    return [json.loads(line) for line in run(site, *arguments, "--json").splitlines()]


def new_site(folder):
    site = pathlib.Path(folder) / "site"
    subprocess.run([CASEWAY, "init", str(site)], check=True, capture_output=True)
    pairs = [(kind, way) for kind in KINDS for way in WAYS]
    events = "".join(f"  {kind}-{way}: {{title: {kind} {way}}}\n" for kind, way in pairs)
    inner = "".join(f"      {kind}-{way}: {transition(kind, way)}\n" for kind, way in pairs if kind != "hook")
    outer = "".join(f"      hook-{way}: {transition('hook', way)}\n" for way in WAYS)
    (site / "workflows/breaking").mkdir()
    (site / "workflows/breaking/workflow.yaml").write_text(WORKFLOW % (events, inner, outer))
    for name, how in (("stops", "refuse"), ("goes", "go on")):
        plugin = site / "plugins" / name
        plugin.mkdir()
        (plugin / "manifest.yaml").write_text(MANIFEST.format(name, how))
        (plugin / "init.lua").write_text(PLUGIN)
    return site


def open_case(site, area, away):
    said = run(site, "open", "--workflow", "breaking", "--area", area, "name=Zebedee Quill")
    case = said.split()[1]
    check("still to be done" in run(site, "send", case, "leave", status=1), "what the workflow requires holds")
    if away:
        run(site, "send", case, "task.meet.done")
        run(site, "send", case, "leave")
    return case


def breaks(site, area, kind, way):
    what = f"{area}, {kind}, {way}"
    case = open_case(site, area, kind == "hook")
    before, entries = run(site, "show", case, "--json"), lines(site, "history", case)
    said = run(site, "send", case, f"{kind}-{way}", status=3 if area == "stops" else 0)
    after, history = run(site, "show", case, "--json"), lines(site, "history", case)
    check("Zebedee" not in said and "Quill" not in said, f"{what}: the answer tells nothing of the case: {said}")
    if area == "stops":
        check("plugin stops" in said and "plugins/stops/init.lua" in said, f"{what}: it is named: {said}")
        check(after == before and history == entries, f"{what}: the case is as it was")
    else:
        check(len(history) == len(entries) + 1, f"{what}: it went on: {said}")
        data = json.loads(after)["data"]
        check(data["visits"] == 5, f"{what}: with what is the workflow's, and nothing of the plugin's: {data}")
        check(data.get("said") == ("the workflow" if kind == "rule" else None), f"{what}: the default answers: {data}")
        text = run(site, "history", case)
        check("plugin goes" in text, f"{what}: the journal names it: {text}")
    if kind != "hook":
        check("still to be done" in run(site, "send", case, "leave", status=1), f"{what}: what is required holds")


def keeps_nothing(site):
    """One server, one Lua state: neither a global nor an upvalue nor a table is there at the next event."""
    cases = [open_case(site, "goes", False) for _ in range(2)]
    for case in cases * 3:
        run(site, "send", case, "count")
        visits = json.loads(run(site, "show", case, "--json"))["data"]["visits"]
        check(visits == 111, f"the plugin begins afresh at each event: {visits}")


def main():
    global CASEWAY
    CASEWAY = str(pathlib.Path(sys.argv[1]).absolute())
    with tempfile.TemporaryDirectory() as folder:
        site = new_site(folder)
        server = subprocess.Popen([CASEWAY, "--site", str(site), "serve", "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True)
        server.stderr.readline()
        try:
            for area in ("stops", "goes"):
                for kind in KINDS:
                    for way in WAYS:
                        breaks(site, area, kind, way)
            keeps_nothing(site)
            check(server.poll() is None, "the server lives")
        finally:
            server.terminate()
            server.communicate()
        check("Every decision comes out the same." in run(site, "verify", "--replay"), "a replay decides the same")
        db = sqlite3.connect(site / "caseway.db")
        messages = db.execute("SELECT count(*) FROM outbox").fetchone()[0]
        db.close()
        check(messages == 2 * len(WAYS), f"no message goes but the workflow's own, of events that went on: {messages}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
