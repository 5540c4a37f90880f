"""SCXML's Appendix D (W3C Recommendation of 1 September 2015), written out as it stands there: what `caseway simulate` is compared with.

A chart is plain data, so that it can be printed and shrunk. A state is a dict: `name`, `type` (atomic compound parallel final history), `deep` of a history,
`initial` ({targets, actions}; of a history its default), `entry`, `exit`, `states`, and `parts`: [key, …] in the order of the file, where
    ['on', [[event, transitions], …]]   ['always', transitions]   ['after', [[milliseconds, spelling, transitions], …]]   ['onDone', transitions]
A transition is {targets, reenter, guard, actions}. Guards and actions are lists that begin with a word: see Machine.holds and Machine.act.

Where this is not the letter of Appendix D, the place says why; there are five such: a name matches exactly and a compound source is internal by default
(LANGUAGE 3 and 5), nested parallel states are done (SCXML 3.4), what is active is not entered (SCXML 3.11), closing runs no exits (LANGUAGE 8), and a guard
that fails says so once for each command, since Appendix D would go round for ever.
"""

STEP_LIMIT = 1000  # PLAN_STEP_LIMIT
QUEUE_LIMIT = 1000  # PLAN_QUEUE_LIMIT
TEXT_LIMIT = 32 * 1024  # FIELD_LONG_TEXT_LIMIT


class Failed(Exception):
    """The command fails as a whole: nothing of it stands."""


class BlockFailed(Exception):
    """An action has failed: the rest of its block is not done."""


class State:
    def __init__(self, chart, description, parent):
        self.parent = parent
        self.type = description['type']
        self.deep = description.get('deep', False)
        self.name = description['name']
        self.path = f'{parent.path}.{self.name}' if parent and parent.path else self.name
        self.index = len(chart.states)
        self.entry, self.exit = description.get('entry', []), description.get('exit', [])
        self.initial = description.get('initial')
        self.transitions = []
        self.timers = []  # (milliseconds, event)
        chart.states.append(self)
        chart.by_path[self.path] = self
        for key, part in description.get('parts', []):
            self.read_part(key, part)
        inner = [State(chart, one, self) for one in description.get('states', [])]
        self.children = [one for one in inner if one.type != 'history']
        self.histories = [one for one in inner if one.type == 'history']

    def read_part(self, key, part):
        if key == 'on':
            for event, transitions in part:
                self.transitions += [Transition(self, one, event, from_outside=True) for one in transitions]
        elif key == 'always':
            self.transitions += [Transition(self, one, None) for one in part]
        elif key == 'onDone':
            self.transitions += [Transition(self, one, 'done.state.' + self.path) for one in part]
        else:
            for number, (delay, _, transitions) in enumerate(part, 1):
                event = f'after.{self.path}.{number}'
                self.timers.append((delay, event))
                self.transitions += [Transition(self, one, event) for one in transitions]

    def __repr__(self):
        return self.path or '(root)'


class Transition:
    def __init__(self, source, description, event, from_outside=False):
        self.source = source
        self.event = event
        self.from_outside = from_outside
        self.targets = description.get('targets', [])
        self.internal = not description.get('reenter', False)
        self.guard = description.get('guard')
        self.actions = description.get('actions', [])

    def takes(self, name):
        """LANGUAGE 5: a name matches exactly, NAME.* itself and all below it, * any."""
        return self.event in ('*', name) or (self.event.endswith('.*') and (name + '.').startswith(self.event[:-1]))


class Chart:
    def __init__(self, root):
        self.states = []
        self.by_path = {}
        self.root = State(self, root, None)
        for state in self.states:
            if state.type == 'compound' and not state.initial:
                state.initial = {'targets': [state.children[0].path]}
            for transition in state.transitions:
                self.find(transition.targets)
        for state in self.states:
            # LANGUAGE: a history that says nothing leads where its parent begins.
            if state.type == 'history' and not state.initial:
                above = state.parent
                state.initial = above.initial if above.type == 'compound' else {'targets': [one.path for one in above.children]}
            if state.initial:
                self.find(state.initial['targets'])

    def find(self, paths):
        return [self.by_path[path] for path in paths]


def is_descendant(state, above):
    while state.parent:
        state = state.parent
        if state is above:
            return True
    return False


def proper_ancestors(state, until):
    found = []
    state = state.parent
    while state and state is not until:
        found.append(state)
        state = state.parent
    return found


def is_compound(state):
    return state.type == 'compound'


def is_atomic(state):
    return state.type in ('atomic', 'final')


class OrderedSet(list):
    def add(self, one):
        if one not in self:
            self.append(one)


def in_document_order(states):
    return sorted(states, key=lambda state: state.index)


class Entering:
    """What computeEntrySet gathers."""

    def __init__(self):
        self.states, self.by_default, self.history_content = OrderedSet(), OrderedSet(), {}


class Machine:
    def __init__(self, chart, data):
        self.chart = chart
        self.now = 0
        self.configuration = OrderedSet()
        self.history = {}
        self.data = dict(data)
        self.timers = []  # {due, order, event, state or None, id}
        self.started = 0
        self.closed = False
        self.forget_command()

    def forget_command(self):
        self.queue, self.sent, self.steps, self.raised, self.guards_failed = [], [], 0, 0, set()

    # --- guards and actions ------------------------------------------------------------

    def is_in(self, path):
        return self.chart.by_path[path] in self.configuration

    def holds(self, guard):
        word = guard[0]
        if word == 'fails':
            raise BlockFailed
        if word == 'const':
            return guard[1]
        if word == 'in':
            return self.is_in(guard[1])
        if word == 'event':
            return self.event == guard[1]
        if word == 'flag':
            return self.data[guard[1]]
        if word == '<':
            return self.data[guard[1]] < guard[2]
        if word == 'not':
            return not self.holds(guard[1])
        if word == 'and':
            return self.holds(guard[1]) and self.holds(guard[2])
        return self.holds(guard[1]) or self.holds(guard[2])

    def raise_event(self, name):
        if self.raised >= QUEUE_LIMIT:
            raise Failed
        self.raised += 1
        self.queue.append(name)

    def act(self, action):
        word = action[0]
        if word == 'say':
            if len(self.data['log']) + len(action[1]) > TEXT_LIMIT:
                raise BlockFailed
            self.data['log'] += action[1]
        elif word == 'count':
            self.data[action[1]] += 1
        elif word == 'set':
            self.data[action[1]] = action[2]
        elif word == 'fails':
            raise BlockFailed
        elif word == 'raise':
            self.raise_event(action[1])
        elif word == 'send':
            self.send(*action[1:])
        elif word == 'cancel':
            self.timers = [timer for timer in self.timers if timer['id'] != action[1]]
        elif word == 'if':
            for one in action[2] if self.holds(action[1]) else action[3]:
                self.act(one)

    def send(self, event, delay, name):
        if delay == 0:
            self.sent.append(event)
        else:
            self.start_timer(delay, event, None, name)

    def start_timer(self, delay, event, state, name):
        self.started += 1
        self.timers.append({'due': self.now + delay, 'order': self.started, 'event': event, 'state': state, 'id': name})

    def execute(self, block):
        """Executable content: an error ends its block and is an event (SCXML 4.9, 5.9)."""
        try:
            for action in block:
                self.act(action)
        except BlockFailed:
            self.raise_event('error.execution')

    def condition_match(self, transition):
        if not transition.guard:
            return True
        try:
            return self.holds(transition.guard)
        except BlockFailed:
            if transition not in self.guards_failed:
                self.guards_failed.add(transition)
                self.raise_event('error.execution')
            return False

    # --- Appendix D --------------------------------------------------------------------

    def select(self, event):
        """selectTransitions; selectEventlessTransitions when EVENT is None."""
        enabled = OrderedSet()
        for state in in_document_order(one for one in self.configuration if is_atomic(one)):
            enabled_for = next((t for s in [state] + proper_ancestors(state, None) for t in s.transitions
                                if (t.event is None if event is None else t.event is not None and t.takes(event)) and self.condition_match(t)), None)
            if enabled_for:
                enabled.add(enabled_for)
        return self.remove_conflicting(enabled)

    def remove_conflicting(self, enabled):
        filtered = OrderedSet()
        if len(enabled) < 2:
            return enabled
        exits = {transition: set(self.exit_set([transition])) for transition in enabled}
        for t1 in enabled:
            preempted, to_remove = False, []
            for t2 in filtered:
                if exits[t1] & exits[t2]:
                    if is_descendant(t1.source, t2.source):
                        to_remove.append(t2)
                    else:
                        preempted = True
                        break
            if not preempted:
                for t3 in to_remove:
                    filtered.remove(t3)
                filtered.add(t1)
        return filtered

    def microstep(self, enabled):
        self.exit_states(enabled)
        for transition in enabled:
            self.execute(transition.actions)
        self.enter_states(enabled)

    def exit_states(self, enabled):
        to_exit = in_document_order(self.exit_set(enabled))[::-1]
        for state in to_exit:
            for history in state.histories:
                if history.deep:
                    self.history[history] = [one for one in self.configuration if is_atomic(one) and is_descendant(one, state)]
                else:
                    self.history[history] = [one for one in self.configuration if one.parent is state]
        for state in to_exit:
            self.execute(state.exit)
            self.timers = [timer for timer in self.timers if timer['state'] is not state]
            self.configuration.remove(state)

    def exit_set(self, transitions):
        to_exit = OrderedSet()
        for transition in transitions:
            if transition.targets:
                domain = self.transition_domain(transition)
                for state in self.configuration:
                    if is_descendant(state, domain):
                        to_exit.add(state)
        return to_exit

    def enter_states(self, enabled):
        entering = Entering()
        for transition in enabled:
            self.add_targets(transition, entering)
        self.enter(entering)

    def enter(self, entering):
        for state in in_document_order(entering.states):
            assert state not in self.configuration, state
            self.configuration.add(state)
            self.execute(state.entry)
            if state in entering.by_default:
                self.execute(state.initial.get('actions', []))
            self.execute(entering.history_content.get(state, []))
            for delay, event in state.timers:
                self.start_timer(delay, event, state, None)
            if state.type == 'final':
                self.finish(state)

    def finish(self, final):
        parent = final.parent
        if parent is self.chart.root:
            self.closed = True
            return
        if parent.type == 'compound':
            self.raise_event('done.state.' + parent.path)
            parent = parent.parent
        # SCXML 3.4: a parallel state all of whose children are done is done, and so is the one around it; Appendix D looks at the first alone.
        while parent.type == 'parallel' and self.is_in_final(parent):
            self.raise_event('done.state.' + parent.path)
            parent = parent.parent

    def is_in_final(self, state):
        if is_compound(state):
            return any(one.type == 'final' and one in self.configuration for one in state.children)
        if state.type == 'parallel':
            return all(self.is_in_final(one) for one in state.children)
        return state.type == 'final' and state in self.configuration  # a region that is a final state: SCXML has none

    def add_targets(self, transition, entering):
        """computeEntrySet, for one transition."""
        if not transition.targets:
            return
        for state in self.chart.find(transition.targets):
            self.add_descendants(state, entering)
        ancestor = self.transition_domain(transition)
        for state in self.effective_targets(transition.targets):
            self.add_ancestors(state, ancestor, entering)

    def add_descendants(self, state, entering):
        if state.type == 'history':
            if state in self.history:
                leads_to = self.history[state]
            else:
                entering.history_content[state.parent] = state.initial.get('actions', [])
                leads_to = self.chart.find(state.initial['targets'])
            for one in leads_to:
                self.add_descendants(one, entering)
            for one in leads_to:
                self.add_ancestors(one, state.parent, entering)
            return
        if state.parent:
            entering.states.add(state)
        if is_compound(state):
            entering.by_default.add(state)
            leads_to = self.chart.find(state.initial['targets'])
            for one in leads_to:
                self.add_descendants(one, entering)
            for one in leads_to:
                self.add_ancestors(one, state, entering)
        elif state.type == 'parallel':
            self.add_regions(state, entering)

    def add_regions(self, parallel, entering):
        for child in parallel.children:
            if not any(is_descendant(one, child) for one in entering.states):
                self.add_descendants(child, entering)

    def add_ancestors(self, state, ancestor, entering):
        for above in proper_ancestors(state, ancestor):
            # A history around the source would have Appendix D climb past the domain, into what was never left, and enter it twice.
            if above is self.chart.root or above in self.configuration:
                return
            entering.states.add(above)
            if above.type == 'parallel':
                self.add_regions(above, entering)

    def transition_domain(self, transition):
        targets = self.effective_targets(transition.targets)
        if transition.internal and is_compound(transition.source) and all(is_descendant(one, transition.source) for one in targets):
            return transition.source
        return self.least_common_compound_ancestor(transition.source, targets)

    @staticmethod
    def least_common_compound_ancestor(source, others):
        for above in proper_ancestors(source, None):
            if is_compound(above) and all(is_descendant(one, above) for one in others):
                return above
        # LANGUAGE 3: the root's own transitions; the root is never left.
        return source

    def effective_targets(self, paths):
        targets = OrderedSet()
        for state in self.chart.find(paths):
            if state.type != 'history':
                targets.add(state)
            elif state in self.history:
                for one in self.history[state]:
                    targets.add(one)
            else:
                for one in self.effective_targets(state.initial['targets']):
                    targets.add(one)
        return targets

    def macrostep(self, enabled):
        """The inner loop of mainEventLoop; then what was sent without delay, which waits in the external queue (SCXML 6.2)."""
        while True:
            if enabled:
                self.steps += 1
                if self.steps > STEP_LIMIT:
                    raise Failed
                self.microstep(enabled)
            if self.closed:
                self.timers = []
                return
            enabled = self.select(None)
            if enabled:
                continue
            if not self.queue and not self.sent:
                return
            self.event = self.queue.pop(0) if self.queue else self.sent.pop(0)
            enabled = self.select(self.event)

    # --- what comes from outside -------------------------------------------------------

    def whole_or_not(self, what):
        """Runs WHAT; when it fails nothing of it stands. Gives whether it was done."""
        before = (self.configuration[:], dict(self.history), dict(self.data), self.timers[:], self.started, self.closed)
        self.forget_command()
        try:
            return what()
        except Failed:
            configuration, self.history, self.data, self.timers, self.started, self.closed = before
            self.configuration = OrderedSet(configuration)
            return 'failed'

    def open(self):
        def begin():
            self.event = 'open'
            entering = Entering()
            self.add_descendants(self.chart.root, entering)
            self.execute(self.chart.root.initial.get('actions', []))
            self.enter(entering)
            self.macrostep([])
            return 'done'
        outcome = self.whole_or_not(begin)
        self.pass_time(0)
        return outcome

    def command(self, event):
        """The outcome: `done`, `failed`, or why it is refused (LANGUAGE 6)."""
        def run():
            if self.closed:
                return 'closed'
            if not any(t.from_outside and t.takes(event) for s in self.configuration + [self.chart.root] for t in s.transitions):
                return 'not-now'
            self.event = event
            enabled = self.select(event)
            if not enabled:
                return 'guard'
            self.macrostep(enabled)
            return 'done'
        outcome = self.whole_or_not(run)
        self.pass_time(0)
        return outcome

    def pass_time(self, milliseconds):
        until = self.now + milliseconds
        while True:
            due = [timer for timer in self.timers if timer['due'] <= until]
            if not due:
                break
            timer = min(due, key=lambda one: (one['due'], one['order']))
            self.now = max(self.now, timer['due'])
            self.whole_or_not(lambda: self.fire(timer))
            # One whose event fails passes all the same.
            self.timers = [one for one in self.timers if one['order'] != timer['order']]
        self.now = until

    def fire(self, timer):
        self.timers.remove(timer)
        self.event = timer['event']
        self.macrostep(self.select(self.event))

    def leaves(self):
        return [state.path for state in in_document_order(self.configuration) if is_atomic(state)]
