"""Cases on different versions of their workflow, side by side, through the program: versions.py CASEWAY

The workflow of a site is changed while cases are open. What was opened before goes on as it began; what is opened after follows the new
one. Exit status 1 when something is not so.
"""
import hashlib
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

CASEWAY = None
PINNED_LIMIT = 256

FIRST = """
workflow: help
title: Help at home
roles: {worker: Worker}
fields: {need: {type: text, title: Need}, shoes: {type: number, title: Shoes, default: 2}}
forms: {visit: {fields: [need]}}
events: {open: {}, begin: {}, visit: {form: visit}, end: {}}
initial: new
states:
  new: {on: {begin: working}}
  working:
    deadlines: {look: {title: Look again, due: 2 weeks}}
    on: {visit: {}, end: closed}
  closed: {type: final}
measures:
  numbers:
    rows:
      cases: {title: Cases, count: true}
      needy: {title: With a need, count: data.need ~= nil}
      shoed: {title: With shoes, count: data.shoes > 1}
"""
# A state and a field added, a state and a deadline renamed, a field taken away; the form asks for more.
SECOND = """
workflow: help
title: Help at home
roles: {worker: Worker}
fields: {need: {type: text, title: Need}, risk: {type: choice, title: Risk, options: {low: Low, high: High}}}
forms: {visit: {fields: [need, risk: {required: true}]}}
events: {open: {}, begin: {}, check: {}, visit: {form: visit}, end: {}}
initial: new
states:
  new: {on: {begin: checking}}
  checking: {on: {check: active}}
  active:
    deadlines: {look-again: {title: Look again soon, due: 1 week}}
    on: {visit: {}, end: closed}
  closed: {type: final}
measures:
  numbers:
    rows:
      cases: {title: Cases, count: true}
      needy: {title: With a need, count: data.need ~= nil}
      risky: {title: At risk, count: 'data.risk == "high"'}
      safe: {title: Not at risk, count: 'data.risk ~= "high"'}
"""
THIRD = SECOND.replace("due: 1 week", "due: 3 days").replace("active", "going")


class Wrong(Exception):
    pass


class Site:
    def __init__(self, workflow):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        self.run("init", self.path, site=False)
        for unused in ("workflows/action-for-change", "plugins/rbkc", "plugins/lbhf", "plugins/wcc"):
            for file in sorted(self.path.glob(unused + "/**/*"), reverse=True):
                if file.is_file():
                    file.unlink()
        self.becomes(workflow)

    def becomes(self, workflow, name="help"):
        (self.path / "workflows" / f"{name}.yaml").write_text(workflow)

    def run(self, *words, status=0, site=True):
        """What is printed; its exit status must be STATUS, unless that is None."""
        done = subprocess.run([CASEWAY, *(["--site", self.path] if site else []), *words], capture_output=True, text=True, timeout=60, check=False)
        if done.returncode != status and status is not None:
            raise Wrong(f"{' '.join(map(str, words))} ended with {done.returncode}, not {status}:\n{done.stdout}{done.stderr}")
        return done.stdout + (done.stderr if status else "")

    def json(self, *words, status=0):
        return [json.loads(line) for line in self.run(*words, "--json", status=status).splitlines() if line.startswith("{")]

    def opens(self, *answers):
        return self.json("open", "--workflow", "help", *answers)[0]["case"]

    def sends(self, case, event, *answers, status=0):
        return self.json("send", case, event, *answers, status=status)[0]

    def stands(self, case):
        return self.json("show", case)[0]["configuration"]

    def deadlines(self, case):
        return [row["deadline"] for row in self.json("deadlines", case)]

    def rows(self):
        return {row["name"]: row["value"] for row in self.json("report", "numbers")[0]["rows"]}

    def knows(self, event):
        """Whether a closed case takes EVENT of the engine's own."""
        case = self.opens()
        for one in ("begin", "check", "end"):
            self.run("send", case, one)
        return self.json("send", case, event, "reason=Why", "--dry-run", status=None)[0]["outcome"] == "done"

    def versions(self):
        """Of help, oldest first: (open, closed, present)."""
        return [(row["open"], row["closed"], row["present"]) for row in self.json("workflows", "help")]


def same(found, expected, what):
    if found != expected:
        raise Wrong(f"{what}: {found!r}, not {expected!r}")


def holds(text, part):
    if part not in text:
        raise Wrong(f"“{part}” is not in:\n{text}")


def lacks(text, part):
    if part in text:
        raise Wrong(f"“{part}” is in:\n{text}")


# --- the stories --------------------------------------------------------------------------


def an_open_case_goes_on_as_it_began():
    site = Site(FIRST)
    old = site.opens("need=a bed")
    site.sends(old, "begin")
    site.becomes(SECOND)
    new = site.opens("need=a chair")
    site.sends(new, "begin")
    same(site.stands(old), ["working"], "the old case")
    same(site.stands(new), ["checking"], "the new case")
    # events, forms, deadlines, explain: each of its own version
    same(site.sends(old, "check", status=1)["outcome"], "unknown", "an event that only the new one has")
    same(site.sends(old, "visit", "need=two beds")["outcome"], "done", "a form without the new field")
    same(site.sends(old, "visit", "risk=high", status=1)["unmet"][0]["field"], "risk", "a field that only the new one has")
    site.sends(new, "check")
    same(site.sends(new, "visit", "need=a chair", status=1)["unmet"][0]["field"], "risk", "a field that only the new one asks")
    site.sends(new, "visit", "risk=high")
    same(site.deadlines(old), ["look"], "deadlines of the old case")
    same(site.deadlines(new), ["look-again"], "deadlines of the new case")
    lacks(site.run("explain", old), "check")
    holds(site.run("explain", new), "check")
    same(site.json("draft", old, "visit", "need=half", "risk=low")[0]["unknown"], ["risk"], "a draft on the old form")
    lacks(json.dumps(site.json("draft", new, "visit", "need=half", "risk=low")[0]), "unknown")
    # side by side
    same([row["state"] for row in site.json("list")], ["working", "active"], "the list")
    same(sorted(row["deadline"] for row in site.json("deadlines")), ["look", "look-again"], "all deadlines")
    same(site.versions(), [(1, 0, False), (1, 0, True)], "versions")
    holds(site.run("show", old), "Workflow   an older version, ")
    lacks(site.run("show", new), "Workflow ")
    holds(site.run("show", old), "Shoes: 2")
    holds(site.run("history", old), "deadline look")


def a_report_counts_both():
    site = Site(FIRST)
    old = site.opens("need=a bed")       # stands in "new", which both versions have
    moved = site.opens()
    site.sends(moved, "begin")           # stands in "working", which only the first has
    site.becomes(SECOND)
    new = site.opens()
    site.sends(new, "begin")
    site.sends(new, "check")
    site.sends(new, "visit", "risk=high")
    # The present version's rows are asked of all that it can read: an answer that was never asked for is nothing. Of a case that only its
    # own version can read, the rows of these names are asked; a row that it does not have does not count it.
    same(site.rows(), {"cases": 3, "needy": 1, "risky": 1, "safe": 1}, "the rows")
    report = site.json("report", "numbers")[0]
    same((report["cases"], report.get("unread", 0), report.get("faults", 0)), (3, 0, 0), "cases, unread, faults")
    same(site.stands(old), ["new"], "the old case")


def what_no_open_case_needs_can_still_be_shown():
    site = Site(FIRST)
    old = site.opens("need=a bed")
    for event in ("begin", "end"):
        site.sends(old, event)
    site.becomes(SECOND)
    site.becomes(THIRD)
    new = site.opens()
    same(site.versions(), [(0, 1, False), (1, 0, True)], "versions")
    shown = site.run("show", old)
    holds(shown, "Need: a bed")
    holds(shown, "an older version")
    same(site.stands(old), ["closed"], "the closed case")
    holds(site.run("history", old), "deadline look")
    holds(site.run("explain", old), "This case is closed.")
    same(site.sends(old, "visit", "need=more", status=1)["unmet"][0]["code"], "closed", "an event")
    same(site.sends(old, "note", "text=Rang again")["outcome"], "done", "a note")
    same(site.rows()["cases"], 2, "counted")
    same(site.rows()["needy"], 1, "counted on its own version")
    if Site(SECOND).knows("reopen"):
        same(site.sends(old, "reopen", "reason=She rang")["outcome"], "done", "opening it again")
        same(site.stands(old), ["working"], "the case that was opened again")
        same(site.versions(), [(1, 0, False), (1, 0, True)], "versions after it")
        same(site.sends(old, "visit", "need=two beds")["outcome"], "done", "a visit, on its own version")
        holds(site.run("explain", old), "visit")
    same(site.stands(new), ["new"], "the new case")
    site.run("verify")


def three_versions():
    site = Site(FIRST)
    cases = []
    for workflow in (FIRST, SECOND, THIRD):
        site.becomes(workflow)
        cases.append(site.opens())
        site.sends(cases[-1], "begin")
    for case in cases[1:]:
        site.sends(case, "check")
    same([site.stands(case) for case in cases], [["working"], ["active"], ["going"]], "the cases")
    same(site.versions(), [(1, 0, False), (1, 0, False), (1, 0, True)], "versions")
    for case in cases:
        site.sends(case, "end")
    same(site.versions(), [(0, 1, False), (0, 1, False), (0, 1, True)], "versions, all closed")
    site.becomes(FIRST)                  # back to the first: the same version as before
    site.opens()
    same(site.versions(), [(1, 1, True), (0, 1, False), (0, 1, False)], "versions, the first again")
    same(site.stands(cases[1]), ["closed"], "the second case")
    (site.path / "workflows" / "help.yaml").unlink()
    same([row["case"] for row in site.json("list")], ["C-4"], "the list without the workflow's file")
    same(site.sends("C-4", "begin")["outcome"], "done", "a case whose workflow is gone from the folder")
    holds(site.run("open", "--workflow", "help", status=1), "no workflow")


ASKS = """
workflow: asks
rules: {ready: {title: Ready, gives: yes/no}}
events: {open: {}, begin: {}, plain: {}}
initial: new
states:
  new: {on: {begin: {target: going, requires: [{rule: ready}]}, plain: {}}}
  going: {}
"""


def a_rule_that_is_gone():
    site = Site(FIRST)
    plugin = site.path / "plugins" / "asker"
    plugin.mkdir()
    (plugin / "manifest.yaml").write_text("name: asker\nversion: 1.0.0\napi: 1\ntitle: Asker\nworkflows: [asks]\n")
    (plugin / "init.lua").write_text("return { rules = { ready = function() return true end } }\n")
    site.becomes(ASKS, "asks")
    first, second = [site.json("open", "--workflow", "asks")[0]["case"] for _ in range(2)]
    same(site.sends(first, "begin")["outcome"], "done", "with the rule")
    third = site.json("open", "--workflow", "asks")[0]["case"]
    (plugin / "init.lua").write_text("return { rules = {} }\n")
    same(site.sends(third, "begin")["outcome"], "done", "the version of the plugin that the case began with")
    shutil.rmtree(plugin)
    site.becomes(ASKS.replace("rules: {ready: {title: Ready, gives: yes/no}}\n", "").replace(", requires: [{rule: ready}]", ""), "asks")
    # The case is whole, says what is missing, and takes what does not ask for it; the new version goes on without the rule.
    failed = site.sends(second, "begin", status=3)
    same(failed["outcome"], "failed", "what asks for the rule")
    holds(failed["error"], "no plugin answers rules.ready")
    same(site.stands(second), ["new"], "the case whose rule is gone")
    holds(site.run("explain", second), "no  begin")
    same(site.sends(second, "plain")["outcome"], "done", "what does not ask for it")
    fourth = site.json("open", "--workflow", "asks")[0]["case"]
    same(site.sends(fourth, "begin")["outcome"], "done", "the new version")


def more_than_are_loaded():
    text = "workflow: many\ntitle: T 0\nevents: {open: {}, go: {}}\ninitial: a\nstates: {a: {on: {go: b}}, b: {}}\n"
    site, count = Site(text), PINNED_LIMIT + 70
    for name, event in (("open", "open"), ("go", "go")):
        (site.path / f"{name}.jsonl").write_text("".join(json.dumps({"event": event, "case": f"m{i}", "workflow": "many"} if event == "open" else
                                                                     {"event": event, "case": f"m{i}"}) + "\n" for i in range(count)))
    site.run("import", site.path / "open.jsonl")
    # Each case on a version of its own, as if the file had been changed before each: quicker than to do so.
    with sqlite3.connect(site.path / "caseway.db") as db:
        for i in range(1, count):
            version = text.replace("T 0", f"T {i}").encode()
            digest = hashlib.blake2b(version, digest_size=32)
            db.execute("INSERT INTO part VALUES (?, 'workflow', 'many', ?)", (digest.digest(), version))
            number = db.execute("INSERT INTO definition (digest) VALUES (?)", (digest.hexdigest(),)).lastrowid
            db.execute("UPDATE subject SET definition = ? WHERE alias = ?", (number, f"m{i}"))
    db.close()
    same([row["definition"] for row in site.json("workflows", "many") if row["present"]],
         [hashlib.blake2b(text.encode(), digest_size=32).hexdigest()], "how a digest is made")
    same(len(site.json("workflows", "many")), count, "versions")
    holds(site.run("import", site.path / "go.jsonl"), f"{count}")
    same({row["state"] for row in site.json("list")}, {"b"}, "whichever were not loaded")
    holds(site.run("show", f"m{count - 1}"), f"T {count - 1}")


def a_version_that_cannot_be_read():
    site = Site(FIRST)
    old, other = site.opens(), site.opens()
    site.sends(old, "begin")
    site.becomes(SECOND)
    new = site.opens()
    with sqlite3.connect(site.path / "caseway.db") as db:
        db.execute("UPDATE part SET content = CAST('workflow: [' AS BLOB) WHERE kind = 'workflow' AND name = 'help' AND instr(content, 'shoes') > 0")
    db.close()
    same(site.sends(new, "begin")["outcome"], "done", "another's case")
    said = site.run("show", old, status=3)
    holds(said, "cannot be read by this program")
    site.run("send", other, "begin", status=3)
    same(len(site.json("list")), 3, "the list")


STORIES = [an_open_case_goes_on_as_it_began, a_report_counts_both, what_no_open_case_needs_can_still_be_shown, three_versions, a_rule_that_is_gone,
           more_than_are_loaded, a_version_that_cannot_be_read]


def main():
    failed = 0
    for story in STORIES:
        try:
            story()
            print("ok", story.__name__)
        except Wrong as wrong:
            failed += 1
            print("not ok", story.__name__, "\n   ", str(wrong).replace("\n", "\n    "))
    return failed > 0


if __name__ == "__main__":
    CASEWAY = pathlib.Path(sys.argv[1]).resolve()
    sys.exit(main())
