#!/usr/bin/env python3
"""The documentation, held against the program and the code: docs.py CASEWAY ROOT [--write] [PAGE…].

A page's ```sh blocks are run, one after the other, by one shell in a folder of its own, and each must succeed; after the word sh
stands what is meant to happen otherwise: `refused` (exit status 1), `usage` (2) or `failed` (3). A ```text block that follows is what
the block must print: dates, times and runs of blanks aside, and a line `…` stands for any number of lines; with `text exact`
everything counts. A block of another language with a path behind it (```yaml drafts/x.yaml) is that file. --write puts in what was
really printed. Besides: help in the reference is the program's; every named limit, route, function and file is there; links lead
somewhere.
"""
import json
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

STATUSES = {"refused": 1, "usage": 2, "failed": 3}
FENCE = re.compile(r"^```(\S*) ?(.*)$")
PATIENCE = 300


class Block:
    def __init__(self, language, rest, line):
        self.language, self.rest, self.line, self.lines = language, rest, line, []

    def text(self):
        return "".join(line + "\n" for line in self.lines)


def blocks_of(page):
    found, inside = [], None
    for number, line in enumerate(page.read_text().splitlines(), 1):
        fence = FENCE.match(line)
        if inside is not None and line == "```":
            found.append(inside)
            inside = None
        elif inside is not None:
            inside.lines.append(line)
        elif fence:
            inside = Block(fence[1], fence[2].strip(), number)
    return found


# --- running a page -----------------------------------------------------------------


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def script_of(blocks, folder, port):
    lines = ["set -eu"]
    for i, block in enumerate(blocks):
        text = block.text().replace("127.0.0.1:8080", "127.0.0.1:" + port)
        (folder / f"block.{i}").write_text(text)
        kept = f"{folder}/block.{i}"
        if block.language == "sh":
            lines += [f"echo {i} >{folder}/at", f"set +e; . {kept} >{folder}/out.{i} 2>&1" if block.rest else f". {kept} >{folder}/out.{i} 2>&1",
                      f"echo $? >{folder}/status.{i}; set -e"]
        elif block.rest and block.language != "text":
            lines += [f"mkdir -p \"$(dirname '{block.rest}')\"", f"cp {kept} '{block.rest}'"]
    return "\n".join(lines) + "\n"


def run_page(blocks, caseway, root):
    """The output of each sh block, and what went wrong."""
    kept, here = pathlib.Path(tempfile.mkdtemp()), tempfile.mkdtemp()
    port = free_port()
    for name in ("workflows", "plugins"):
        if any(f" {name}/action-for-change/caseload" in line for block in blocks for line in block.lines):
            os.symlink(root / name, pathlib.Path(here) / name)
    environment = dict(os.environ, PATH=f"{caseway.parent}:{os.environ['PATH']}", LC_ALL="C.UTF-8", USER="you")
    environment.pop("CASEWAY_SITE", None)
    (kept / "script").write_text(script_of(blocks, kept, port))
    shell = subprocess.Popen(["bash", kept / "script"], cwd=here, env=environment, start_new_session=True,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        shell.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        pass
    try:
        os.killpg(shell.pid, signal.SIGTERM)
        time.sleep(0.2)
        os.killpg(shell.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    outputs, wrong = {}, []
    for i, block in enumerate(blocks):
        out, status = kept / f"out.{i}", kept / f"status.{i}"
        if block.language != "sh":
            continue
        user = pwd.getpwuid(os.geteuid()).pw_name
        said = out.read_text() if out.exists() else ""
        outputs[i] = re.sub(rf", {user}$", ", you", said, flags=re.M).replace("127.0.0.1:" + port, "127.0.0.1:8080")
        expected = STATUSES.get(block.rest, 0)
        got = int(status.read_text()) if status.exists() else None
        if got != expected:
            wrong.append((block.line, f"the block ended with {'an error' if got is None else got}, not {expected}:\n{outputs[i]}"))
            break
    shutil.rmtree(kept)
    shutil.rmtree(here)
    return outputs, wrong


def plain(text, exact):
    if not exact:
        text = re.sub(r"\d{4}-\d{2}-\d{2}", "DATE", text)
        text = re.sub(r"[ T]?\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?", "", text)
        text = re.sub(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b", "DATE", text)
        text = re.sub(r"[0-9a-f]{64}", "HEX", text)
        text = re.sub(r"[ -]{2,}", "  ", text)
    return [line.rstrip() for line in text.splitlines()]


def same(expected, got):
    if not expected:
        return not got
    if expected[0] == "…":
        return any(same(expected[1:], got[i:]) for i in range(len(got) + 1))
    return bool(got) and expected[0] == got[0] and same(expected[1:], got[1:])


def check_page(page, caseway, root, write):
    blocks = blocks_of(page)
    if not any(block.language == "sh" for block in blocks):
        return []
    outputs, wrong = run_page(blocks, caseway, root)
    replaced = {}
    for before, (i, block) in zip(blocks, enumerate(blocks[1:], 1)):
        if before.language != "sh" or block.language != "text" or i - 1 not in outputs or wrong:
            continue
        exact = block.rest == "exact"
        if not same(plain(block.text(), exact), plain(outputs[i - 1], exact)):
            wrong_here = (block.line, f"this is not what is printed, which is:\n{outputs[i - 1]}")
            if write:
                replaced[block.line] = (len(block.lines), outputs[i - 1])
            else:
                wrong.append(wrong_here)
    if replaced:
        lines = page.read_text().splitlines()
        for line, (count, text) in sorted(replaced.items(), reverse=True):
            lines[line:line + count] = text.splitlines()
        page.write_text("\n".join(lines) + "\n")
    return wrong


# --- what the reference says -----------------------------------------------------------


def run(caseway, *arguments):
    return subprocess.run([caseway, *arguments], capture_output=True, text=True, check=False).stdout


def check_help(page, caseway, write):
    text, wrong = page.read_text(), []
    for name in ["", *re.findall(r"^  (\S+) +\S", run(caseway, "help"), re.M)]:
        said = run(caseway, "help", *([name] if name else []))
        if write:
            head = f"### {name}\n" if name else ""
            text = re.sub(head + r"```text\n.*?^```", lambda _, new=f"{head}```text\n{said}```": new, text, count=1, flags=re.M | re.S)
        if said not in text:
            wrong.append((1, f"what “caseway help {name}” prints does not stand here"))
    if write:
        page.write_text(text)
    return wrong


def check_routes(page, caseway):
    text, wrong = page.read_text(), []
    folder = tempfile.mkdtemp()
    run(caseway, "init", folder)
    server = subprocess.Popen([caseway, "--site", folder, "serve", "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True)
    port = re.search(r"port (\d+)", server.stderr.readline())[1]
    curl = ["curl", "-s", f"http://127.0.0.1:{port}/v1/openapi.json"]
    paths = json.loads(subprocess.run(curl, capture_output=True, text=True, check=True).stdout)["paths"]
    server.terminate()
    server.communicate()
    shutil.rmtree(folder)
    there = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    told = set(re.findall(r"^\| `((?:GET|POST|PUT|DELETE) [^`]+)` \|", text, re.M))
    wrong += [(1, f"the route {route} does not stand here") for route in sorted(there - told)]
    wrong += [(1, f"there is no route {route}") for route in sorted(told - there)]
    return wrong


# A workflow in which every part has a key that no part has: check then says which it takes.
STRANGE = """
workflow: strange
zzzz: 1
roles: {r: {title: R, zzzz: 1}}
fields: {f: {type: text, zzzz: 1, check: [{if: true, else: No., zzzz: 1}]}}
forms: {g: {zzzz: 1, fields: [f: {zzzz: 1}]}}
events: {go: {zzzz: 1}}
rules: {q: {gives: text, zzzz: 1}}
milestones: {m: {when: true, zzzz: 1}}
states:
  a:
    zzzz: 1
    tasks: {t: {zzzz: 1}}
    deadlines: {d: {due: 1 day, zzzz: 1}}
    on: {go: {target: a, zzzz: 1, requires: [{if: true, else: No., zzzz: 1}]}}
    entry: [{assign: {f: x}, zzzz: 1}, {raise: go, zzzz: 1}, {send: go, zzzz: 1}, {tell: f, zzzz: 1}, {call: x, zzzz: 1}, {log: x, zzzz: 1}, {if: true, then: [], zzzz: 1}]
messages: {n: {to: r, text: x, zzzz: 1}}
measures: {p: {zzzz: 1, assumes: {s: {value: 1, zzzz: 1}}, rows: {w: {count: true, zzzz: 1}}}}
"""


def check_keys(page, caseway):
    folder = pathlib.Path(tempfile.mkdtemp())
    (folder / "strange.yaml").write_text(STRANGE)
    said = run(caseway, "check", str(folder / "strange.yaml"))
    shutil.rmtree(folder)
    hints = re.findall(r"hint: (?:the |an? )(.*?) takes (.*)", said)
    told = set(re.findall(r"[\w]+", " ".join(re.findall(r"`([^`]*)`", page.read_text()))))
    wrong = [(1, f"a key of the {part} does not stand here: {key}") for part, keys in hints for key in keys.split() if key not in told]
    return wrong if len(hints) >= 20 else [(1, f"check told the keys of {len(hints)} parts alone:\n{said}")]


def sources(root):
    return {path: path.read_text() for path in sorted(root.glob("core/**/*.[ch]"))}


def check_limits(page, code):
    wrong, everything = [], "\n".join(code.values())
    for number, line in enumerate(page.read_text().splitlines(), 1):
        row = re.match(r"^\| `([A-Z_]+)` \| ([\d,]+)( KiB| MiB)?", line)
        if not row:
            continue
        value = int(row[2].replace(",", "")) * {None: 1, " KiB": 1024, " MiB": 1024 ** 2}[row[3]]
        found = re.search(rf"\b{row[1]}\s*=\s*([\d\s*]+)", everything)
        if not found or eval(found[1].replace("\n", " ").strip(" */")) != value:  # digits and asterisks alone
            wrong.append((number, f"{row[1]} is {found[1].strip() if found else 'nowhere'} in the code"))
    return wrong


def check_names(page, code, root):
    """Files of core/ and functions that a page names are there."""
    wrong, everything = [], "\n".join(code.values())
    for number, line in enumerate(page.read_text().splitlines(), 1):
        for path in re.findall(r"`((?:core|tests|docs)/[\w./-]+)`", line):
            if not (root / path).exists():
                wrong.append((number, f"there is no {path}"))
        for name in re.findall(r"`([a-z]\w*_?\w*)\(\)`", line):
            if not re.search(rf"\b{name}\(", everything):
                wrong.append((number, f"there is no function {name}"))
        for name in re.findall(r"`([A-Z][A-Z_]+_[A-Z_]+)`", line):
            if name not in everything and name not in ("CASEWAY_SITE", "CASEWAY_LISTEN", "CASEWAY_LOG"):
                wrong.append((number, f"there is no {name}"))
    return wrong


def check_links(page):
    wrong = []
    for number, line in enumerate(page.read_text().splitlines(), 1):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", line):
            if not (page.parent / target).exists():
                wrong.append((number, f"the link leads nowhere: {target}"))
    return wrong


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--write"]
    caseway, root = pathlib.Path(arguments[0]).resolve(), pathlib.Path(arguments[1]).resolve()
    pages = [pathlib.Path(page).resolve() for page in arguments[2:]]
    pages = pages or [root / "README.md", *sorted(root.glob("docs/**/*.md"))]
    code, bad = sources(root), 0
    for page in pages:
        wrong = check_links(page) + check_names(page, code, root) + check_page(page, caseway, root, "--write" in sys.argv)
        if page.name == "command-line.md":
            wrong += check_help(page, caseway, "--write" in sys.argv)
        if page.name == "http.md":
            wrong += check_routes(page, caseway)
        if page.name == "workflow.md":
            wrong += check_keys(page, caseway)
        if page.name == "limits.md":
            wrong += check_limits(page, code)
        for line, what in wrong:
            print(f"{page.relative_to(root)}:{line}: {what}")
        bad += len(wrong)
    sys.exit(1 if bad else 0)


main()
