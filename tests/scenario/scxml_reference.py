"""SCXML's Appendix D (W3C Recommendation of 1 September 2015), written out as it stands there: what `caseway simulate` is compared with.

A chart is plain data, so that it can be printed and shrunk. A state is a dict: `name`, `type` (atomic compound parallel final history), `deep` of a history,
`initial` ({targets, actions}; of a history its default), `entry`, `exit`, `states`, and `parts`: [key, …] in the order of the file, where
    ['on', [[event, transitions], …]]   ['always', transitions]   ['after', [[milliseconds, spelling, transitions], …]]   ['onDone', transitions]
A transition is {targets, reenter, guard, actions}. Guards and actions are lists that begin with a word: see Machine.holds and Machine.act.
`each` of a state (LANGUAGE 10) makes it parallel with one region for each item, `e[1]`, `e[2]`, …; paths in a chart are written without these numbers.

Where this is not the letter of Appendix D, the place says why: a name matches exactly and a compound source is internal by default (LANGUAGE 3 and 5),
nested parallel states are done (SCXML 3.4), what is active is not entered and what was left is (SCXML 3.11), closing runs no exits (LANGUAGE 8), and a guard that fails says so
once for each command, since Appendix D would go round for ever.
"""

STEP_LIMIT = 1000  # PLAN_STEP_LIMIT
QUEUE_LIMIT = 1000  # PLAN_QUEUE_LIMIT
TIMER_LIMIT = 1000  # SUBJECT_TIMER_LIMIT
# More than these is a crowd that takes too long to follow.
FIRED_LIMIT = 2000  # timers of one machine
ITEM_LIMIT = 20


class Failed(Exception):
    """The command fails as a whole: nothing of it stands."""


class Refused(Exception):
    """The command is refused, with this code."""


class TooLong(Exception):
    """The machine is not followed any further."""


class BlockFailed(Exception):
    """An action has failed: the rest of its block is not done."""


class State:
    def __init__(self, chart, description, parent, strand=0):
        self.parent, self.description = parent, description
        self.ancestors = parent.ancestors | {parent} if parent else frozenset()
        self.strand = strand  # it is itself the strand of this item of its parent
        self.item = strand or (parent.item if parent else 0)
        self.each = bool(description.get('each')) and not strand
        self.kind = 'compound' if strand else description['type']
        self.deep = description.get('deep', False)
        self.word, self.path = self.names(strand)
        self.initial = None if self.each else description.get('initial')
        own = {} if strand else description  # what stands beside `each` is the whole's
        self.entry, self.exit = own.get('entry', []), own.get('exit', [])
        self.transitions, self.timers = [], []  # of `after`: (milliseconds, event)
        for key, part in own.get('parts', []):
            self.read_part(key, part)
        if not strand:
            chart.by_word[self.word, self.item] = self
        self.inner = [] if self.each else [State(chart, one, self) for one in description.get('states', [])]
        self.children = [one for one in self.inner if one.kind != 'history']
        self.histories = [one for one in self.inner if one.kind == 'history']

    def names(self, strand):
        """Its path without the numbers of items, and with them."""
        above, name = self.parent, self.description['name']
        if strand:
            return above.word, f'{above.path}[{strand}]'
        if not above or not above.path:
            return name, name
        return f'{above.word}.{name}', f'{above.path}.{name}'

    @property
    def type(self):
        """An `each` state without items is atomic."""
        return self.kind if not self.each else 'parallel' if self.children else 'atomic'

    def read_part(self, key, part):
        if key == 'on':
            for event, transitions in part:
                self.transitions += [Transition(self, one, event, from_outside=True) for one in transitions]
        elif key == 'always':
            self.transitions += [Transition(self, one, None) for one in part]
        elif key == 'onDone':
            self.transitions += [Transition(self, one, 'done.state.' + self.word) for one in part]
        else:
            for number, (delay, _, transitions) in enumerate(part, 1):
                event = f'after.{self.word}.{number}'
                self.timers.append((delay, event))
                self.transitions += [Transition(self, one, event) for one in transitions]

    def __repr__(self):
        return self.path or '(root)'


class Transition:
    def __init__(self, source, description, event, from_outside=False):
        self.source = source
        self.event = event
        self.from_outside = from_outside
        self.place = (source.word, len(source.transitions), id(description))
        self.targets = description.get('targets', [])
        self.internal = not description.get('reenter', False)
        self.guard = description.get('guard')
        self.actions = description.get('actions', [])

    def takes(self, name):
        """LANGUAGE 5: a name matches exactly, NAME.* itself and all below it, * any."""
        return self.event in ('*', name) or (self.event.endswith('.*') and (name + '.').startswith(self.event[:-1]))


class Chart:
    def __init__(self, root):
        self.by_word = {}  # (path without the numbers of items, item) → state
        self.items = 0
        self.words = set(words_of(root, ''))
        self.root = State(self, root, None)
        self.settle()

    def settle(self):
        """Puts the states into document order, and says where each begins that does not say so itself."""
        self.states = list(self.below(self.root))
        for index, state in enumerate(self.states):
            state.index = index
            if is_compound(state) and not state.initial:
                state.initial = {'targets': [state.children[0].word]}
        for state in self.states:
            # A history that says nothing leads where its parent begins.
            if state.type == 'history' and not state.initial:
                above = state.parent
                state.initial = above.initial if is_compound(above) else {'targets': [one.word for one in above.children]}
            for named in ([state.initial['targets']] if state.initial else []) + [transition.targets for transition in state.transitions]:
                self.find(named, state)

    def below(self, state):
        yield state
        for one in state.children if state.each else state.inner:
            yield from self.below(one)

    def add_item(self):
        self.items += 1
        if self.items > ITEM_LIMIT:
            raise TooLong
        for state in [one for one in self.states if one.each]:
            state.children.append(State(self, state.description, state, strand=self.items))
        self.settle()

    def drop_items(self, items):
        """Those after ITEMS were never there."""
        self.items = items
        for state in self.states:
            if state.each:
                del state.children[items:]
        self.by_word = {key: state for key, state in self.by_word.items() if key[1] <= items}
        self.settle()

    def find(self, words, seen_from):
        """A word means the state in the strand that it is SEEN_FROM, else the one outside of strands."""
        return [self.by_word.get((word, seen_from.item)) or self.by_word[word, 0] for word in words]


def words_of(description, above):
    for one in description.get('states', []):
        word = f'{above}.{one["name"]}' if above else one['name']
        yield word
        yield from words_of(one, word)


def is_compound(state):
    return state.type == 'compound'


def is_descendant(state, above):
    return above in state.ancestors


def proper_ancestors(state, until):
    found = []
    state = state.parent
    while state and state is not until:
        found.append(state)
        state = state.parent
    return found


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
        self.timers = []  # {due, order, event, item, state or None, id}
        self.started = 0
        self.fired = 0
        self.closed = False
        self.ended = OrderedSet()  # final states of strands
        self.forget_command()

    def forget_command(self):
        self.queue, self.sent, self.steps, self.raised, self.guards_failed = [], [], 0, 0, set()

    # --- guards and actions ------------------------------------------------------------

    def is_in(self, word, item):
        """LANGUAGE 10: in a strand it asks of that strand; from outside, of any."""
        if word not in self.chart.words:
            raise KeyError(word)
        found = [state for state in self.chart.states if state.word == word]
        of_strand = [state for state in found if state.item == item] if item and any(state.item for state in found) else []
        return any(state in self.configuration for state in of_strand or found)

    def holds(self, guard, item):
        word = guard[0]
        if word == 'fails':
            raise BlockFailed
        if word == 'const':
            return guard[1]
        if word == 'in':
            return self.is_in(guard[1], item)
        if word == 'event':
            return self.event == guard[1]
        if word == 'flag':
            return self.data[guard[1]]
        if word == '<':
            return self.data[guard[1]] < guard[2]
        if word == 'not':
            return not self.holds(guard[1], item)
        if word == 'and':
            return self.holds(guard[1], item) and self.holds(guard[2], item)
        return self.holds(guard[1], item) or self.holds(guard[2], item)

    def raise_event(self, name, item=0):
        if self.raised >= QUEUE_LIMIT:
            raise Failed
        self.raised += 1
        self.queue.append((name, item))

    def act(self, action, item):
        word = action[0]
        if word == 'say':
            self.data['log'] += action[1]
        elif word == 'item':
            self.data['log'] += f'#{item} '
        elif word == 'count':
            self.data[action[1]] += 1
        elif word == 'set':
            self.data[action[1]] = action[2]
        elif word == 'fails':
            raise BlockFailed
        elif word == 'raise':
            self.raise_event(action[1], item)
        elif word == 'send':
            event, delay, name = action[1:]
            if delay == 0:
                self.sent.append((event, item))
            else:
                self.start_timer(delay, event, item, None, name)
        elif word == 'cancel':
            self.timers = [timer for timer in self.timers if timer['id'] != action[1]]
        elif word == 'add':
            self.chart.add_item()
        elif word == 'if':
            for one in action[2] if self.holds(action[1], item) else action[3]:
                self.act(one, item)

    def start_timer(self, delay, event, item, state, name):
        if len(self.timers) >= TIMER_LIMIT:
            raise Failed
        self.started += 1
        self.timers.append({'due': self.now + delay, 'order': self.started, 'event': event, 'item': item, 'state': state, 'id': name})

    def execute(self, block, state):
        """Executable content: an error ends its block and is an event (SCXML 4.9, 5.9)."""
        try:
            for action in block:
                self.act(action, state.item)
        except BlockFailed:
            self.raise_event('error.execution')

    def condition_match(self, transition):
        if not transition.guard:
            return True
        try:
            return self.holds(transition.guard, transition.source.item)
        except BlockFailed:
            if transition.place not in self.guards_failed:
                self.guards_failed.add(transition.place)
                self.raise_event('error.execution')
            return False

    # --- Appendix D --------------------------------------------------------------------

    def is_atomic(self, state):
        """Told by the configuration: an `each` whose first item has just appeared has no strand yet."""
        return all(one.parent is not state for one in self.configuration)

    @staticmethod
    def heard_from(state, item):
        """An event told to one item passes the other strands by, and is heard from what these are strands of."""
        if item and state.item not in (0, item):
            return next(one for one in [state] + proper_ancestors(state, None) if one.strand).parent
        return state

    def select(self, event, item=0):
        """selectTransitions; selectEventlessTransitions when EVENT is None."""
        enabled = OrderedSet()
        for leaf in in_document_order(one for one in self.configuration if self.is_atomic(one)):
            state = self.heard_from(leaf, item)
            transitions = (t for s in [state] + proper_ancestors(state, None) for t in s.transitions)
            for t in transitions:
                triggered = t.event is None if event is None else t.event is not None and t.takes(event)
                if triggered and self.condition_match(t):
                    enabled.add(t)
                    break
        return self.remove_conflicting(enabled)

    def remove_conflicting(self, enabled):
        exits = {t: set(self.exit_set([t])) for t in enabled if len(enabled) > 1}
        filtered = OrderedSet()
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
        # Appendix D asks for the domain again when it enters; by then a history may remember another state, which leads to another domain.
        self.domains = {transition: self.transition_domain(transition) for transition in enabled if transition.targets}
        self.exit_states(enabled)
        for transition in enabled:
            self.execute(transition.actions, transition.source)
        self.enter_states(enabled)

    def exit_states(self, enabled):
        to_exit = in_document_order(self.exit_set(enabled))[::-1]
        for state in to_exit:
            for history in state.histories:
                if history.deep:
                    self.history[history] = [one for one in self.configuration if self.is_atomic(one) and is_descendant(one, state)]
                else:
                    self.history[history] = [one for one in self.configuration if one.parent is state]
        for state in to_exit:
            self.execute(state.exit, state)
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
            self.execute(state.entry, state)
            if state in entering.by_default:
                self.execute(state.initial.get('actions', []), state)
            self.execute(entering.history_content.get(state, []), state)
            for delay, event in state.timers:
                self.start_timer(delay, event, state.item, state, None)
            if state.type == 'final':
                self.finish(state)

    def finish(self, final):
        parent = final.parent
        if parent is self.chart.root:
            self.closed = True
            return
        if parent.strand:
            self.ended.add(final)
        elif is_compound(parent):
            self.raise_event('done.state.' + parent.word, parent.item)
        # SCXML 3.4: a parallel state all of whose children are done is done, and so is the one around it; Appendix D looks at the first alone.
        above = parent.parent if is_compound(parent) else parent
        while above.type == 'parallel' and self.is_in_final(above):
            self.raise_event('done.state.' + above.word, above.item)
            above = above.parent

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
        for state in self.chart.find(transition.targets, transition.source):
            self.add_descendants(state, entering)
        ancestor = self.domains[transition]
        for state in self.effective_targets(transition.targets, transition.source):
            self.add_ancestors(state, ancestor, entering)

    def add_descendants(self, state, entering):
        if state.type == 'history':
            if state in self.history:
                self.add_all(self.history[state], state.parent, entering)
            else:
                entering.history_content[state.parent] = state.initial.get('actions', [])
                self.add_all(self.chart.find(state.initial['targets'], state), state.parent, entering)
            return
        if state.parent:
            entering.states.add(state)
        ended = [one for one in self.ended if one.parent is state]
        if ended and state.strand:
            # A strand that has ended begins at its end (docs/decisions/strands.md).
            self.add_all(ended[:1], state, entering)
        elif is_compound(state):
            entering.by_default.add(state)
            self.add_all(self.chart.find(state.initial['targets'], state), state, entering)
        elif state.type == 'parallel':
            self.add_regions(state, entering)

    def add_all(self, states, ancestor, entering):
        for one in states:
            self.add_descendants(one, entering)
        for one in states:
            self.add_ancestors(one, ancestor, entering)

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
        targets = self.effective_targets(transition.targets, transition.source)
        if transition.internal and is_compound(transition.source) and all(is_descendant(one, transition.source) for one in targets):
            return transition.source
        return self.least_common_compound_ancestor(transition.source, targets)

    @staticmethod
    def least_common_compound_ancestor(source, others):
        for above in proper_ancestors(source, None):
            if is_compound(above) and all(is_descendant(one, above) for one in others):
                return above
        return source  # the root's own transitions: it is never left

    def effective_targets(self, words, seen_from):
        targets = OrderedSet()
        for state in self.chart.find(words, seen_from):
            if state.type != 'history':
                stand_for = [state]
            elif state in self.history:
                stand_for = self.history[state]
            else:
                stand_for = self.effective_targets(state.initial['targets'], state)
            for one in stand_for:
                targets.add(one)
        return targets

    def begin_strands(self):
        """LANGUAGE 10: new items start strands."""
        for state in in_document_order(self.configuration):
            for strand in state.children if state.each else []:
                if strand not in self.configuration:
                    entering = Entering()
                    self.add_descendants(strand, entering)
                    self.enter(entering)

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
            self.begin_strands()
            enabled = self.select(None)
            if enabled:
                continue
            if not self.queue and not self.sent:
                return
            self.event, item = self.queue.pop(0) if self.queue else self.sent.pop(0)
            enabled = self.select(self.event, item)

    # --- what comes from outside -------------------------------------------------------

    def whole_or_not(self, what):
        """Runs WHAT; when it fails or is refused nothing of it stands. Gives the outcome."""
        before = (OrderedSet(self.configuration), dict(self.history), dict(self.data), self.timers[:], self.started, self.closed, OrderedSet(self.ended))
        items = self.chart.items
        self.forget_command()
        try:
            what()
            return 'done'
        except (Failed, Refused) as why:
            self.configuration, self.history, self.data, self.timers, self.started, self.closed, self.ended = before
            self.chart.drop_items(items)
            return str(why) or 'failed'

    def open(self):
        def begin():
            self.event = 'open'
            entering = Entering()
            self.add_descendants(self.chart.root, entering)
            self.execute(self.chart.root.initial.get('actions', []), self.chart.root)
            self.enter(entering)
            self.macrostep([])
        outcome = self.whole_or_not(begin)
        self.pass_time(0)
        return outcome

    def is_taken(self, event, item):
        heard_in = [state for state in self.configuration if not (item and state.item) or state.item == item] + [self.chart.root]
        return any(t.from_outside and t.takes(event) for state in heard_in for t in state.transitions)

    def command(self, event, item=0):
        """The outcome: `done`, `failed`, or why it is refused (LANGUAGE 6). `more` brings an item."""
        def run():
            if item > self.chart.items:
                raise Refused('form')
            if self.closed:
                raise Refused('closed')
            if not self.is_taken(event, item):
                raise Refused('not-now')
            if event == 'more':
                self.chart.add_item()
            self.event = event
            enabled = self.select(event, item)
            if not enabled:
                raise Refused('guard')
            self.macrostep(enabled)
        outcome = self.whole_or_not(run)
        self.pass_time(0)
        return outcome

    def pass_time(self, milliseconds):
        until = self.now + milliseconds
        while True:
            due = [timer for timer in self.timers if timer['due'] <= until]
            if not due:
                break
            self.fired += 1
            if self.fired > FIRED_LIMIT:
                raise TooLong
            timer = min(due, key=lambda one: (one['due'], one['order']))
            self.now = max(self.now, timer['due'])
            self.whole_or_not(lambda: self.fire(timer))
            # One whose event fails passes all the same.
            self.timers = [one for one in self.timers if one['order'] != timer['order']]
        self.now = until

    def fire(self, timer):
        self.timers.remove(timer)
        self.event = timer['event']
        self.macrostep(self.select(self.event, timer['item']))

    def leaves(self):
        return [state.path for state in in_document_order(self.configuration) if self.is_atomic(state)]
