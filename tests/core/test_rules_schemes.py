import pytest

from partydesk import paths
from partydesk.errors import ForeignFileError
from partydesk.rules.schemes import load_schemes

HEAD = 'id = "x"\ntitle = "考核表"\n'


def items(*points):
    return "".join(
        f'[[items]]\nno = {number}\ntitle = "项目"\npoints = {each}\n'
        for number, each in enumerate(points, 1)
    )


def scheme_in(folder, text):
    (folder / "x.toml").write_text(text, encoding="utf-8")
    return load_schemes(folder)


def test_the_default_scheme_has_the_items_and_points_of_the_published_table():
    (scheme,) = [each for each in load_schemes() if each.id == "default"]

    assert [item.points for item in scheme.items] == [
        *(1200, 800, 1600, 800, 1000, 1000, 800, 600, 600, 800, 800)
    ]
    assert scheme.items[2].title == "三会一课"
    assert all(item.standard and item.deduction and item.evidence for item in scheme.items)
    assert scheme.bonus_cap == 500
    assert len(scheme.vetoes) == 3


def test_points_that_do_not_add_up_to_100_are_refused_with_the_sum(tmp_path):
    assert scheme_in(tmp_path, HEAD + items(60, 40))[0].items[1].points == 4000

    with pytest.raises(ForeignFileError, match=r"合计 99\.5 分，应为 100 分"):
        scheme_in(tmp_path, HEAD + items(60, 39.5))


@pytest.mark.parametrize(
    "text",
    [
        "这不是 TOML",
        'title = "没有编号"\n' + items(100),
        HEAD + items('"一百"'),
        HEAD + items(100.001),
        HEAD + items(-1, 101),
        HEAD + items("inf"),
    ],
)
def test_a_scheme_that_cannot_be_understood_is_refused_with_its_file_name(tmp_path, text):
    with pytest.raises(ForeignFileError, match=r"x\.toml"):
        scheme_in(tmp_path, text)


def test_two_items_with_one_number_are_refused(tmp_path):
    twice = items(50) + items(50)

    with pytest.raises(ForeignFileError, match="序号相同"):
        scheme_in(tmp_path, HEAD + twice)


def test_schemes_of_a_folder_come_by_file_name(tmp_path):
    text = (paths.resources() / "schemes" / "default.toml").read_text(encoding="utf-8")
    for name in ("b", "a"):
        (tmp_path / f"{name}.toml").write_text(
            text.replace('id = "default"', f'id = "{name}"'), encoding="utf-8"
        )

    assert [each.id for each in load_schemes(tmp_path)] == ["a", "b"]
