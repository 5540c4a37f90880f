#!/usr/bin/env python3
"""Kills an import with SIGKILL at random moments, again and again, and looks at what stands.

What must hold, each time: every line that was acknowledged is there (asked again under its key, it is answered as a repeat), no half event is
(`caseway verify` walks every chain and folds every case), and importing again changes nothing more. Half of the kills hit a server, to which lines are
sent over its socket; half hit the program that imports by itself.

    kill.py CASEWAY CASELOAD KILLS [SEED]
"""
import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

CASEWAY, CASELOAD, KILLS = sys.argv[1], sys.argv[2], int(sys.argv[3])
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else 20160131
BATCH = 16
COPIES = 10  # of the caseload, under other names, so that there is work left for every kill


def copies():
    """The caseload again and again, each time with cases and keys of its own."""
    lines = []
    for copy in range(COPIES):
        for line in open(CASELOAD, encoding="utf-8"):
            command = json.loads(line)
            command["case"] += f"-{copy}"
            command["key"] += f"-{copy}"
            lines.append(command)
    return lines


LINES = copies()
ENVIRONMENT = dict(os.environ, CASEWAY_LOG="error", ASAN_OPTIONS="detect_leaks=0")


class SocketConnection(http.client.HTTPConnection):
    """HTTP over the site's socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(self.path)


def fail(message):
    print(f"FAILED (seed {SEED}): {message}")
    sys.exit(1)


def run(site, *arguments):
    return subprocess.run([CASEWAY, "--site", site, *arguments], capture_output=True, text=True, env=ENVIRONMENT)


def verify(site):
    result = run(site, "verify")
    if result.returncode != 0:
        fail(f"verify is not content: {result.stdout}{result.stderr}")


def send(connection, lines):
    """Sends lines in one request; gives the answers, or None when the server was killed meanwhile."""
    body = "".join(json.dumps(line) + "\n" for line in lines)
    try:
        connection.request("POST", "/v1/import?clock=replay", body, {"Content-Type": "application/x-ndjson"})
        response = connection.getresponse()
        text = response.read().decode()
    except (OSError, http.client.HTTPException):
        return None
    if response.status != 200:
        fail(f"import answered {response.status}: {text}")
    return [json.loads(line) for line in text.splitlines()]


def serve(site):
    server = subprocess.Popen([CASEWAY, "--site", site, "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    path = os.path.join(site, "caseway.sock")
    for _ in range(600):
        try:
            connection = SocketConnection(path)
            connection.connect()
            return server, connection
        except OSError:
            if server.poll() is not None:
                fail("the server did not start")
            time.sleep(0.02)
    fail("the server does not listen")


def kill_later(process, seconds):
    """Kills while the other side is at work."""
    timer = threading.Timer(seconds, lambda: process.send_signal(signal.SIGKILL))
    timer.start()
    return timer


def through_server(site, chance, acknowledged):
    server, connection = serve(site)
    timer = kill_later(server, chance.uniform(0.0, 0.4))
    known = next((number for number in range(len(LINES)) if number not in acknowledged), len(LINES))
    for start in range(max(0, known - 4 * BATCH), len(LINES), BATCH):
        answers = send(connection, LINES[start:start + BATCH])
        if answers is None:
            break
        check(answers, start, acknowledged)
    timer.cancel()
    server.kill()
    server.wait()


def check(answers, start, acknowledged):
    """Every line is done; one that was acknowledged before is a repeat now."""
    for offset, answer in enumerate(answers):
        number = start + offset
        if answer["outcome"] != "done":
            fail(f"line {number + 1} was not done: {answer}")
        if number in acknowledged and not answer.get("repeated"):
            fail(f"line {number + 1} had been acknowledged and was not there: {answer}")
        acknowledged.add(number)


def by_itself(site, path, chance):
    """The program's own import, without a server: what it acknowledged is what the next round finds."""
    process = subprocess.Popen([CASEWAY, "--site", site, "import", path, "--clock", "replay", "--batch", str(BATCH),
                                "--set-aside", os.path.join(site, "aside.jsonl")],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    timer = kill_later(process, chance.uniform(0.0, 0.4))
    process.wait()
    timer.cancel()


def stands(site):
    return run(site, "list", "--json", "--closed", "--all").stdout


def main():
    chance = random.Random(SEED)
    folder = tempfile.mkdtemp(prefix="caseway-kill-")
    acknowledged = set()
    try:
        site = os.path.join(folder, "site")
        if subprocess.run([CASEWAY, "init", site], capture_output=True, env=ENVIRONMENT).returncode != 0:
            fail("init")
        path = os.path.join(folder, "lines.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in LINES)
        for number in range(KILLS):
            if number % 2:
                by_itself(site, path, chance)
            else:
                through_server(site, chance, acknowledged)
            verify(site)
        last = run(site, "import", path, "--clock", "replay", "--until", "2016-01-31", "--json")
        if last.returncode != 0:
            fail(f"the last import: {last.stdout}{last.stderr}")
        if json.loads(last.stdout)["repeated"] < len(acknowledged):
            fail(f"of {len(acknowledged)} acknowledged lines not all are there: {last.stdout}")
        before = stands(site)
        again = json.loads(run(site, "import", path, "--clock", "replay", "--until", "2016-01-31", "--json").stdout)
        if again["repeated"] != len(LINES) or stands(site) != before:
            fail(f"importing again changed something: {again}")
        verify(site)
        print(f"{KILLS} kills, {len(acknowledged)} of {len(LINES)} lines acknowledged by a server that was killed; all are there")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


main()
