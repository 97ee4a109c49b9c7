"""Labels of actions: which are refused, and where."""

from cases import in_each_case

PUT = "put: {order_id: o-1}"


def test_any_action_but_a_wait_takes_a_label(complaints, lesson):
    entries = [
        f"{PUT}\n    id: placed",
        "batch_write: [put: {order_id: o-2}]\n    id: batch",
        "repeat: {times: 2, do: {put: {order_id: 'r-{n}'}}}\n    id: again",
        "split_shard: 1\n    id: split",
        "stop: {consumer: consumer}\n    id: stopped",
    ]
    assert complaints(lesson(*entries)) == []


@in_each_case(
    "label, code, told",
    [
        ("start", "S204", '"start" means a step by itself; choose another label'),
        ("end", "S204", '"end" means a step by itself'),
        ("last", "S204", '"last" means a step by itself'),
        ("2nd", "S204", '"2nd" is no label: a letter from A to Z or a to z, then such letters, digits and -'),
        ("a_b", "S204", '"a_b" is no label'),
        ("plåced", "S204", '"plåced" is no label'),
        ("''", "S204", '"" is no label'),
        ("null", "S203", "expected a label, such as placed"),
        ("[a]", "S203", "expected a label, such as placed"),
    ],
)
def test_a_text_that_is_no_label_is_refused_at_its_place(complaints, lesson, label, code, told):
    [line] = complaints(lesson(f"{PUT}\n    id: {label}"))
    place = "9:5" if label == "[a]" else "9:9"
    assert line.startswith(f"lesson.yaml:{place}: {code} {told}")


def test_a_label_stands_once(complaints, lesson):
    entries = [f"{PUT}\n    id: placed", f"{PUT}\n    id: paid", "delete: {order_id: o-1}\n    id: placed"]
    assert complaints(lesson(*entries)) == [
        'lesson.yaml:13:9: S204 action 1 has the label "placed" already; each label stands once'
    ]


def test_a_wait_takes_no_label(complaints, lesson):
    assert complaints(lesson(PUT, "wait: 5s\n    id: pause")) == [
        "lesson.yaml:10:9: S206 a wait has no step of its own, so it takes no label"
    ]


def test_a_write_inside_a_repeat_takes_no_label_and_the_way_to_name_it_is_said(complaints, lesson):
    [line] = complaints(lesson("repeat: {times: 2, do: {put: {order_id: a}, id: x}}"))
    assert "put it beside `repeat`, and its second write is LABEL.2" in line
