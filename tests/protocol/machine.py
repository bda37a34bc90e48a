"""The driver's verbs as a Hypothesis state machine, which finds short histories where the driver finds
likely ones."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.protocol.driver import History, Step, do, mend, rest
from tests.protocol.ledger import Ledger
from tests.protocol.model.world import ModelWorld
from tests.protocol.wire import Flaw, Kind
from tests.protocol.world import Act, Directive, Link, Plan, Rescue, World

DEVICES = st.sampled_from(("A", "B", "C"))
PICKS = st.integers(0, 7)
FIELDS = st.sampled_from(("f0", "f1"))
OFFICES = st.sampled_from(("north", "south"))
PLANS = st.builds(
    lambda calls, at: Plan(tuple(calls), at), st.lists(st.sampled_from(Link), max_size=8), PICKS
)


class Protocol(RuleBasedStateMachine):
    """Each rule is one verb; the checks of every step run inside `do`,
    those of rest in the rest rule and at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0

    @initialize()
    def start(self) -> None:
        self.world: World = self.make()
        self.ledger = Ledger()
        self.history = History(0)

    def make(self) -> World:
        """The world under test."""
        return ModelWorld()

    def step(self, verb: str, *args: object, **options: bool) -> None:
        """One step, with a number that makes its values its own."""
        self.at += 1
        do(self.world, Step(verb, args, tuple(options.items())), self.ledger, self.history)

    @rule(
        device=DEVICES,
        kind=st.sampled_from(Kind),
        pick=PICKS,
        field=FIELDS,
        flaw=st.sampled_from(Flaw),
        crash=st.booleans(),
    )
    def act(self, device: str, kind: Kind, pick: int, field: str, flaw: Flaw, crash: bool) -> None:
        self.step("act", device, Act(kind, pick, field, f"v{self.at}", flaw, crash))

    @rule(device=DEVICES, plan=PLANS)
    def sync(self, device: str, plan: Plan) -> None:
        self.step("sync", device, plan)

    @rule(device=DEVICES, pick=PICKS, good=st.booleans())
    def correct(self, device: str, pick: int, good: bool) -> None:
        self.step("correct", device, pick, good=good)

    @rule(device=DEVICES, pick=PICKS)
    def resend(self, device: str, pick: int) -> None:
        self.step("resend", device, pick)

    @rule(device=DEVICES, pick=PICKS)
    def forge(self, device: str, pick: int) -> None:
        self.step("forge", device, pick)

    @rule(pick=PICKS)
    def deliver_late(self, pick: int) -> None:
        self.step("deliver_late", pick)

    @rule(device=DEVICES)
    def back_up_desk(self, device: str) -> None:
        self.step("back_up_desk", device)

    @rule(device=DEVICES, how=st.sampled_from(Rescue))
    def restore_desk(self, device: str, how: Rescue) -> None:
        self.step("restore_desk", device, how)

    @rule()
    def back_up_central(self) -> None:
        self.step("back_up_central")

    @rule()
    def restore_central(self) -> None:
        self.step("restore_central")

    @rule(device=DEVICES, seconds=st.integers(-86_400, 86_400))
    def set_clock(self, device: str, seconds: int) -> None:
        self.step("set_clock", device, seconds)

    @rule(
        what=st.sampled_from(
            ("edit", "note", "create", "move", "begin", "commit", "lenient", "strict", "wipe")
        ),
        pick=PICKS,
        field=FIELDS,
        office=OFFICES,
    )
    def headquarters(self, what: str, pick: int, field: str, office: str) -> None:
        self.step("headquarters", Directive(what, f"h{self.at}", pick, field, f"h{self.at}", office))

    @rule()
    def rest(self) -> None:
        rest(self.world, self.ledger, self.history)

    @invariant()
    def desks_stay_enrolled(self) -> None:
        assert len(self.world.devices) == 3

    def teardown(self) -> None:
        rest(self.world, self.ledger, self.history)
        mend(self.world, self.ledger, self.history)
