#!/usr/bin/env python3
"""The reference of the workflow language, held against the program and the reader's own tables: reference.py CASEWAY ROOT.

Every ```yaml block of docs/reference/workflow.md is a workflow, or a part of one that the page tells how to complete; `check` has nothing
to say of it. One that begins with `scenario:` is a story about the block before it, and holds. The tables of expressions are asked of the
case that the page makes, one by one. And every key that the reader takes (the key tables in core/definition), every word that it chooses
among and every name of an expression stands in a table of its section and in an example of it: a new one without a place here fails. The
workflows that teach use every key between them.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^```(\S*) ?(.*)$")
CLOCK = "2026-03-02T09:00"

# Where each part that the reader names in "X has no key …" is told.
SECTIONS = {
    "the workflow": "Workflow", "a role": "Roles", "a field": ("Fields", "Forms"), "a check": "Fields", "a form": "Forms", "a form's field": "Forms",
    "an event": "Events", "a rule": "Rules", "a state": "States", "where it begins": "States", "a transition": "Transitions",
    "a requirement": "Transitions", "an event that is sent": "Actions", "an action": "Actions", "a task": "Tasks", "a deadline": "Deadlines",
    "a milestone": "Milestones", "a message": "Messages", "a report": "Measures", "an assumption": "Measures", "a row": "Measures",
}
# The tables of words that a value is chosen from.
WORDS = {"types": "States", "depths": "States", "settlements": "Transitions", "rolls": "Deadlines", "froms": "Deadlines",
         "gives_words": "Rules", "type_words": "Fields"}
MEMBERS = {"event_members": "event.", "case_members": "case.", "actor_members": "actor.", "task_members": 'task("'}


TEACHING = ("housing-repair", "planning-permit", "complaint")
UNTAUGHT = {"call"}  # it needs a plugin


class Block:
    def __init__(self, language, section, line):
        self.language, self.section, self.line, self.lines = language, section, line, []

    def text(self):
        return "".join(line + "\n" for line in self.lines)


class Page:
    """The blocks, and the rest of the lines with the section that they stand in."""

    def __init__(self, path):
        self.blocks, self.prose, section, inside = [], [], "", None
        for number, line in enumerate(path.read_text().splitlines(), 1):
            fence = FENCE.match(line)
            if inside is not None and line == "```":
                self.blocks.append(inside)
                inside = None
            elif inside is not None:
                inside.lines.append(line)
            elif fence:
                inside = Block(fence[1], section, number)
            else:
                section = line[3:] if line.startswith("## ") else section
                self.prose.append((number, section, line))

    def tables_of(self, *sections):
        return "\n".join(line for _, section, line in self.prose if section in sections and line.startswith("|"))

    def examples_of(self, *sections):
        return "\n".join(block.text() for block in self.blocks if block.section in sections and block.language == "yaml")


# --- the blocks, completed and run -------------------------------------------------------


def top_keys(text):
    return set(re.findall(r"^(\w+):", text, re.M))


def whole_workflow(text):
    keys = top_keys(text)
    return ("" if "workflow" in keys else "workflow: example\n") + text + ("" if "states" in keys else "states: {open: {}}\n")


def whole_story(text):
    begun = text if re.search(r"^story:\n  - .*event: open\b", text, re.M) else text.replace("\nstory:\n", "\nstory:\n  - {event: open}\n")
    return begun + ("" if "clock" in top_keys(text) else f"clock: {CLOCK}\n")


def lay_out(page, root, folder):
    """Each example in a folder of its own, its stories beneath it; the people's workflow and the calendars beside them."""
    shutil.copytree(root / "plugins" / "england-and-wales", folder / "plugins" / "england-and-wales")
    shutil.copytree(root / "workflows" / "person", folder / "workflows" / "person")
    place = None
    for block in page.blocks:
        if block.language != "yaml" or block.section == "Other files":
            continue
        if block.lines[0].startswith("scenario:"):
            story = place / "scenarios" / f"line-{block.line}.yaml"
            story.parent.mkdir(exist_ok=True)
            name = re.search(r"^workflow: (\S+)", (place / "workflow.yaml").read_text(), re.M)[1]
            story.write_text(whole_story(block.text()) + f"workflow: {name}\n")
        else:
            place = folder / "examples" / f"line-{block.line}"
            place.mkdir(parents=True)
            (place / "workflow.yaml").write_text(whole_workflow(block.text()))


def run(caseway, *arguments, told=""):
    return subprocess.run([caseway, *arguments], input=told, capture_output=True, text=True, check=False)


def check_examples(caseway, folder):
    wrong = []
    for workflow in sorted(folder.glob("examples/*/workflow.yaml")):
        said = run(caseway, "check", str(workflow))
        if said.returncode or "nothing wrong" not in said.stdout:
            wrong.append((int(workflow.parent.name[5:]), said.stdout + said.stderr))
        if (workflow.parent / "scenarios").is_dir():
            said = run(caseway, "test", str(workflow.parent))
            if said.returncode:
                wrong.append((int(workflow.parent.name[5:]), said.stdout + said.stderr))
    return wrong


# --- the tables of expressions --------------------------------------------------------------


def asked_rows(page):
    for number, section, line in page.prose:
        row = re.match(r"^\|[^|]*\| `([^`]+)`[^|]* \| (.+) \|$", line)
        if section == "Expressions" and row:
            yield number, row[1], row[2]


def answer_to(caseway, folder, workflow, lines, expression):
    quoted = expression.replace("'", "''")
    (folder / "asked.yaml").write_text(workflow.replace("= tostring(data.visits)", f"'= tostring({quoted})'"))
    said = run(caseway, "simulate", str(folder / "asked.yaml"), "--at", CLOCK, "--json", told=lines)
    try:
        answer = json.loads(said.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        return said.stdout + said.stderr
    if answer["outcome"] != "done":
        return f"the event is {answer['outcome']}"
    value = answer["data"].get("answer", "an error inside")
    return {"nil": "nothing", "true": "yes", "false": "no"}.get(value, value)


def check_expressions(caseway, page, folder):
    workflow = next(b for b in page.blocks if b.section == "Expressions" and b.language == "yaml").text()
    lines = next(b for b in page.blocks if b.section == "Expressions" and b.language == "json").text()
    wrong = []
    for number, expression, gives in asked_rows(page):
        got = answer_to(caseway, folder, workflow, lines, expression)
        if got != gives:
            wrong.append((number, f"{expression} gives {got}"))
    return wrong


# --- what the reader knows ---------------------------------------------------------------------


def string_tables(text):
    """The static tables of words, by their names and in their order."""
    for found in re.finditer(r"static const char \*const (\w+)\[\] = \{([^}]*)\}", text):
        yield found.start(), found[1], re.findall(r'"([^"]*)"', found[2])


def keys_of(root):
    """(part, key), as read_keys() is told them."""
    for path in sorted(root.glob("core/definition/*.c")):
        text = path.read_text()
        tables = list(string_tables(text))
        for call in re.finditer(r'read_keys\(\s*&?reader,[^"]*?"([^"]*)",\s*([^;{]*?)\)(?= |\)|;)', text):
            for name in re.findall(r"\w+", call[2]):
                before = [words for start, table, words in tables if table == name and start < call.start()]
                anywhere = [sum((words for _, table, words in tables if table == name), [])]  # handed to the function that reads
                yield from ((call[1], key) for key in (before or anywhere)[-1])
        for kind in re.finditer(r'\{"\w+", ACTION_\w+, \w+, \{([^}]*)\}\}', text):
            yield from (("an action", key) for key in re.findall(r'"([^"]*)"', kind[1]))


def stands_in(word, text):
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None


def check_key(page, part, key):
    if part not in SECTIONS:
        return [(1, f"the reader knows a part that this test does not: {part}")]
    wrong, sections = [], SECTIONS[part] if isinstance(SECTIONS[part], tuple) else (SECTIONS[part],)
    coded = " ".join(re.findall(r"`([^`]*)`", page.tables_of(*sections)))
    if not stands_in(key, coded):
        wrong.append((1, f"a key of {part} stands in no table of “{sections[0]}”: {key}"))
    if not re.search(rf"(?<![\w-]){re.escape(key)}:(?=\s|$)", page.examples_of(*sections), re.M):
        wrong.append((1, f"a key of {part} stands in no example of “{sections[0]}”: {key}"))
    return wrong


def check_keys(page, root):
    known = sorted(set(keys_of(root)))
    wrong = [finding for part, key in known for finding in check_key(page, part, key)]
    missing = set(SECTIONS) - {part for part, _ in known}
    return wrong + [(1, f"no keys were found in the code of {part}") for part in sorted(missing)]


def check_teaching(root):
    text = "".join((root / "workflows" / name / "workflow.yaml").read_text() for name in TEACHING)
    keys = {key for _, key in keys_of(root)} - UNTAUGHT
    return [(1, f"none of {', '.join(TEACHING)} uses the key {key}") for key in sorted(keys)
            if not re.search(rf"(?<![\w-]){re.escape(key)}:(?=\s|$)", text, re.M)]


def check_words(page, root):
    text = "".join(path.read_text() for path in sorted(root.glob("core/definition/*.c")))
    tables, wrong = {name: words for _, name, words in string_tables(text)}, []
    for name, section in WORDS.items():
        for word in tables.get(name, ["(there is no such table)"]):
            for where, place in (("table", page.tables_of(section)), ("example", page.examples_of(section))):
                if not stands_in(word, place):
                    wrong.append((1, f"“{word}” ({name}) stands in no {where} of “{section}”"))
    examples = " ".join(expression for _, expression, _ in asked_rows(page))
    for name, before in MEMBERS.items():
        for word in tables.get(name, ["(there is no such table)"]):
            if not re.search(rf'{re.escape(before)}(?:\w+"\)\.)?{re.escape(word)}\b', examples):
                wrong.append((1, f"{before}{word} stands in no example of “Expressions”"))
    for word in re.findall(r'\{"(\w+)", NAME_', text):
        if not re.search(rf"(?<![\w.]){word}\b", examples) or not stands_in(word, page.tables_of("Expressions")):
            wrong.append((1, f"{word} stands in no table of “Expressions”"))
    for name in ("math_members", "string_members"):
        told = " ".join(line for _, section, line in page.prose if section == "Expressions")
        wrong += [(1, f"{word} of {name} is not told") for word in tables[name] if not stands_in(word, told)]
    return wrong


def main():
    caseway, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    path = root / "docs" / "reference" / "workflow.md"
    page, folder = Page(path), pathlib.Path(tempfile.mkdtemp())
    lay_out(page, root, folder)
    wrong = check_examples(caseway, folder) + check_expressions(caseway, page, folder) + check_keys(page, root) + check_words(page, root) + check_teaching(root)
    shutil.rmtree(folder)
    for line, what in sorted(wrong):
        print(f"{path.relative_to(root)}:{line}: {what}")
    sys.exit(1 if wrong else 0)


main()
