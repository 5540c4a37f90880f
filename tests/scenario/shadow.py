"""Shadows of plugins, through the program: what a new version would answer is known before anybody stands on it. shadow.py CASEWAY

Run from the top of the repository. Exit status 1 when something is not so.
"""
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

CASEWAY = None
PATIENCE = 20
failed = 0


def check(holds, what):
    global failed
    if not holds:
        failed += 1
        print(f"not so: {what}")


def run(site, *arguments, status=0):
    done = subprocess.run([CASEWAY, "--site", str(site), *arguments], capture_output=True, text=True)
    check(done.returncode == status, f"{' '.join(arguments)}: exit {done.returncode}, not {status}: {done.stdout}{done.stderr}")
    return done.stdout + (done.stderr if status else "")


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def new_site(folder, name):
    site = pathlib.Path(folder) / name
    subprocess.run([CASEWAY, "init", str(site)], check=True, capture_output=True)
    return site


def change(path, old, new):
    text = path.read_text()
    assert old in text, f"{path} has no {old}"
    path.write_text(text.replace(old, new, 1))


def new_version(site, name, changes):
    """A copy of the plugin beside the site, with CHANGES: (file, old, new)."""
    copy = site.parent / f"{site.name}-{name}"
    shutil.copytree(site / "plugins" / name, copy)
    for file, old, new in changes:
        change(copy / file, old, new)
    return copy


def begin_case(site, case, area="rbkc"):
    run(site, "open", "--workflow", "action-for-change", "--area", area, "parent=A parent (synthetic)", f"lives_in={area}", f"removed_by={area}")
    run(site, "send", case, "task.first-meeting.done", "consent=given", "substance=none")
    run(site, "send", case, "allocate", "worker=worker-1")


EVERY_TWO_MONTHS = ("init.lua", "duration(settings.review_every)", "duration('2 months')")
SECOND = ("manifest.yaml", "version: 1.1.0", "version: 2.0.0")


def due_of(site, case, deadline):
    return [row["due"] for row in rows(run(site, "deadlines", case, "--json")) if row["deadline"] == deadline]


def story_20(folder):
    """Live cases stay on the version they began with until someone has seen what a change would do, and moved them."""
    site = new_site(folder, "story")
    begin_case(site, "C-1")
    run(site, "send", "C-1", "engage")
    before = due_of(site, "C-1", "next-review")
    new = new_version(site, "rbkc", [EVERY_TWO_MONTHS, SECOND])
    (new / "tests").mkdir(exist_ok=True)
    (new / "tests/more_test.lua").write_text("-- nothing yet\n")

    run(site, "plugin", "differences", "rbkc", status=1)
    run(site, "plugin", "promote", "rbkc", status=1)
    run(site, "plugin", "drop", "rbkc", status=1)
    check("is asked beside 1.1.0" in run(site, "plugin", "shadow", "rbkc", str(new)), "it stands beside the old one")
    check("Nothing has asked it yet." in run(site, "plugin", "differences", "rbkc"), "nobody has asked it")

    # On live events both are asked; the old one decides.
    begin_case(site, "C-3")
    begin_case(site, "C-5", area="lbhf")
    run(site, "send", "C-3", "engage", "--dry-run")
    check("asked 0, differed 0" in run(site, "plugin", "list"), "a dry run is nothing that happens")
    run(site, "send", "C-3", "engage")
    run(site, "send", "C-5", "engage")
    check(due_of(site, "C-3", "next-review") == before, "the installed version decides")
    found = rows(run(site, "plugin", "differences", "rbkc", "--json"))
    check({row["case"] for row in found} == {"C-3"}, f"one area's cases differ: {found}")
    rule = [row for row in found if row["rule"] == "rules.review_every"]
    check(rule and rule[0]["was"] == {"gave": "P3M"} and rule[0]["is"] == {"gave": "P2M"}, f"by rule, both answers: {rule}")
    outcome = rows(run(site, "plugin", "differences", "rbkc", "--rule", "outcome", "--json"))
    check(len(outcome) == 1 and outcome[0]["event"] == "engage" and outcome[0]["entry"] == 4 and outcome[0]["is"]["parts"] == ["deadlines.next-review"],
          f"and what would come of it: {outcome}")
    said = run(site, "plugin", "differences", "rbkc")
    check("rules.review_every: asked 2, differed 2" in said and "C-3  engage: P3M → P2M" in said, f"as a person reads it: {said}")
    check("shadow: 2.0.0" in run(site, "plugin", "list"), "the list shows it")
    check("Every decision comes out the same." in run(site, "verify", "--replay"), "the journal knows nothing of it")

    # Installed: new cases take it, live ones stay until they are moved.
    said = run(site, "plugin", "promote", "rbkc")
    check("2.0.0" in said and "3 of 3 live cases stand on older plugins; the present ones would change 2." in said, f"what a move would show: {said}")
    check((site / "plugins/rbkc/tests/more_test.lua").exists() and (site / "plugins/rbkc/README.md").exists(), "tests and README are there")
    former = [path.name for path in (site / "plugins/.former").iterdir()]
    check(len(former) == 1 and former[0].startswith("rbkc-") and "version: 1.1.0" in (site / "plugins/.former" / former[0] / "manifest.yaml").read_text(),
          f"the former files are kept: {former}")
    run(site, "plugin", "differences", "rbkc", status=1)
    begin_case(site, "C-7")
    run(site, "send", "C-7", "engage")
    check(due_of(site, "C-7", "next-review") < before, "a new case takes it")
    check(due_of(site, "C-1", "next-review") == before, "a live one stays")
    check("“Three-month review”: moves from" in run(site, "plugin", "moves"), "what would change is seen")
    run(site, "plugin", "move", "C-1", "C-3", "--reason", "Seen with the family.")
    check(due_of(site, "C-1", "next-review") < before, "and then it is moved")
    check("Every decision comes out the same." in run(site, "verify", "--replay"), "each decision by its own version")
    run(site, "check")


def failing(folder):
    """A shadow that fails or never ends touches no case, and each is a difference."""
    site = new_site(folder, "failing")
    begin_case(site, "C-1")
    begin_case(site, "C-3")
    raises = new_version(site, "rbkc", [("init.lua", "duration(settings.review_every)", 'function() error("broken") end'), SECOND])
    run(site, "plugin", "shadow", "rbkc", str(raises))
    check("done: C-1" in run(site, "send", "C-1", "engage"), "the case goes on")
    found = rows(run(site, "plugin", "differences", "rbkc", "--json"))
    check([row.get("is") for row in found if row["rule"] == "rules.review_every"][:1] == [{"failed": "raised"}], f"it failed: {found}")
    check(any(row["rule"] == "outcome" and row["is"]["outcome"] == "failed" and row["was"]["outcome"] == "done" for row in found), f"the plan too: {found}")

    # Another one takes its place, and begins at nothing.
    ends_never = site.parent / "never"
    shutil.copytree(raises, ends_never)
    change(ends_never / "init.lua", 'error("broken")', "while true do end")
    run(site, "plugin", "shadow", "rbkc", str(ends_never))
    check("Nothing has asked it yet." in run(site, "plugin", "differences", "rbkc"), "it begins at nothing")
    check("done: C-3" in run(site, "send", "C-3", "engage"), "one that never ends is cut off after the case has its answer")
    found = rows(run(site, "plugin", "differences", "rbkc", "--rule", "rules.review_every", "--json"))
    check(found and found[0]["is"] == {"failed": "cut off"}, f"it was cut off: {found}")
    check("Every decision comes out the same." in run(site, "verify", "--replay"), "no case was touched")

    # What cannot even be read is not taken.
    (ends_never / "manifest.yaml").write_text("name: rbkc\n  version: [\n")
    run(site, "plugin", "shadow", "rbkc", str(ends_never), status=1)
    run(site, "plugin", "shadow", "nobody", str(raises), status=1)
    run(site, "plugin", "shadow", "lbhf", str(raises), status=1)
    run(site, "plugin", "shadow", "rbkc", str(site), status=1)
    run(site, "plugin", "shadow", "rbkc", str(site / "plugins/rbkc"), status=1)
    check("has no shadow any more" in run(site, "plugin", "drop", "rbkc"), "dropped")
    check("shadow" not in run(site, "plugin", "list"), "it is gone")
    db = sqlite3.connect(site / "caseway.db")
    left = db.execute("SELECT space, name FROM value WHERE space LIKE 'shadow%'").fetchall()
    db.close()
    check(left == [], f"and what it differed in: {left}")


def refusing(folder):
    """A refusal is no entry, and a shadow that would have let it through is told all the same; and the other way round."""
    site = new_site(folder, "refusing")
    run(site, "open", "--workflow", "action-for-change", "--area", "rbkc", "parent=A parent (synthetic)", "lives_in=rbkc", "removed_by=rbkc")
    run(site, "send", "C-1", "task.first-meeting.done", "consent=given", "substance=none")
    run(site, "send", "C-1", "allocate", "worker=worker-1")
    new = new_version(site, "action-for-change", [("init.lua", "  if not lives_in then", '  if true then return false, "The new version says no." end\n  if not lives_in then')])
    run(site, "plugin", "shadow", "action-for-change", str(new))
    check("done: C-1" in run(site, "send", "C-1", "engage"), "the installed version decides")
    found = rows(run(site, "plugin", "differences", "action-for-change", "--rule", "outcome", "--json"))
    check(len(found) == 1 and found[0]["was"]["outcome"] == "done" and found[0]["is"] == {"outcome": "refused", "why": "The new version says no."}, f"it would have refused: {found}")


class Server:
    def __init__(self, site):
        self.process = subprocess.Popen([CASEWAY, "--site", str(site), "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if "serving" in line:
                break

    def stop(self):
        self.process.terminate()
        self.process.communicate(timeout=PATIENCE)
        check(self.process.returncode == 0, f"the server stops in order: {self.process.returncode}")


def served(folder):
    """A shadow outlives a restart; what is promoted is in force at once, without --watch."""
    site = new_site(folder, "served")
    new = new_version(site, "rbkc", [EVERY_TWO_MONTHS, SECOND])
    server = Server(site)
    begin_case(site, "C-1")
    run(site, "plugin", "shadow", "rbkc", str(new))
    server.stop()
    server = Server(site)
    run(site, "send", "C-1", "engage")
    until = time.monotonic() + PATIENCE
    found = []
    while not found and time.monotonic() < until:  # it is asked after the answer is given
        found = rows(run(site, "plugin", "differences", "rbkc", "--rule", "outcome", "--json"))
    check(len(found) == 1 and found[0]["case"] == "C-1", f"it was asked after a restart: {found}")
    said = run(site, "plugin", "promote", "rbkc")
    check("the present ones would change 1" in said, f"the server has the new version at once: {said}")
    begin_case(site, "C-3")
    run(site, "send", "C-3", "engage")
    check(due_of(site, "C-3", "next-review") < due_of(site, "C-1", "next-review"), "new cases take it")
    run(site, "plugin", "move", "--all")
    check(due_of(site, "C-3", "next-review") == due_of(site, "C-1", "next-review"), "the others when they are moved")
    server.stop()


def main():
    global CASEWAY
    CASEWAY = str(pathlib.Path(sys.argv[1]).absolute())
    with tempfile.TemporaryDirectory() as folder:
        story_20(folder)
        failing(folder)
        refusing(folder)
        served(folder)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
