"""Runs the machines of tests/data/statechart through `caseway simulate --json` and compares each configuration with what the suite expects.

    statecharts.py CASEWAY SAMPLE.json      exit status 1 when one differs; nothing is passed over
"""
import json
import os
import subprocess
import sys
import tempfile

from statechart_yaml import Translator, to_yaml


def commands(translator, steps):
    """The lines to send, and for each the step that its answer shows."""
    for step in steps:
        wait = step.get('after', step.get('delay'))
        if wait:
            yield {'wait': f'{wait} ms'}, None
        yield {'event': translator.event(step['event'])}, step


def expected_paths(translator, ids):
    return {translator.path(one) for one in ids}


def run(caseway, test):
    """Gives what differs, as lines."""
    translator = Translator(test['machine'])
    yaml = to_yaml(translator.workflow('machine'))
    sent = list(commands(translator, test['steps']))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'machine.yaml')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(yaml)
        done = subprocess.run([caseway, 'simulate', path, '--json', '--at', '2026-01-05T09:00:00Z'], text=True, timeout=60,
                              input=''.join(json.dumps(line) + '\n' for line, _ in sent), capture_output=True, check=False)
    wants = [('start', test['initialConfiguration'])]
    wants += [(line, step['nextConfiguration'] if step else None) for line, step in sent]
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or len(answers) != len(wants):
        return [f'exit status {done.returncode}, {len(answers)} answers to {len(wants)} lines', done.stderr, yaml]
    for (what, ids), answer in zip(wants, answers):
        if ids is not None and set(answer['configuration']) != expected_paths(translator, ids):
            return [f'{what}: expected {sorted(expected_paths(translator, ids))}', f'got {json.dumps(answer)}', done.stderr, yaml]
    return []


def main(caseway, sample):
    with open(sample, encoding='utf-8') as file:
        tests = json.load(file)
    failed = 0
    for test in tests:
        differs = run(caseway, test)
        failed += bool(differs)
        print(('not ok ' if differs else 'ok ') + test['name'])
        for line in differs:
            print('    ' + line.replace('\n', '\n    '))
    print(f'{len(tests) - failed} of {len(tests)} machines')
    return 1 if failed or not tests else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
