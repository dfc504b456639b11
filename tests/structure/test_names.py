"""Every name by which a view, act, flow or letter is called is one that there is, in a room that may be known."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any, cast

from bot.dialogue import codec
from bot.dialogue.flows import Flow
from bot.dialogue.targets import ToAct, ToView
from bot.doors.buttons import LIMIT
from bot.slices import SLICES, modules
from tests.structure.rooms import ROOMS, room
from tests.structure.source import Module
from tests.structure.source import modules as sources

LARGEST = codec.base36(codec.LARGEST)


# --- views and acts ---------------------------------------------------------------------------------------------------


@cache
def targets() -> dict[type[ToView | ToAct], str]:
    """Every kind of target -> the room that declares it."""
    for module in sources():
        if module.name.endswith(("targets", ".ways")):
            import_module(module.name)
    kinds = [kind for base in (ToView, ToAct) for kind in base.__subclasses__() if kind.__module__.startswith("bot.")]
    return {kind: room(kind.__module__) for kind in kinds}


@cache
def supplied() -> dict[type[ToView | ToAct], str]:
    """Every kind of target that a view or act is for -> the room of that view or act."""
    found = {}
    for place, module in modules("views"):
        for one in (*getattr(module, "VIEWS", ()), *getattr(module, "ACTS", ())):
            assert one.to not in found, f"{one.to.__name__} is for two"
            found[one.to] = place
    return found


def test_every_target_has_one_view_or_act_and_the_other_way_round() -> None:
    assert {kind.__name__ for kind in targets()} == {kind.__name__ for kind in supplied()}


def test_a_target_is_declared_where_its_view_or_act_may_know_it() -> None:
    """A room that leads to a view of a later one declares the way; the later room supplies the view."""
    for kind, declared in targets().items():
        assert ROOMS.index(supplied()[kind]) >= ROOMS.index(declared), kind.__name__


def test_names_of_views_and_of_acts_are_used_once_and_fit_a_button() -> None:
    for base, kind in ((ToView, "s"), (ToAct, "d")):
        ours = [one for one in targets() if issubclass(one, base)]
        assert len({one.name for one in ours}) == len(ours)
        for one in ours:
            assert len(":".join((kind, one.name, *longest(one)))) <= LIMIT, one.__name__


def longest(kind: type[ToView | ToAct]) -> Iterator[str]:
    """The longest text that each of the target's fields can have."""
    for _, kinds, _ in codec._shape(cast(Any, kind)):
        members = [member.value for one in kinds for member in getattr(one, "__members__", {}).values()]
        yield max(members, key=len) if members else LARGEST


# --- flows and letters ------------------------------------------------------------------------------------------------


@cache
def brought(kind: str, attribute: str) -> Mapping[str, str]:
    """Name of every flow, or letter kind -> its room."""
    return {thing.name: place for place, module in modules(kind) for thing in getattr(module, attribute, ())}


def calls(named: set[str], place: int) -> Iterator[tuple[Module, ast.Call, ast.expr]]:
    """Every call of one of these functions outside the rooms that define them, with its argument at `place`."""
    for module in sources():
        if room(module.name) not in SLICES:
            continue
        for node in module.nodes():
            if isinstance(node, ast.Call) and ast.unparse(node.func) in named and len(node.args) > place:
                yield module, node, node.args[place]


def said(module: Module, node: ast.expr, inside: ast.AST | None = None) -> set[str]:
    """Every text that the expression can be: a literal, a constant, one of a mapping, what a local name was given, or
    what the callers in this module pass. AssertionError where that cannot be told from the code."""
    match node:
        case ast.Constant(str() as text):
            return {text}
        case ast.IfExp():
            return said(module, node.body, inside) | said(module, node.orelse, inside)
        case ast.Subscript():
            return plain(value_of(module, node.value))
        case ast.Name() if not hasattr(import_module(module.name), node.id):
            return given(module, node, inside)
        case ast.Name() | ast.Attribute():
            return plain(value_of(module, node))
    raise AssertionError(f"{module.path}:{node.lineno} says a name that cannot be checked: {ast.unparse(node)}")


def value_of(module: Module, node: ast.expr) -> Any:
    if isinstance(node, ast.Attribute):
        return getattr(value_of(module, node.value), node.attr)
    assert isinstance(node, ast.Name), f"{module.path}:{node.lineno}"
    return getattr(import_module(module.name), node.id)


def plain(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        return set().union(*(plain(one) for one in value.values()))
    return {value.name} if isinstance(value, Flow) else {str(value)}


def given(module: Module, name: ast.Name, inside: ast.AST | None = None) -> set[str]:
    """The texts of a local name or a parameter."""
    functions = [node for node in module.nodes() if isinstance(node, ast.FunctionDef) and within(node, name)]
    assert functions, f"{module.path}:{name.lineno} {name.id}"
    function = functions[-1]
    found = set[str]()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name.id for to in node.targets):
            found |= said(module, node.value, function)
    parameters = [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]
    if name.id in parameters:
        place = parameters.index(name.id)
        for call in module.nodes():
            if isinstance(call, ast.Call) and ast.unparse(call.func) == function.name:
                passed = [word.value for word in call.keywords if word.arg == name.id] or call.args[place : place + 1]
                for one in passed:
                    found |= said(module, one, function)
    assert found, f"{module.path}:{name.lineno} says a name that cannot be checked: {name.id}"
    return found


def within(function: ast.FunctionDef, node: ast.expr) -> bool:
    return function.lineno <= node.lineno <= (function.end_lineno or 0)


def wrong(called: Iterator[tuple[Module, ast.Call, ast.expr]], known: Mapping[str, str]) -> list[str]:
    """Names that nothing has, and literals of a later slice. A constant of an earlier room is what the later
    one supplies, as it does the view of a target."""
    found = []
    for module, call, node in called:
        for name in said(module, node):
            here = room(module.name)
            if name not in known:
                found.append(f"{module.path}:{call.lineno} calls {name}, which there is not")
            elif isinstance(node, ast.Constant) and later(known[name], here):
                found.append(f"{module.path}:{call.lineno} calls {name}, which is of a later slice")
    return found


def later(one: str, other: str) -> bool:
    return one.split(".")[0] != other.split(".")[0] and ROOMS.index(one) > ROOMS.index(other)


def test_every_flow_that_is_called_is_there_and_not_of_a_later_slice() -> None:
    flows = brought("flow", "FLOWS")
    assert wrong(calls({"ToFlow"}, 0), flows) == []
    assert wrong(calls({"drafts.begin", "drafts.open_draft"}, 2), flows) == []


def test_every_letter_that_is_planned_is_of_a_kind_that_there_is_and_of_no_later_slice() -> None:
    letters = brought("letters", "LETTERS")
    planned = list(calls({"planning.plan", "planning.plan_all", "planning.plan_each"}, 1))
    assert wrong(iter(planned), letters) == []
    every = {name for module, _, node in planned for name in said(module, node)}
    assert every == letters.keys(), "and every kind is planned somewhere"
