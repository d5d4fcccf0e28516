"""No script stays within a page."""

from __future__ import annotations

from kb_tools.site.inline import moved


def address(name: str) -> str:
    return f"../js/{name}"


def test_a_script_moves_into_a_file_and_stays_in_its_place() -> None:
    html, scripts = moved("<p>a</p><script>x = 1</script><p>b</p>", address)
    ((name, body),) = scripts.items()
    assert body == "x = 1"
    assert html == f'<p>a</p><script src="../js/{name}"></script><p>b</p>'


def test_equal_scripts_are_one_file() -> None:
    html, scripts = moved("<script>x</script><script>y</script><script>x</script>", address)
    assert len(scripts) == 2
    assert html.count("<script src=") == 3


def test_files_data_modules_and_comments_stay() -> None:
    html = (
        '<script src="a.js"></script><script type="application/json">{"a": 1}</script><script type="module">x</script>'
        "<!-- <script>x</script> --><script> </script><script type='text/template'><p></script>"
    )
    assert moved(html, address) == (html, {})


def test_attributes_are_kept_and_types_that_run_are_moved() -> None:
    html, scripts = moved('<SCRIPT id="a" type="text/javascript">x</SCRIPT >', address)
    assert len(scripts) == 1
    assert html.startswith('<script id="a" type="text/javascript" src="../js/')
