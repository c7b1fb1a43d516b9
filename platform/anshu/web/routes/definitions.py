"""What a client needs to draw forms: fields, choices and outcomes in the reader's language."""

from collections.abc import Iterator
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import UNSET, structs

from anshu.compiler.compiled import CompiledType
from anshu.compiler.conditions import asked_if, excluded_if, needed_if, shown_if
from anshu.compiler.form import CompiledForm
from anshu.definitions.field_language import Field, FormField
from anshu.kernel.refusal import Refusal
from anshu.records.paging import read_record
from anshu.records.services import Services
from anshu.records.subject import Subject
from anshu.web.answers import answer
from anshu.web.asked import Asked
from anshu.web.contract import says
from anshu.web.countdowns import countdowns_of
from anshu.web.definition_shapes import (
    BlockShape,
    Capabilities,
    CodeShape,
    ConflictShape,
    CopyShape,
    Definition,
    FieldShape,
    FlowShape,
    FormShape,
    ListShape,
    NodeShape,
    OutcomeShape,
    Start,
    TemplateText,
)


@get(
    "/definitions/{kind:str}", opt={"permission": "{kind}:record:read"}, responses=says(Definition)
)
async def show_definition(
    request: Asked,
    kind: FromPath[str],
    subject: NamedDependency[Subject],
    services: NamedDependency[Services],
    record: FromQuery[UUID | None] = None,
) -> Response[bytes]:
    """The record type's forms, flow and choices: those of now, or those a record began under."""
    book = await services.books.current(subject.principal)
    found = book.kind(kind)
    if found is None:
        return answer(request, Refusal("unknown_type", kind="unknown"))
    if record is not None:
        read = await read_record(services, subject, kind, record)
        if isinstance(read, Refusal):
            return answer(request, read)
        if read.pinned is not UNSET:
            began = read.kind.judged_by(found.judgement)
            described = describe(began, read.pinned, subject)
            # Names are those of now: a record keeps its shape, not our words for it.
            return answer(request, structs.replace(described, words=_words(found, subject)))
    return answer(request, describe(found, book.compiled.hash.hex(), subject))


def describe(kind: CompiledType, definition: str, subject: Subject) -> Definition:
    """The definition for one reader, in the reader's language."""
    language = subject.language
    fields = [each for field in kind.item.fields for each in (field, *field.columns)]
    lists = {field.code_list for field in fields if field.code_list}
    lists |= {kind.item.level_list} if kind.item.level_list else set()
    return Definition(
        type=kind.key,
        title=kind.item.title.said(language),
        definition=definition,
        capabilities=Capabilities(create=subject.allowed.has(kind.permission("create"))),
        start=Start(form=kind.item.start_form),
        forms={key: _form(kind, key, language) for key in kind.form_keys()},
        flow=_flow(kind, language),
        code_lists={key: _list(kind, key, language) for key in sorted(lists)},
        states=tuple(CodeShape(c.code, c.label.said(language)) for c in kind.item.states),
        level_list=kind.item.level_list or UNSET,
        blocks=tuple(
            BlockShape(b.key, b.title.said(language), b.fields, shown_if(b))
            for b in kind.item.blocks
        ),
        unasked=_unasked(kind, language),
        words=_words(kind, subject),
    )


def _words(kind: CompiledType, subject: Subject) -> dict[str, str]:
    return {key: text.said(subject.language) for key, text in kind.item.words.items()}


def _unasked(kind: CompiledType, language: str) -> tuple[FieldShape, ...]:
    forms = [kind.form(key) for key in kind.form_keys()]
    asked = {key for form in forms if not form.form.of_table for key in form.fields}
    rest = (field for field in kind.item.fields if field.key not in asked)
    return tuple(_field(field, FormField(field.key), language) for field in rest)


def _form(kind: CompiledType, key: str, language: str) -> FormShape:
    form = kind.form(key)
    lasting = _lasting(kind)
    fields = tuple(
        structs.replace(
            _field(form.fields[use.field], use, language, form.rows.get(use.field)),
            suggests=_suggests(kind, form.fields[use.field]),
            lasting=use.field in lasting,
            copies=_copied(kind, use),
        )
        for use in form.form.fields
    )
    conflicts = tuple(ConflictShape(c.first, c.second, excluded_if(c)) for c in form.form.conflicts)
    telling = "telling" in kind.judgement.lexicons and any(f.telling for f in form.fields.values())
    checked = bool(kind.judgement.at_form(key)) or telling
    title = form.form.title.said(language)
    return FormShape(title, fields, conflicts, checked, form.form.of_table)


def _copied(kind: CompiledType, use: FormField) -> CopyShape | None:
    if use.copies is None:
        return None
    field, table = use.copies
    return CopyShape(field, kind.fields[field].of, table)


def _lasting(kind: CompiledType) -> set[str]:
    needs = [need for node in (kind.flow.nodes if kind.flow else ()) for need in node.needs]
    photos = [need for need in needs if need.kind == "photo"]
    return {n.field for n in photos} - {n.field for n in photos if n.since_node}


def _suggests(kind: CompiledType, field: Field) -> bool:
    return bool(field.code_list) and any(c.keywords for c in kind.lists[field.code_list].items)


def _columns(table: Field, language: str, rows: CompiledForm | None) -> Iterator[FieldShape]:
    """Those that the rows' form asks in its order, then the others."""
    uses = rows.uses if rows is not None else {}
    columns = {column.key: column for column in table.columns}
    for key, use in uses.items():
        yield _field(columns[key], use, language)
    for key, column in columns.items():
        if key not in uses:
            yield structs.replace(_field(column, FormField(key), language), hidden=True)


def _field(
    field: Field, use: FormField, language: str, rows: CompiledForm | None = None
) -> FieldShape:
    many = field.kind in ("photo", "multi_choice", "assignments", "table")
    return FieldShape(
        key=field.key,
        kind=field.kind,
        label=field.label.said(language),
        required=use.required or use.min_items > 0,
        classed=field.classed,
        help=field.help.said(language) if field.help else "",
        unit=field.unit,
        code_list=field.code_list,
        of=field.of,
        max_length=field.max_length if field.kind in ("text", "long_text") else 0,
        minimum=field.minimum,
        maximum=field.maximum,
        min_items=use.min_items,
        max_items=field.max_items if many else 0,
        camera=field.camera,
        templates=tuple(
            TemplateText(t.title.said(language), t.text.said(language), t.when or ())
            for t in field.templates
        ),
        required_when=use.required_when,
        required_with=use.required_with,
        needed_if=needed_if(use),
        telling=field.telling,
        promoted=field.promoted or "",
        methods=use.methods if field.kind == "signature" else (),
        prefill=use.prefill,
        asked_if=asked_if(use),
        parent_field=field.parent_field,
        columns=tuple(_columns(field, language, rows)),
    )


def _flow(kind: CompiledType, language: str) -> FlowShape:
    nodes = kind.flow.nodes if kind.flow else ()
    return FlowShape(
        tuple(
            NodeShape(
                node.key,
                node.title.said(language),
                node.kind,
                tuple(
                    OutcomeShape(o.key, o.label.said(language), o.intent, o.form)
                    for o in node.outcomes
                ),
                countdowns_of(kind, node, language),
            )
            for node in nodes
        )
    )


def _list(kind: CompiledType, key: str, language: str) -> ListShape:
    found = kind.lists[key]
    return ListShape(
        found.title.said(language),
        tuple(
            CodeShape(
                code.code,
                code.label.said(language),
                code.parent,
                code.hint.said(language) if code.hint else "",
                code.colour,
                f"{code.clause.norm}-{code.clause.edition} {code.clause.clause}"
                if code.clause
                else "",
            )
            for code in found.items
        ),
    )


ROUTES = [show_definition]
