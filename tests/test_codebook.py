import pytest

from pipeline import codebook


def test_the_frame_has_its_themes_subthemes_and_lenses_in_order():
    frame = codebook.read()
    assert [theme.id for theme in frame.themes] == [
        "acute_reconfiguration",
        "primary_care",
        "workforce",
        "enablers",
        "organisational_arrangements",
    ]
    assert len(frame.subthemes) == 20
    assert [lens.id for lens in frame.lenses] == ["finance", "engagement", "delivery"]
    assert frame.ids().index("enablers>estates") > frame.ids().index("enablers")


def test_every_label_has_a_definition_and_terms():
    for entry in codebook.read().entries:
        assert entry.definition.endswith("."), entry.id
        assert entry.preferred, entry.id


def test_a_subtheme_belongs_to_a_theme():
    frame = codebook.read()
    for entry in frame.subthemes:
        assert entry.id.startswith(entry.parent + ">")
        assert entry.parent in {theme.id for theme in frame.themes}


@pytest.mark.parametrize("content", ["version = ", "version = '1'", "[themes.x]\nlabel = 'X'"])
def test_a_frame_that_is_not_well_formed_is_named(tmp_path, content):
    path = tmp_path / "frame.toml"
    path.write_text(content)
    with pytest.raises(ValueError, match=r"frame\.toml"):
        codebook.read(path)
