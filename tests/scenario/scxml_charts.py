"""Charts by chance (in the shape that scxml_reference.py reads), what happens to them, and both as Caseway reads them: YAML and lines of JSON."""
import json
from datetime import datetime, timedelta

from statechart_yaml import to_yaml

EVENTS = ['e', 'e.a', 'e.a.b', 'ea', 'f', 'g']
PATTERNS = EVENTS + ['e.*', 'e.a.*', '*', 'f', 'g', 'e']
NUMBERS = ['n0', 'n1', 'n2']
FLAGS = ['yes']
DATA = {'log': '>', 'n0': 0, 'n1': 0, 'n2': 0, 'yes': False}
HOUR = 3_600_000
BEGINS = '2026-01-05T09:00:00+00:00'
# One time, spelt in several ways, can stand several times in one `after`.
DELAYS = [(HOUR // 2, '30 minutes'), (HOUR, '1 hour'), (HOUR, '60 minutes'), (2 * HOUR, 'PT2H'), (2 * HOUR, '= hours(2)'), (24 * HOUR, '24 hours'), (24 * HOUR, '1 day'),
          (24 * HOUR, 'P1D'), (48 * HOUR, '= days(2)')]


class Making:
    def __init__(self, random):
        self.random = random
        self.states = []  # (path, type, description), without the root
        self.each = []  # paths of `each` states
        self.strand = None  # the `each` state inside of which something is being written
        self.count = 0
        self.said = 0
        self.limit = random.choice([6, 10, 16, 24])
        self.named = set()  # histories that an initial or a default names: they need a default of their own
        # Charts differ in what they are full of: so each thing is met alone and in a crowd.
        self.much = {what: random.choice([0, 0.3, 1, 2]) for what in ('always', 'after', 'done', 'history', 'blocks', 'guards', 'parallel', 'finals', 'fails', 'each')}

    def chance(self, share, what=None):
        return self.random.random() < share * (self.much[what] if what else 1)

    # --- the tree ----------------------------------------------------------------------

    def state(self, above, kind):
        self.count += 1
        name = 'abcdfghkmpqrstuvwxyz'[self.count % 20] + str(self.count)
        path = f'{above}.{name}' if above else name
        made = {'name': name, 'type': kind}
        if kind == 'each':
            made.update(type='parallel', each=True)
            self.each.append(path)
        self.states.append((path, kind, made))
        return path, made

    def kind(self, depth, strand):
        if depth >= 5 or self.count >= self.limit or self.chance(0.4):
            return 'atomic'
        if not strand and self.chance(0.35, 'each'):
            return 'each'
        return 'parallel' if self.chance(0.4, 'parallel') else 'compound'

    def grow(self, path, made, depth):
        inner = made['states'] = []
        for _ in range(self.random.randint(1, 3) if made['type'] == 'compound' else self.random.randint(1, 3)):
            below, child = self.state(path, self.kind(depth + 1, self.strand_of(path)))
            inner.append(child)
            if child['type'] in ('compound', 'parallel'):
                self.grow(below, child, depth + 1)
        if (made['type'] == 'compound' or made.get('each')) and self.chance(0.4, 'finals'):
            inner.append(self.state(path, 'final')[1])
        for _ in range(2):
            if path and self.chance(0.3, 'history'):
                history = self.state(path, 'history')[1]
                history['deep'] = self.chance(0.5)
                inner.insert(self.random.randint(0, len(inner)), history)

    # --- where to ----------------------------------------------------------------------

    def strand_of(self, path, itself=True):
        """The `each` state that PATH is inside of, or ITSELF is."""
        return next((one for one in self.each if path.startswith(one + '.') or itself and path == one), None)

    def inside(self, path, histories=True):
        """What lies inside of PATH and can be named: from outside of a strand nothing in it can."""
        return [one for one, kind, _ in self.states if one.startswith(path + '.' if path else '') and (histories or kind != 'history')
                and self.strand_of(one, itself=False) in (None, self.strand)]

    def split(self, path, kinds):
        """A list of targets in different regions of the parallel state at PATH, in any order."""
        regions = [one for one, kind, _ in self.states if one.startswith(path + '.') and '.' not in one[len(path) + 1:] and kind != 'history']
        self.random.shuffle(regions)
        return [self.random.choice([one, one] + self.inside(one, kinds)) for one in regions[:self.random.randint(2, 3)]]

    def targets(self, above, histories=True):
        """One target inside of ABOVE, or several in the regions of a parallel state there."""
        parallels = [one for one, kind, _ in self.states if kind == 'parallel' and self.strand_of(one) in (None, self.strand) and (one == above or one.startswith(above + '.' if above else ''))]
        if parallels and self.chance(0.3):
            targets = self.split(self.random.choice(parallels), histories)
            if len(targets) > 1:
                return targets
        inside = self.inside(above, histories)
        favoured = [one for one in inside if histories and self.kind_of(one) == 'history']
        return [self.random.choice(favoured if favoured and self.chance(0.3) else inside)]

    def kind_of(self, path):
        return next(kind for one, kind, _ in self.states if one == path)

    # --- what is done ------------------------------------------------------------------

    def guard(self, depth=0):
        random = self.random
        draw = random.random()
        if depth < 2 and draw < 0.15:
            return [random.choice(['and', 'or']), self.guard(depth + 1), self.guard(depth + 1)]
        if depth < 2 and draw < 0.3:
            return ['not', self.guard(depth + 1)]
        if draw < 0.6:
            return ['in', random.choice([path for path, kind, _ in self.states if kind != 'history'])]
        if draw < 0.8:
            return ['<', random.choice(NUMBERS), random.randint(1, 4)]
        if draw < 0.85:
            return ['event', random.choice(EVENTS)]
        if draw < 0.9:
            return ['flag', random.choice(FLAGS)]
        if self.chance(0.3, 'fails'):
            return ['fails']
        return ['const', random.random() < 0.5]

    def say(self):
        self.said += 1
        return ['say', f'{self.said} ']

    def action(self, depth=0):
        random = self.random
        draw = random.random()
        if draw < 0.3:
            return self.say()
        if draw < 0.35 and self.each:
            return ['item'] if self.strand else ['if', ['<', 'n1', 3], [['count', 'n1'], ['add']], []]
        if draw < 0.45:
            return ['count', random.choice(NUMBERS)]
        if draw < 0.52:
            return ['set', random.choice(NUMBERS), 0] if random.random() < 0.2 else ['set', random.choice(FLAGS), random.random() < 0.5]
        if draw < 0.67:
            # What feeds itself comes to an end most of the time.
            raised = ['raise', random.choice(EVENTS)]
            return raised if random.random() < 0.05 else ['if', ['<', 'n0', 5], [['count', 'n0'], raised], []]
        if draw < 0.82:
            delay = random.choice([0, 0, HOUR // 2, HOUR, HOUR, 2 * HOUR, 24 * HOUR])
            sent = ['send', random.choice(EVENTS), delay, random.choice([None, 'one', 'two']) if delay else None]
            return sent if delay and random.random() < 0.1 else ['if', ['<', 'n1', 5], [['count', 'n1'], sent], []]
        if draw < 0.88:
            return ['cancel', random.choice(['one', 'two'])]
        if draw < 0.95 and depth < 2:
            return ['if', self.guard(1), self.block(depth + 1), self.block(depth + 1)]
        if self.chance(0.5, 'fails'):
            return ['fails']
        return self.say()

    def block(self, depth=0):
        return [self.action(depth) for _ in range(self.random.randint(1, 3))]

    def actions(self):
        return [self.say()] + (self.block() if self.chance(0.4, 'blocks') else [])

    def transition(self, source, bounded=False):
        made = {}
        if self.chance(0.85):
            near = source if self.chance(0.4) else source.rpartition('.')[0] if self.chance(0.6) else ''
            made['targets'] = self.targets(near if self.inside(near) else '')
        if self.chance(0.25):
            made['reenter'] = True
        if self.chance(0.4, 'guards'):
            made['guard'] = self.guard()
        made['actions'] = self.actions()
        if bounded and not self.chance(0.05):
            limit = ['<', 'n2', self.random.randint(1, 5)]
            made['guard'] = ['and', limit, made['guard']] if 'guard' in made else limit
            made['actions'].append(['count', 'n2'])
        return made

    def transitions(self, source, bounded=False):
        return [self.transition(source, bounded) for _ in range(self.random.choice([1, 1, 1, 2, 3]))]

    def fill(self, path, kind, made):
        random = self.random
        self.strand = self.strand_of(path, itself=False)
        if kind == 'history':
            if self.chance(0.6) or path in self.named:
                made['initial'] = self.begins(path.rpartition('.')[0], of_history=True)
            return
        for key in ('entry', 'exit'):
            if self.chance(0.5, 'blocks'):
                made[key] = self.actions()
        if kind == 'final':
            return
        if kind in ('compound', 'each') and self.chance(0.5):
            self.strand = self.strand_of(path)
            made['initial'] = self.begins(path)
            self.strand = self.strand_of(path, itself=False)
        parts = made['parts'] = []
        if self.chance(0.7):
            names = random.sample(sorted(set(PATTERNS)), random.randint(1, 3))
            if self.chance(0.2):
                names.append('error.execution')
            if self.chance(0.2, 'done'):
                names.append('done.state.' + random.choice([one for one, kind, _ in self.states if kind not in ('history', 'atomic', 'final')] or [path]))
            parts.append(['on', [[name, self.transitions(path)] for name in names]])
        if self.chance(0.15, 'always'):
            parts.append(['always', self.transitions(path, bounded=True)])
        if self.chance(0.2, 'after'):
            parts.append(['after', [[delay, words, self.transitions(path)] for delay, words in random.sample(DELAYS, random.randint(1, 3))]])
        if kind in ('compound', 'parallel', 'each') and self.chance(0.5, 'done'):
            parts.append(['onDone', self.transitions(path)])
        random.shuffle(parts)

    def begins(self, above, of_history=False):
        def fits(one):
            return one != above and not (of_history and self.kind_of(one) == 'history' and one.rpartition('.')[0] == above)
        targets = self.targets(above)
        if not all(fits(one) for one in targets):
            targets = [self.random.choice(self.inside(above, False))]
        self.named.update(targets)
        made = {'targets': targets}
        if self.chance(0.5):
            made['actions'] = self.actions()
        return made

    def chart(self):
        root = {'name': '', 'type': 'compound'}
        self.grow('', root, 0)
        if self.chance(0.5):
            inner, end = root['states'], self.state('', 'final')[1]
            if end['name'] not in [one['name'] for one in inner]:
                inner.append(end)
        while not any(kind in ('compound', 'parallel', 'each') for _, kind, _ in self.states):
            path, made = self.state('', self.random.choice(['compound', 'parallel']))
            root['states'].insert(0, made)
            self.grow(path, made, 1)
        if self.chance(0.3):
            root['initial'] = self.begins('')
        if self.chance(0.5):
            root['parts'] = [['on', [[name, self.transitions('')] for name in self.random.sample(sorted(set(PATTERNS)), self.random.randint(1, 2))]]]
        if self.each and self.chance(0.8):
            root.setdefault('parts', [['on', []]])[0][1].append(['more', [{}]])
        histories = [one for one in self.inside('') if self.kind_of(one) == 'history']
        if histories and self.chance(0.7):
            self.lead_there_and_away(root, histories)
        for path, kind, made in self.states:
            self.fill(path, kind, made)
        return root

    def lead_there_and_away(self, root, histories):
        """By chance alone hardly anything is left and come back to."""
        away = [one for one, kind, _ in self.states if '.' not in one and kind != 'final']
        on = root.setdefault('parts', [['on', []]])[0][1]
        for name, targets in (('g', histories), ('f', away)):
            if name not in [event for event, _ in on]:
                on.append([name, [{'targets': [self.random.choice(targets)], 'actions': self.actions()}]])

    def step(self):
        """Milliseconds to wait; or an event's name, perhaps as [name, the item that it is told to or 0, milliseconds after which it happens]."""
        if self.chance(0.25):
            return self.random.choice([1, HOUR // 2, HOUR, HOUR, 2 * HOUR, 23 * HOUR, 24 * HOUR, 49 * HOUR])
        if self.each and self.chance(0.2):
            return 'more'
        event = self.random.choice(EVENTS)
        if self.chance(0.1):
            return [event, 0, self.random.choice([HOUR // 2, HOUR, 24 * HOUR])]
        return [event, self.random.randint(1, 3), 0] if self.each and self.chance(0.3) else event

    def steps(self):
        return [self.step() for _ in range(self.random.randint(4, 20))]


# --- as Caseway reads it ---------------------------------------------------------------

def lua(guard):
    word = guard[0]
    if word == 'fails':
        return '(nil + 1 == 2)'
    if word == 'const':
        return 'true' if guard[1] else 'false'
    if word == 'in':
        return f'In("{guard[1]}")'
    if word == 'event':
        return f'event.name == "{guard[1]}"'
    if word == 'flag':
        return f'data.{guard[1]}'
    if word == '<':
        return f'data.{guard[1]} < {guard[2]}'
    if word == 'not':
        return f'not ({lua(guard[1])})'
    return f'({lua(guard[1])}) {word} ({lua(guard[2])})'


def action_yaml(action):
    word = action[0]
    if word == 'say':
        return {'assign': {'log': f'= data.log .. "{action[1]}"'}}
    if word == 'item':
        return {'assign': {'log': '= data.log .. "#" .. item.id .. " "'}}
    if word == 'add':
        return {'assign': {'item': [{'name': 'x'}]}}
    if word == 'count':
        return {'assign': {action[1]: f'= data.{action[1]} + 1'}}
    if word == 'set':
        return {'assign': {action[1]: action[2]}}
    if word == 'fails':
        return {'assign': {'n0': '= nil + 1'}}
    if word == 'raise':
        return {'raise': action[1]}
    if word == 'cancel':
        return {'cancel': action[1]}
    if word == 'send':
        sent = {'event': action[1]}
        if action[2]:
            sent['in'] = f'{action[2]} ms'
        if action[3]:
            sent['id'] = action[3]
        return {'send': sent}
    made = {'if': lua(action[1]), 'then': actions_yaml(action[2])}
    if action[3]:
        made['else'] = actions_yaml(action[3])
    return made


def actions_yaml(actions):
    return [action_yaml(one) for one in actions]


def target_yaml(targets):
    return targets[0] if len(targets) == 1 else targets


def transition_yaml(transition):
    made = {}
    if transition.get('targets'):
        made['target'] = target_yaml(transition['targets'])
    if transition.get('guard'):
        made['guard'] = lua(transition['guard'])
    if transition.get('actions'):
        made['actions'] = actions_yaml(transition['actions'])
    if transition.get('reenter'):
        made['reenter'] = True
    return made


def transitions_yaml(transitions):
    return [transition_yaml(one) for one in transitions]


def part_yaml(key, part):
    if key == 'on':
        return {name: transitions_yaml(transitions) for name, transitions in part}
    if key == 'after':
        return {words: transitions_yaml(transitions) for _, words, transitions in part}
    return transitions_yaml(part)


def state_yaml(state):
    made = {}
    if state.get('each'):
        made['each'] = 'item'
    elif state['type'] in ('parallel', 'final', 'history'):
        made['type'] = state['type']
    if state.get('deep'):
        made['history'] = 'deep'
    if state.get('initial'):
        begins = target_yaml(state['initial']['targets'])
        if state['initial'].get('actions'):
            begins = {'target': begins, 'actions': actions_yaml(state['initial']['actions'])}
        made['target' if state['type'] == 'history' else 'initial'] = begins
    for key in ('entry', 'exit'):
        if state.get(key):
            made[key] = actions_yaml(state[key])
    for key, part in state.get('parts', []):
        made[key] = part_yaml(key, part)
    if state.get('states'):
        made['states'] = {one['name']: state_yaml(one) for one in state['states']}
    return made


def chart_yaml(chart):
    fields = {'log': {'type': 'long text', 'default': DATA['log']}}
    fields.update({name: {'type': 'number', 'default': 0} for name in NUMBERS})
    fields.update({name: {'type': 'yes/no', 'default': False} for name in FLAGS})
    fields['item'] = {'type': 'list', 'of': {'name': 'text'}}
    events = {name: {} for name in ['open'] + EVENTS}
    events['more'] = {'form': 'item'}
    return to_yaml({'workflow': 'chart', 'fields': fields, 'forms': {'item': {'fields': ['item']}}, 'events': events, **state_yaml(chart)})


def line(step, now):
    if isinstance(step, int):
        return {'wait': f'{step} ms'}
    if step == 'more':
        return {'event': 'more', 'data': {'item': [{'name': 'x'}]}}
    if isinstance(step, str):
        return {'event': step}
    made = {'event': step[0]}
    if step[1]:
        made['of'] = f'item/{step[1]}'
    if step[2]:
        made['at'] = now.isoformat()
    return made


def lines(steps):
    now, out = datetime.fromisoformat(BEGINS), ''
    for step in steps:
        now += timedelta(milliseconds=step if isinstance(step, int) else step[2] if isinstance(step, list) else 0)
        out += json.dumps(line(step, now)) + '\n'
    return out
