"""Plugins in a site, through the program: what is granted, what is pinned, what a replay shows. plugins.py CASEWAY

Run from the top of the repository. Exit status 1 when something is not so.
"""
import hashlib
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

CASEWAY = None
CASELOAD = pathlib.Path("workflows/action-for-change/caseload/caseload.jsonl").absolute()
REPLAY_SECONDS = 60
failed = 0


def check(holds, what):
    global failed
    if not holds:
        failed += 1
        print(f"not so: {what}")


def run(site, *arguments, status=0):
    done = subprocess.run([CASEWAY, "--site", str(site), *arguments], capture_output=True, text=True)
    check(done.returncode == status, f"{' '.join(arguments)}: exit {done.returncode}, not {status}: {done.stdout}{done.stderr}")
    return done.stdout


def new_site(folder, name):
    site = pathlib.Path(folder) / name
    subprocess.run([CASEWAY, "init", str(site)], check=True, capture_output=True)
    return site


def change(path, old, new):
    text = path.read_text()
    assert old in text, f"{path} has no {old}"
    path.write_text(text.replace(old, new, 1))


# --- the journal, written anew with its chain ---------------------------------------------

def blake(*parts):
    return hashlib.blake2b(b"".join(parts), digest_size=32).digest()


def number(n):
    return n.to_bytes(8, "big", signed=True)


def write_anew(site, subject, seq, old, new):
    """Entry SEQ of SUBJECT says NEW where it said OLD, and every hash after it fits."""
    db = sqlite3.connect(site / "caseway.db")
    previous = bytes(32)
    rows = db.execute("SELECT number, seq, recorded, salt, digest, content FROM entry WHERE subject = ? ORDER BY seq", (subject,)).fetchall()
    for entry, place, recorded, salt, digest, content in rows:
        if place == seq:
            assert old in content, content
            content = content.replace(old, new, 1)
            digest = blake(salt, content.encode())
        previous = blake(previous, number(subject), number(place), number(recorded), digest)
        db.execute("UPDATE entry SET content = ?, digest = ?, hash = ? WHERE number = ?", (content, digest, previous, entry))
    db.execute("UPDATE subject SET hash = ? WHERE id = ?", (previous, subject))
    db.commit()
    db.close()


# --- what is so ----------------------------------------------------------------------------

def grants(folder):
    site = new_site(folder, "grants")
    with open(site / "plugins/rbkc/manifest.yaml", "a") as manifest:
        manifest.write("capabilities: {http: [a.example], mail: true}\n")
    said = run(site, "check")
    check("asks for `http a.example`, which is not granted" in said and "asks for `mail`" in said, f"what is missing is told: {said}")
    run(site, "list")  # it loads all the same
    change(site / "site.yaml", "plugins: {}", "plugins: {rbkc: {grant: [http a.example, mail]}}")
    check("granted" not in run(site, "check"), "what is granted is not missing")
    change(site / "site.yaml", "http a.example", "http b.example")
    said = run(site, "check")
    check("`http a.example`, which is not granted" in said and "`http b.example`, which it does not ask for" in said, f"another host is another grant: {said}")
    change(site / "site.yaml", "mail", "everything")
    run(site, "list", status=3)


def replays(folder):
    site = new_site(folder, "replays")
    run(site, "import", str(CASELOAD), "--clock", "replay")
    began = time.monotonic()
    said = run(site, "verify", "--replay")
    check("Every decision comes out the same." in said and "passed over" not in said, f"the whole caseload is replayed: {said}")
    check(time.monotonic() - began < REPLAY_SECONDS, "it is replayed in a bounded time")

    # With the plugin's code of then, not of now.
    change(site / "plugins/action-for-change/init.lua", "return true", 'return false, "Not any more."')
    change(site / "site.yaml", "plugins: {}", "plugins: {rbkc: {settings: {review_every: 1 month}}}")
    check("Every decision comes out the same." in run(site, "verify", "--replay", "AFC-001"), "the old plugin answers in a replay")

    # What was recorded and is not so shows, although every chain holds.
    db = sqlite3.connect(site / "caseway.db")
    row = db.execute("SELECT e.subject, e.seq, s.alias, e.content FROM entry e JOIN subject s ON s.id = e.subject"
                     " WHERE e.content LIKE '%\"rules.eligible\",\"gave\":true%' LIMIT 1").fetchone()
    db.close()
    subject, seq, reference, content = row
    lines = json.loads(content)["transcript"]
    check(all(line["plugin"] and line["version"] and len(line["hash"]) == 16 for line in lines), f"each line names its plugin's version: {lines}")
    write_anew(site, subject, seq, '"rules.eligible","gave":true', '"rules.eligible","gave":false')
    check("Every chain holds." in run(site, "verify"), "the chain itself was written anew")
    said = run(site, "verify", "--replay", status=1)
    check(f"{reference}, entry {seq}, " in said and "rules.eligible: recorded false" in said and "now true" in said and "1 decision comes" in said,
          f"the decision that was tampered with is named: {said}")
    told = json.loads(run(site, "verify", "--replay", reference, "--json", status=1))["replayed"]
    check(told["faults"] == 1 and told["lines"][0]["rule"] == "rules.eligible" and told["lines"][0]["case"] == reference, f"so it is in JSON: {told}")
    run(site, "verify", "--replay", "C-999", status=1)
    run(site, "verify", "AFC-001", status=2)


def corrected(folder):
    """Corrections, people, moves in time and overrides are replayed too."""
    site = new_site(folder, "corrected")
    run(site, "open", "--workflow", "action-for-change", "--area", "rbkc", "parent=A parent (synthetic)", "lives_in=rbkc", "removed_by=rbkc")
    run(site, "send", "C-1", "task.first-meeting.done", "consent=given", "substance=none")
    run(site, "send", "C-1", "allocate", "worker=worker-1")
    run(site, "send", "C-1", "engage")
    run(site, "correct", "C-1", "2", "--reason", "It was said otherwise.", "substance=reduced")
    run(site, "undo", "C-1", "--reason", "By mistake.")
    said = run(site, "verify", "--replay")
    check("Every decision comes out the same." in said, f"corrections are replayed: {said}")


def pins(folder):
    """Live cases stay on the plugins that they began with, until somebody has seen what a change would do, and moved them."""
    site = new_site(folder, "pins")
    opening = ["open", "--workflow", "action-for-change", "--area", "rbkc", "parent=A parent (synthetic)", "lives_in=rbkc", "removed_by=rbkc"]
    talk = ["task.first-meeting.done", "consent=given", "substance=none"]
    for case in ("C-1", "C-3"):
        run(site, *opening)
        run(site, "send", case, *talk)
        run(site, "send", case, "allocate", "worker=worker-1")
    run(site, "send", "C-3", "engage")
    change(site / "plugins/action-for-change/init.lua", "  if not lives_in then", '  if true then return false, "The new version says no." end\n  if not lives_in then')
    change(site / "plugins/rbkc/init.lua", "duration(settings.review_every)", "duration('2 months')")
    change(site / "plugins/rbkc/manifest.yaml", "version: 1.1.0", "version: 2.0.0")
    run(site, *opening)  # C-5, on the new version
    run(site, "send", "C-5", *talk)
    run(site, "send", "C-5", "allocate", "worker=worker-1")
    check("The new version says no." in run(site, "send", "C-5", "engage", status=1), "a new case takes the present version")
    check("done" in run(site, "send", "C-1", "engage"), "a live case stays on the version that it began with")
    check("The new version says no." not in run(site, "explain", "C-3"), "it is explained by that version too")

    # What would be, and then it is: the deadlines of the new version's rules.
    before = run(site, "deadlines", "--json")
    said = run(site, "send", "C-3", "plugins.moved", "--dry-run")
    check("review" in said.lower(), f"a dry run shows what would change: {said}")
    check(run(site, "deadlines", "--json") == before, "and changes nothing")
    run(site, "send", "C-3", "plugins.moved")
    after = run(site, "deadlines", "--json")
    check(after != before, "moved, its deadlines are the new version's")
    changed = {json.loads(line)["case"] for line in set(before.splitlines()) ^ set(after.splitlines())}
    check(changed == {"C-3"}, f"no other case moves: {changed}")
    check("Every decision comes out the same." in run(site, "verify", "--replay"), "each version's decisions are replayed with it")
    db = sqlite3.connect(site / "caseway.db")
    sets = {json.loads(document).get("plugins") for (document,) in db.execute("SELECT document FROM subject WHERE kind = 0 AND id IN (1, 3, 5)")}
    db.close()
    check(sets == {1, 2}, f"the document names the set: {sets}")

    # A setting acts at once, for an old version too, and a plugin that is gone is gone.
    change(site / "site.yaml", "plugins: {}", "plugins: {rbkc: {settings: {review_every: 1 week}}}")
    run(site, "send", "C-1", "note", "text=Nothing else.")
    check("Every decision comes out the same." in run(site, "verify", "--replay"), "settings are the world's")


def moves(folder):
    """What the present plugins would change is listed before anybody is moved; and each case is moved by a command of its own."""
    site = new_site(folder, "moves")
    opening = ["open", "--workflow", "action-for-change", "--area", "rbkc", "parent=A parent (synthetic)", "lives_in=rbkc", "removed_by=rbkc"]
    for case in ("C-1", "C-3", "C-5"):
        run(site, *opening)
    for case in ("C-1", "C-3"):
        run(site, "send", case, "task.first-meeting.done", "consent=given", "substance=none")
        run(site, "send", case, "allocate", "worker=worker-1")
    run(site, "send", "C-3", "engage")
    check("No live case stands on older plugins; 3 were" in run(site, "plugin", "moves"), "nothing is older yet")
    change(site / "plugins/action-for-change/init.lua", "  if not lives_in then", '  if true then return false, "The new version says no." end\n  if not lives_in then')
    change(site / "plugins/rbkc/init.lua", "duration(settings.review_every)", "duration('2 months')")
    before = run(site, "history", "C-3")
    said = run(site, "plugin", "moves")
    check("3 of 3 live cases stand on older plugins; the present ones would change 3." in said, f"they are counted: {said}")
    check("“Three-month review”: moves from" in said and "Not possible any more:\n  engage" in said, f"dates and actions are told: {said}")
    check(run(site, "history", "C-3") == before, "nothing is written by looking")
    rows = {row["case"]: row for row in map(json.loads, run(site, "plugin", "moves", "--plugin", "rbkc", "--json").splitlines())}
    check([one["deadline"] for one in rows["C-3"]["deadlines"]] == ["next-review"] and not rows["C-3"]["events"], f"C-3: its review alone: {rows['C-3']}")
    check([(one["event"], one["change"]) for one in rows["C-1"]["events"]] == [("engage", "impossible")], f"C-1: one action: {rows['C-1']}")
    check("There is no plugin" in subprocess.run([CASEWAY, "--site", str(site), "plugin", "moves", "--plugin", "none"], capture_output=True, text=True).stderr, "another name is told")
    check(run(site, "plugin", "moves", "--area", "wcc", "--json") == "", "another area's cases alone")
    run(site, "plugin", "move", "C-3", "--reason", "The family agreed to it.")
    check("The family agreed to it." in run(site, "history", "C-3"), "the reason is in the history")
    check("stands on the present plugins already" in run(site, "plugin", "move", "C-3"), "moved once")
    check({json.loads(line)["case"] for line in run(site, "plugin", "moves", "--json").splitlines()} == {"C-1", "C-5"}, "two are left")
    run(site, "plugin", "move", status=2)
    run(site, "plugin", "move", "C-1", "--all", status=2)
    run(site, "plugin", "move", "C-99", status=1)
    run(site, "plugin", "move", "--all")
    check("No live case stands on older plugins; 3 were" in run(site, "plugin", "moves"), "none is left")
    check("Every decision comes out the same." in run(site, "verify", "--replay"), "what was moved is replayed")

    # A case whose plugins are the present ones for all it does would not change, and is told in one line.
    with open(site / "plugins/lbhf/init.lua", "a") as code:
        code.write("-- nothing else\n")
    check("Nothing would change for 3: C-1, C-3, C-5." in run(site, "plugin", "moves"), "those that would not change stand in one line")


def made(folder):
    """Each kind of new plugin comes with a test that holds, and fails when the plugin gives something else."""
    site = new_site(folder, "made")
    for kind in ("rule", "action", "hook", "message", "calendar", "measure"):
        run(site, "plugin", "new", kind, "--kind", kind)
        check("all hold" in run(site, "plugin", "test", kind), f"the test of a new {kind} holds")
    change(site / "plugins/measure/init.lua", '["performance.referrals"] = function(case)\n      return true', '["performance.referrals"] = function(case)\n      return false')
    check("yes       no" in run(site, "plugin", "test", "measure", status=1), "and it can fail")
    run(site, "open", "--workflow", "action-for-change", "--area", "measure", "parent=A parent (synthetic)")
    check(run(site, "plugin", "run", "measure", "performance.referrals", "--case", "C-1").startswith("no "), "a measure is asked of a case")
    check("says anything" in run(site, "plugin", "run", "measure", "performance.engaged", "--case", "C-1"), "and says nothing of another row")
    run(site, "plugin", "run", "measure", "performance.nothing", "--case", "C-1", status=1)
    run(site, "plugin", "new", "x", "--kind", "channel", status=2)


def main():
    global CASEWAY
    CASEWAY = str(pathlib.Path(sys.argv[1]).absolute())
    with tempfile.TemporaryDirectory() as folder:
        grants(folder)
        replays(folder)
        corrected(folder)
        pins(folder)
        made(folder)
        moves(folder)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
