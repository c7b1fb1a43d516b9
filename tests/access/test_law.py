"""The compiled set equals Casbin's own enforcer, asked one question at a time."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from casbin import Enforcer
from hypothesis import given, settings
from hypothesis import strategies as st

from anshu.access.catalogue import SHIPPED
from anshu.access.compiled import SCOPES, SUBJECT, Laws, ask_all, compile_allowed, policy_lines
from anshu.access.enforcer import DEFAULT_MODEL, Law, PolicyLine
from anshu.definitions.language import Assignment, Grant, Role
from anshu.definitions.words import Text

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PERMISSIONS = sorted(SHIPPED)[::7]
KEYS = ("a", "b", "c")
keys = st.sampled_from(KEYS)
permissions = st.sampled_from(PERMISSIONS)
grants = st.builds(Grant, permission=permissions, scope=st.sampled_from(SCOPES))
roles = st.fixed_dictionaries(
    {
        key: st.builds(
            Role,
            key=st.just(key),
            title=st.just(Text(zh=key)),
            grants=st.lists(grants, max_size=5).map(tuple),
        )
        for key in KEYS
    }
)


def oracle(lines: list[PolicyLine], held: list[str], model: Path = DEFAULT_MODEL) -> Enforcer:
    """The plain enforcer with these lines, knowing nothing of our code but the model file."""
    enforcer = Enforcer(str(model))
    for line in lines:
        enforcer.add_policy(*line)
    for key in held:
        enforcer.add_grouping_policy(SUBJECT, key)
    return enforcer


def allowed_by(enforcer: Enforcer) -> dict[str, set[str]]:
    answers: dict[str, set[str]] = {}
    for permission in PERMISSIONS:
        object_, _, action = permission.rpartition(":")
        scopes: set[str] = {s for s in SCOPES if enforcer.enforce(SUBJECT, object_, action, s)}
        if scopes:
            answers[permission] = scopes
    return answers


@settings(max_examples=60, deadline=None)
@given(roles=roles, held=st.lists(keys, unique=True), caps=st.frozensets(permissions, max_size=2))
def test_compiled_permissions_equal_the_enforcer(
    roles: dict[str, Role], held: list[str], caps: frozenset[str]
) -> None:
    expected = allowed_by(oracle(policy_lines(roles, caps), held))
    assignments = [Assignment(key, f"/{key}/") for key in held]
    allowed = compile_allowed(roles, assignments, now=NOON, laws=Laws(caps=caps))
    assert allowed.permissions & set(PERMISSIONS) == set(expected)
    for permission in PERMISSIONS:
        reach, scopes = allowed.reach(permission), expected.get(permission, set())
        assert reach.everything is ("tenant" in scopes)
        if not reach.everything:
            assert bool(reach.org_paths) is ("org" in scopes)
            assert reach.own is ("own" in scopes)


lines = st.builds(
    PolicyLine,
    role=st.sampled_from((*KEYS, "*")),
    object=st.sampled_from(("hazard:record", "hazard:task", "area:record")),
    action=st.sampled_from(("read", "act")),
    scope=st.sampled_from((*SCOPES, "*")),
    effect=st.sampled_from(("allow", "allow", "deny")),
)
CANDIDATES = ("hazard:record:read", "hazard:task:act", "area:record:read", "area:record:act")


@settings(max_examples=100, deadline=None)
@given(lines=st.lists(lines, max_size=8), held=st.lists(keys, unique=True))
def test_arbitrary_lines_with_denials_give_the_enforcer_s_answers(
    lines: list[PolicyLine], held: list[str]
) -> None:
    law = Law(DEFAULT_MODEL, lines, held=[(SUBJECT, key) for key in held])
    answered = {
        permission: {scope for _, scope in pairs}
        for permission, pairs in ask_all(law, CANDIDATES, held=[*held, "*"]).items()
    }
    enforcer = oracle(lines, held)
    for permission in CANDIDATES:
        object_, _, action = permission.rpartition(":")
        expected = {s for s in SCOPES if enforcer.enforce(SUBJECT, object_, action, s)}
        assert answered.get(permission, set()) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("r.obj == p.obj && r.act == p.act", "keyMatch(r.obj, p.obj) && r.act == p.act"),
        ("r.obj == p.obj && ", "(r.obj == p.obj || p.obj == \"hazard:record\") && "),
        ("r.obj == p.obj && r.act == p.act && ", ""),
        ("m = ", "m = r.scope == \"own\" || "),
        ("some(where (p.eft == allow)) && !some(where (p.eft == deny))",
         "!some(where (p.eft == deny))"),
        ("some(where (p.eft == allow)) && !some(where (p.eft == deny))",
         "priority(p.eft) || deny"),
    ],
)  # fmt: skip
def test_a_looser_model_is_answered_like_the_plain_enforcer(
    tmp_path: Path, old: str, new: str
) -> None:
    text = DEFAULT_MODEL.read_text()
    assert old in text
    model = tmp_path / f"{uuid4()}.conf"
    model.write_text(text.replace(old, new))
    lines = [
        PolicyLine("a", "hazard:*", "read", "own"),
        PolicyLine("a", "hazard:record", "read", "org"),
        PolicyLine("b", "area:record", "read", "tenant"),
        PolicyLine("a", "area:record", "update", "tenant", "deny"),
    ]
    law = Law(model, lines, held=[(SUBJECT, "a")])
    answered = ask_all(law, PERMISSIONS, held=["a"])
    assert set(answered) == set(allowed_by(oracle(lines, ["a"], model)))


def test_a_model_in_which_the_order_of_lines_decides_is_answered_in_their_order(
    tmp_path: Path,
) -> None:
    model = tmp_path / "model.conf"
    effect = "some(where (p.eft == allow)) && !some(where (p.eft == deny))"
    model.write_text(DEFAULT_MODEL.read_text().replace(effect, "priority(p.eft) || deny"))
    objects = [f"thing{n}:record" for n in range(12)]
    lines = [
        PolicyLine("a", object_, "read", "own", effect)
        for n, object_ in enumerate(objects)
        for effect in (("allow", "deny") if n % 2 else ("deny", "allow"))
    ]
    law = Law(model, lines, held=[(SUBJECT, "a")])
    answered = ask_all(law, [f"{object_}:read" for object_ in objects], held=["a"])
    assert set(answered) == {f"{object_}:read" for object_ in objects[1::2]}
