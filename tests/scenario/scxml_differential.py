"""Charts by chance, each run by `caseway simulate` and by the reference (scxml_reference.py): every answer must be the same.

    scxml_differential.py CASEWAY [--seed N] [--count N]

A difference is told with the smallest chart and the fewest steps that still differ, and both answers; the exit status is then 1.
"""
import argparse
import copy
import json
import os
import random
import subprocess
import sys
import tempfile

import scxml_charts
from scxml_reference import Chart, Machine, TooLong

TALLY = {}
LOG_LIMIT = 4096


def data_of(machine):
    items = [{'id': number + 1, 'name': 'x'} for number in range(machine.chart.items)]
    return {**machine.data, 'item': items} if items else dict(machine.data)


def followed(chart, steps):
    """The reference's answers as far as both can be followed: a log that is longer than LOG_LIMIT costs so much memory that the script's budget decides."""
    answers = []
    try:
        for answer in reference_answers(chart, steps):
            if len(answer[2]['log']) > LOG_LIMIT:
                break
            answers.append(answer)
    except TooLong:
        pass
    return answers


def reference_answers(chart, steps):
    """(outcome, configuration, data) after the start and each step; ends where the case is not there."""
    machine = Machine(Chart(chart), scxml_charts.DATA)
    outcome = machine.open()
    yield outcome, machine.leaves(), data_of(machine)
    for step in steps if outcome == 'done' else []:
        if isinstance(step, int):
            machine.pass_time(step)
            outcome = 'done'
        else:
            event, item, after = (step, 0, 0) if isinstance(step, str) else step
            machine.pass_time(after)
            outcome = machine.command(event, item)
        yield outcome, machine.leaves(), data_of(machine)
        if outcome == 'failed':
            return  # a loop of a thousand steps: one is enough


class Refused(Exception):
    """Caseway does not take the chart."""


def caseway_answers(caseway, folder, chart, steps):
    path = os.path.join(folder, 'chart.yaml')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(scxml_charts.chart_yaml(chart))
    done = subprocess.run([caseway, 'simulate', path, '--json', '--at', scxml_charts.BEGINS], text=True, timeout=60,
                          input=scxml_charts.lines(steps), capture_output=True, check=False)
    if done.returncode == 1:
        raise Refused(done.stderr)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or len(answers) != len(steps) + 1:
        return [(f'exit status {done.returncode}, {len(answers)} answers: {done.stderr}', [], {})]
    return [(one['unmet'][0]['code'] if one['outcome'] == 'refused' else one['outcome'], one['configuration'], one['data']) for one in answers]


def difference(caseway, folder, chart, steps):
    """(the number of the step, Caseway's answer, the reference's) where they first differ, or None."""
    answers = followed(chart, steps)
    if not answers:
        return None
    ours = caseway_answers(caseway, folder, chart, steps[:len(answers) - 1])
    for number, wanted in enumerate(answers):
        TALLY[wanted[0]] = TALLY.get(wanted[0], 0) + 1
        TALLY['strands'] = TALLY.get('strands', 0) + any('[' in path for path in wanted[1])
        failed = wanted[0] == 'failed' and number == 0
        if number >= len(ours) or ours[number] != wanted and not (failed and ours[number][0] == 'failed'):
            return number, ours[min(number, len(ours) - 1)], wanted
    return None


# --- the smallest ------------------------------------------------------------------------

def places(value, path=()):
    """Where something could be left out: outer things first."""
    items = list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    for key, inner in items:
        if key not in ('name', 'type'):
            yield path + (key,)
    for key, inner in items:
        yield from places(inner, path + (key,))


def without(chart, path):
    chart = copy.deepcopy(chart)
    at = chart
    for key in path[:-1]:
        at = at[key]
    del at[path[-1]]
    return chart


def still_differs(caseway, folder, chart, steps):
    try:
        return difference(caseway, folder, chart, steps)
    except (Refused, KeyError, IndexError, ValueError, TypeError, AttributeError, StopIteration):
        return None  # no chart any more


def shrink(caseway, folder, chart, steps):
    found = difference(caseway, folder, chart, steps)
    steps = steps[:found[0]]
    smaller = True
    while smaller:
        smaller = False
        for number in range(len(steps) - 1, -1, -1):
            fewer = steps[:number] + steps[number + 1:]
            if still_differs(caseway, folder, chart, fewer):
                steps, smaller = fewer, True
        at = 0
        while at < len(found := list(places(chart))):
            less = without(chart, found[at])
            if still_differs(caseway, folder, less, steps):
                chart, smaller = less, True  # what is at this place now is tried next
            else:
                at += 1
    return chart, steps


def tell(caseway, folder, seed, chart, steps):
    chart, steps = shrink(caseway, folder, chart, steps)
    number, ours, wanted = difference(caseway, folder, chart, steps)
    print(f'seed {seed}: after step {number} of {["open"] + steps}\n{scxml_charts.chart_yaml(chart)}')
    print(f'Caseway:       {ours[0]} {" ".join(ours[1])}\n               {json.dumps(ours[2])}')
    print(f'the reference: {wanted[0]} {" ".join(wanted[1])}\n               {json.dumps(wanted[2])}\n', flush=True)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument('caseway')
    arguments.add_argument('--seed', type=int, default=1)
    arguments.add_argument('--count', type=int, default=250)
    given = arguments.parse_args()
    differ = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(given.seed, given.seed + given.count):
            making = scxml_charts.Making(random.Random(seed))
            chart, steps = making.chart(), making.steps()
            try:
                found = difference(given.caseway, folder, chart, steps)
            except Refused as why:
                print(f'seed {seed}: not taken:\n{why}\n{scxml_charts.chart_yaml(chart)}')
                found, differ = None, differ + 1
            if found:
                tell(given.caseway, folder, seed, chart, steps)
                differ += 1
            if differ >= 3:
                break
    print(f'{given.count} charts, {differ} differ; the steps: {json.dumps(TALLY, sort_keys=True)}')
    return 1 if differ else 0


if __name__ == '__main__':
    sys.exit(main())
