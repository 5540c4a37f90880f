"""A machine of the statechart tests (tests/data/statechart) as a workflow of ours, in YAML.

What the two say differently: ids are global there and paths here; variables are fields; a name here is lower case. State and event names are kept where they
can be, so that a failure can be read.
"""
import json
import re


def as_list(value):
    return [] if value is None else value if isinstance(value, list) else [value]


class Names:
    """Gives each name of theirs one of ours, and no two the same."""

    def __init__(self):
        self.ours = {}

    def of(self, name):
        if name not in self.ours:
            base = re.sub(r'[^a-z0-9-]+', '-', name.lower()).strip('-') or 'x'
            base = base if base[0].isalpha() else 's' + base
            ours, number = base, 2
            while ours in self.ours.values():
                ours, number = f'{base}-{number}', number + 1
            self.ours[name] = ours
        return self.ours[name]


class Translator:
    def __init__(self, machine):
        self.machine = machine
        self.states = Names()
        self.events = {}
        self.paths = {}
        # What a workflow cannot have at its top goes into one state around everything.
        self.wrapped = any(key in machine for key in ('entry', 'exit', 'always', 'type'))
        self.fields = machine.get('context') or {}
        self.find_paths('root' if self.wrapped else '', machine)

    def find_paths(self, path, state):
        for key, inner in (state.get('states') or {}).items():
            below = (path + '.' if path else '') + self.states.of(key)
            self.paths[inner.get('id', key)] = below
            self.find_paths(below, inner)

    # --- names -----------------------------------------------------------------------

    def path(self, reference):
        return self.paths[reference.lstrip('#')]

    def event(self, name):
        done = re.fullmatch(r'done\.state\.(.+)', name)
        if done and done.group(1) in self.paths:
            return 'done.state.' + self.path(done.group(1))
        return name if name == '*' else '.'.join(
            part if part == '*' else re.sub(r'[^a-z0-9-]+', '-', part.lower()) for part in name.split('.'))

    def target(self, target):
        paths = [self.path(one) for one in as_list(target)]
        # A path without a dot would be read as a sibling first; names are unique, so that is the same state.
        return paths[0] if len(paths) == 1 else paths

    # --- expressions -----------------------------------------------------------------

    def lua(self, value):
        text = value['lua'] if isinstance(value, dict) else json.dumps(value)
        for name in self.fields:
            text = re.sub(rf'(?<![\w."\']){re.escape(name)}(?![\w"\'])', f'data.{self.field(name)}', text)
        return text

    def field(self, name):
        return re.sub(r'[^a-z0-9_]', '_', name.lower())

    def guard(self, guard):
        if 'const' in guard:
            return 'true' if guard['const'] else 'false'
        if 'in' in guard:
            return f'In("{self.path(guard["in"])}")'
        if 'not' in guard:
            return f'not ({self.guard(guard["not"])})'
        if 'and' in guard:
            return ' and '.join(f'({self.guard(one)})' for one in guard['and'])
        if 'or' in guard:
            return ' or '.join(f'({self.guard(one)})' for one in guard['or'])
        return self.lua(guard['expr'])

    # --- actions ---------------------------------------------------------------------

    def delay(self, delay):
        return f'{delay} ms' if isinstance(delay, (int, float)) else re.sub(r'(?<=\d)(?=[a-z])', ' ', delay)

    def action(self, action):
        kind, value = next(iter(action.items()))
        if kind == 'assign':
            return {'assign': {self.field(name): '= ' + self.lua(one) for name, one in value.items()}}
        if kind == 'raise':
            return {'raise': self.event(value if isinstance(value, str) else value['event'])}
        if kind == 'send':
            ours = {'event': self.event(value['event'])}
            if 'delay' in value:
                ours['in'] = self.delay(value['delay'])
            if 'id' in value:
                ours['id'] = value['id']
            return {'send': ours}
        if kind == 'cancel':
            return {'cancel': value if isinstance(value, str) else value['id']}
        if kind == 'if':
            return self.choice(value)
        if kind == 'log':
            return {'log': str(value)}
        raise ValueError(f'an action “{kind}”')

    def choice(self, branches):
        first, rest = branches[0], branches[1:]
        ours = {'if': self.guard(first['guard']), 'then': self.actions(first)}
        if rest:
            ours['else'] = [self.choice(rest)] if 'guard' in rest[0] else self.actions(rest[0])
        return ours

    def actions(self, holder, key='actions'):
        return [self.action(one) for one in as_list(holder.get(key))]

    # --- states ----------------------------------------------------------------------

    def transition(self, transition):
        ours = {}
        if transition.get('target'):
            ours['target'] = self.target(transition['target'])
        if 'guard' in transition:
            ours['guard'] = self.guard(transition['guard'])
        if transition.get('actions'):
            ours['actions'] = self.actions(transition)
        if transition.get('reenter'):
            ours['reenter'] = True
        return ours

    def transitions(self, list_):
        return [self.transition(one) for one in as_list(list_)]

    def initial(self, state):
        initial = state['initial']
        actions = []
        if isinstance(initial, dict):
            actions, initial = self.actions(initial), initial['target']
        target = self.target([one if one.startswith('#') else self.id_of(state, one) for one in as_list(initial)])
        return {'target': target, 'actions': actions} if actions else target

    @staticmethod
    def id_of(state, key):
        return '#' + state['states'][key].get('id', key) if key in state['states'] else '#' + key

    def state(self, state):
        ours = {}
        if state.get('type') in ('parallel', 'final', 'history'):
            ours['type'] = state['type']
        if state.get('history') == 'deep':
            ours['history'] = 'deep'
        if 'target' in state:
            ours['target'] = self.target(state['target'])
        if 'initial' in state and state.get('type') != 'parallel':
            ours['initial'] = self.initial(state)
        for key in ('entry', 'exit'):
            if state.get(key):
                ours[key] = self.actions(state, key)
        if state.get('always'):
            ours['always'] = self.transitions(state['always'])
        if state.get('on'):
            ours['on'] = {self.event(name): self.transitions(list_) for name, list_ in state['on'].items()}
        if state.get('states'):
            ours['states'] = {self.states.of(key): self.state(inner) for key, inner in state['states'].items()}
        return ours

    def workflow(self, name):
        ours = {'workflow': name}
        if self.fields:
            ours['fields'] = {self.field(key): self.declare(value) for key, value in self.fields.items()}
        whole = self.state(self.machine)
        ours.update({'initial': 'root', 'states': {'root': whole}} if self.wrapped else whole)
        return ours

    @staticmethod
    def declare(value):
        kind = 'yes/no' if isinstance(value, bool) else 'text' if isinstance(value, str) else 'number'
        return {'type': kind} if value is None else {'type': kind, 'default': value}


# --- YAML ------------------------------------------------------------------------------

def scalar(value):
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, str):
        return value if re.fullmatch(r'[a-z][a-z0-9./-]*', value) else json.dumps(value)
    return json.dumps(value)


def lines(value, indent):
    before = '  ' * indent
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from entry(f'{before}{scalar(key)}:', inner, indent)
    else:
        for inner in value:
            yield from entry(f'{before}-', inner, indent)


def entry(start, inner, indent):
    if isinstance(inner, (dict, list)) and inner:
        yield start
        yield from lines(inner, indent + 1)
    else:
        yield f'{start} {"{}" if inner == {} else "[]" if inner == [] else scalar(inner)}'


def to_yaml(value):
    return '\n'.join(lines(value, 0)) + '\n'
