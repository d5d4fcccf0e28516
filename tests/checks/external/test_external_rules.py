"""From articles and real servers to findings, day by day."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from checks.marked import TODAY, base
from links.loopback import PUBLIC, Handler, Recorder, Route, only_loopback, serving
from trees import write

from kb_tools.checks.external.memory import Memory
from kb_tools.checks.external.verdicts import find_out
from kb_tools.checks.finding import Finding
from kb_tools.checks.rules import named
from kb_tools.checks.runner import run
from kb_tools.errors import ConfigError
from kb_tools.links.hosts import Manners

QUICK = Manners(pause=0.01)


@pytest.fixture(autouse=True)
def _nothing_leaves() -> Iterator[None]:
    with only_loopback():
        yield


def check(root: Path, network: Recorder, today: date = TODAY, manners: Manners = QUICK) -> tuple[Finding, ...]:
    """What the family finds on a day."""
    everything = base(root, today)
    everything.external = find_out(everything, network.network, manners)
    result = run(everything, named("KB3"))
    notes[:] = result.notes
    return result.findings


notes: list[str] = []


def rules(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


def network(*names: str) -> Recorder:
    return Recorder({name: [PUBLIC] for name in names or ("vendor.corp", "archive.corp")})


def tree(root: Path, article: str, options: str = "") -> Path:
    return write(root, {"docs/a.md": article, "kb.toml": f'[check.external]\narchive = ""\n{options}'})


def says(status: int, body: bytes = b"", **headers: str) -> Route:
    return lambda handler: handler.answer(status, body, **headers)


def test_a_link_is_dead_when_it_failed_on_three_days(tmp_path: Path) -> None:
    with serving({"/": says(200)}) as server:
        url = f"http://vendor.corp:{server.port}/gone"
        tree(tmp_path, f"# A\n\n[x]({url}) and [y]({url}#part)\n")
        first = check(tmp_path, network())
        again = check(tmp_path, network())
        second = check(tmp_path, network(), TODAY + timedelta(days=1))
        dead = check(tmp_path, network(), TODAY + timedelta(days=9))
        server.routes["/gone"] = says(200)
        back = check(tmp_path, network(), TODAY + timedelta(days=10))
        del server.routes["/gone"]
        anew = check(tmp_path, network(), TODAY + timedelta(days=12))
    assert rules(first) == rules(again) == rules(second) == ["KB302", "KB302"]
    assert first[0].message == second[0].message == f"{url} fails since 2026-11-21: 404 Not Found"
    assert [(each.rule, each.severity, each.line, each.column) for each in dead] == [
        ("KB301", "error", 3, 5), ("KB301", "error", 3, len(url) + 15),
    ]  # fmt: skip
    assert dead[0].message == f"{url} is dead: 404 Not Found, on 3 days since 2026-11-21"
    assert back == ()
    assert rules(anew) == ["KB302", "KB302"]
    assert {each.fingerprint for each in first} == {each.fingerprint for each in second}


def test_a_page_is_asked_once_and_not_again_for_a_day(tmp_path: Path) -> None:
    with serving({"/a": says(200), "/b": says(403)}) as server:
        url = f"http://vendor.corp:{server.port}"
        text = f'# A\n\n[1]({url}/a) <{url}/a> ![2]({url}/a) [3]: x\n\n[4][r] [r]\n\n[r]: {url}/b\n\n<a href="{url}/a">h</a>\n'
        write(tree(tmp_path, text), {"docs/b.md": text})
        first = check(tmp_path, network())
        assert sorted(server.asked()) == ["GET", "HEAD", "HEAD"]
        assert check(tmp_path, network()) == first
        assert len(server.requests) == 3
        check(tmp_path, network(), TODAY + timedelta(days=1))
        assert len(server.requests) == 6
    # The definition, not each reference to it.
    assert [(each.rule, each.path, each.line) for each in first] == [
        ("KB303", "docs/a.md", 7),
        ("KB303", "docs/b.md", 7),
    ]


def test_one_who_does_not_let_programs_in_is_never_dead(tmp_path: Path) -> None:
    with serving({"/": says(403)}) as server:
        tree(tmp_path, f"[x](http://vendor.corp:{server.port}/)")
        for day in range(5):
            (finding,) = check(tmp_path, network(), TODAY + timedelta(days=day))
    assert (finding.rule, finding.severity) == ("KB303", "info")
    assert "403 Forbidden" in finding.message


def test_what_passes_by_itself_is_a_remark(tmp_path: Path) -> None:
    with serving({"/": says(500)}) as server:
        tree(tmp_path, f"[x](http://vendor.corp:{server.port}/) [y](http://vendor.corp:{server.port}/typo)")
        assert [(each.rule, each.severity) for each in check(tmp_path, network())] == [
            ("KB302", "info"),
            ("KB302", "warning"),
        ]


def test_what_moved_is_written_anew(tmp_path: Path) -> None:
    def moved(handler: Handler) -> None:
        handler.answer(301, Location="/new/(x)?a=1&copy;=2")

    with serving({"/old": moved, "/temporary": says(302, Location="/old"), "/new/(x)": says(200)}) as server:
        old, new = f"http://vendor.corp:{server.port}/old", f"http://vendor.corp:{server.port}/new"
        text = (f'# Ä\n\nä [x]({old}#a.b "title") <{old}>\n\n| t |\n| - |\n| [z](<{old}>) |\n\n'
                f'<a href="{old}">h</a> [r]\n\n[r]: {old}\n'
                f"\n[no](http://vendor.corp:{server.port}/temporary)\n")  # fmt: skip
        tree(tmp_path, text)
        findings = check(tmp_path, network())
    assert rules(findings) == ["KB304"] * 5
    lines = text.split("\n")
    for edit in reversed([edit for each in findings for edit in each.edits]):
        line = lines[edit.span.line - 1]
        lines[edit.span.line - 1] = line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]
    markdown, attribute = f"{new}/%28x%29?a=1&amp;copy;=2", f"{new}/(x)?a=1&amp;copy;=2"
    assert "\n".join(lines) == text.replace(f"({old}#a.b", f"({markdown}#a.b").replace(f"<{old}>", f"<{markdown}>").replace(
        f'"{old}"', f'"{attribute}"').replace(f": {old}", f": {markdown}")  # fmt: skip
    write(tmp_path, {"docs/a.md": "\n".join(lines)})
    first, *_ = base(tmp_path).articles["a.md"].links
    assert first.target == f"{new}/%28x%29?a=1&copy;=2#a.b"


def test_what_somebody_is_writing_right_now_is_left_alone(tmp_path: Path) -> None:
    with serving({"/old": says(301, Location="/new"), "/new": says(200)}) as server:
        root = tree(tmp_path, f"[x](http://vendor.corp:{server.port}/old)")
        everything = base(root)
        everything.external = find_out(everything, network().network, QUICK)
    write(root, {"docs/a.md": f"A [x](http://vendor.corp:{server.port}/old)"})
    (finding,) = run(everything, named("KB304")).findings
    assert finding.edits == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("/a", "/b", "fixed"), ("/a/b", "/", "found"), ("/a/b", "/en-us/", "found"), ("/a", "/404.html", "found"),
        ("/a", "/errors/not-found", "found"), ("/", "/home", "fixed"), ("/a", "/a/", "fixed"),
        ("/a", "/en-us/a", "none"), ("/a", "/de/a/", "none"), ("/a", "/login?next=x", "none"), ("/a", "/x?back=%2Fa", "none"),
    ],
)  # fmt: skip
def test_not_every_permanent_redirect_is_a_move(tmp_path: Path, old: str, new: str, expected: str) -> None:
    with serving({old: says(301, Location=new), new.partition("?")[0]: says(200)}) as server:
        tree(tmp_path, f"[x](http://vendor.corp:{server.port}{old})")
        found = check(tmp_path, network())
    assert rules(found) == ([] if expected == "none" else ["KB304"])
    assert [bool(each.edits) for each in found] == {"fixed": [True], "found": [False], "none": []}[expected]


def test_short_links_are_meant_to_redirect(tmp_path: Path) -> None:
    with serving({"/x": says(301, Location="/y"), "/y": says(200)}) as server:
        tree(tmp_path, f"[x](http://aka.ms:{server.port}/x)")
        assert check(tmp_path, network("aka.ms")) == ()


def test_a_page_to_which_everything_was_sent_is_no_new_place(tmp_path: Path) -> None:
    routes = {f"/{number}": says(301, Location="/all") for number in range(3)}
    with serving({**routes, "/all": says(200)}) as server:
        url = f"http://vendor.corp:{server.port}"
        tree(tmp_path, f"[x]({url}/0) [x]({url}/0#a) [x]({url}/1) [x]({url}/2)")
        assert [bool(each.edits) for each in check(tmp_path, network())] == [False] * 4
        tree(tmp_path, f"[x]({url}/0) [x]({url}/0#a) [x]({url}/1)")
        assert [bool(each.edits) for each in check(tmp_path, network())] == [True] * 3


def test_a_place_that_is_not_on_the_page(tmp_path: Path) -> None:
    page = b"<h1 id=ports>Ports</h1>"
    with serving({"/": says(200, page, Content_Type="text/html")}) as server:
        url = f"http://vendor.corp:{server.port}/"
        tree(tmp_path, f"[x]({url}#ports)\n[x]({url}#port)\n[x]({url}#:~:text=a)\n[x]({url})\n")
        (first,) = check(tmp_path, network())
        assert (first.rule, first.line, first.hint) == ("KB305", 2, "Did you mean #ports?")
        assert server.asked() == ["GET"]
        assert check(tmp_path, network()) == (first,)
        assert server.asked() == ["GET"], "it was remembered"
        tree(tmp_path, f"[x]({url}#ports)\n[x]({url}#port)\n[x]({url}#zzz)\n")
        assert [each.line for each in check(tmp_path, network())] == [2, 3]
        assert server.asked() == ["GET", "GET"]


def test_of_a_page_that_is_gone_no_place_is_missed(tmp_path: Path) -> None:
    page = says(200, b"<h1 id=ports>Ports</h1>", Content_Type="text/html")
    with serving({"/page": page, "/": says(200)}) as server:
        url = f"http://vendor.corp:{server.port}/page"
        tree(tmp_path, f"[x]({url}#port)\n", "dead_after_days = 1\n")
        assert rules(check(tmp_path, network())) == ["KB305"]
        server.routes["/page"] = says(404)
        (dead,) = check(tmp_path, network(), TODAY + timedelta(days=2))
    assert dead.rule == "KB301"
    assert dead.message == f"{url}#port is dead: 404 Not Found, on 2026-11-23"


def test_what_is_not_asked_says_how_to_allow_it(tmp_path: Path) -> None:
    tree(tmp_path, "[x](http://10.0.0.1/a) [y](https://user:word@vendor.corp/) [z](http://wiki.corp/)")
    recorder = network()
    recorder.names["wiki.corp"] = ["169.254.169.254"]
    number, login, name = check(tmp_path, recorder)
    assert rules((number, login, name)) == ["KB306"] * 3
    assert number.message == "http://10.0.0.1/a was not asked: 10.0.0.1 is a private address"
    assert 'allow_hosts = ["10.0.0.1"]' in number.hint
    assert "Take the user name" in login.hint
    assert "wiki.corp has the address 169.254.169.254, a metadata address of a cloud" in name.message
    assert recorder.connected == []


def test_allowed_and_ignored(tmp_path: Path) -> None:
    with serving({}) as server:
        url = f"127.0.0.1:{server.port}"
        tree(tmp_path, f"[x](http://{url}/a) [y](http://{url}/b/c?d) [z](http://{url}/e)",
             f'allow_hosts = ["127.0.0.1"]\nignore = ["http://{url}/a", "*/b/*d"]\n')  # fmt: skip
        (finding,) = check(tmp_path, network())
    assert finding.message.startswith(f"http://{url}/e fails")


def test_examples_are_no_links(tmp_path: Path) -> None:
    recorder = network()
    tree(tmp_path, "[x](https://example.com/x) [x](http://vpn.example/) [x](https://a.invalid) [x](https://<tenant>.corp/) "
                   "[x](mailto:a@vendor.corp) `https://vendor.corp/code`\n\n    https://vendor.corp/\n")  # fmt: skip
    assert check(tmp_path, recorder) == ()
    assert recorder.resolved == recorder.connected == []


def test_a_copy_of_a_dead_page_is_named(tmp_path: Path) -> None:
    def available(handler: Handler) -> None:
        asked.append(handler.path)
        closest = {"available": True, "url": "http://web.archive.corp/web/2023/x", "status": "200"}
        handler.answer(200, json.dumps({"archived_snapshots": {"closest": closest}}).encode())

    asked: list[str] = []
    with serving({"/available": available}) as server:
        url = f"http://vendor-of-tests.com:{server.port}/a?b=c&d"
        tree(tmp_path, f"[x]({url})")
        (tmp_path / "kb.toml").write_text(
            f'[check.external]\ndead_after_days = 1\narchive = "http://archive.corp:{server.port}/available"\n'
        )
        (finding,) = check(tmp_path, network("vendor-of-tests.com", "archive.corp"))
        assert (finding.rule, finding.hint) == ("KB301", "A copy of the page is at https://web.archive.corp/web/2023/x")
        check(tmp_path, network("vendor-of-tests.com", "archive.corp"), TODAY + timedelta(days=1))
    assert asked == [f"/available?url=http%3A%2F%2Fvendor-of-tests.com%3A{server.port}%2Fa%3Fb%3Dc%26d"]


def test_nobody_outside_is_told_of_what_is_inside(tmp_path: Path) -> None:
    names = ("wiki.corp", "wiki", "allowed-by-name.com", "below.allowed-tree.com")
    with serving({"/available": says(200, b"{}")}) as server:
        tree(tmp_path, "".join(f"[x](http://{name}:{server.port}/gone)\n" for name in names))
        (tmp_path / "kb.toml").write_text(
            f'[check.external]\ndead_after_days = 1\narchive = "http://archive.corp:{server.port}/available"\n'
            'allow_hosts = ["allowed-by-name.com", "*.allowed-tree.com"]\n'
        )
        assert rules(check(tmp_path, network(*names, "archive.corp"))) == ["KB301"] * 4
        assert server.asked("/available") == []


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"archived_snapshots": {"closest": {"available": true, "url": "javascript:x"}}}',
     b'{"archived_snapshots": {"closest": []}}', b"[" * 5000, b"x" * 5_000_000],
)  # fmt: skip
def test_an_archive_that_knows_nothing(tmp_path: Path, body: bytes) -> None:
    with serving({"/available": says(200, body)}) as server:
        tree(tmp_path, f"[x](http://vendor-of-tests.com:{server.port}/a)")
        (tmp_path / "kb.toml").write_text(
            f'[check.external]\ndead_after_days = 1\narchive = "http://archive.corp:{server.port}/available"\n'
        )
        (finding,) = check(tmp_path, network("vendor-of-tests.com", "archive.corp"))
    assert finding.hint == "Link to where it went, or take the link out"


def test_without_a_network_nothing_is_held_against_anybody(tmp_path: Path) -> None:
    tree(tmp_path, "[x](http://one.corp/) [y](http://two.corp/)")
    for day in range(4):
        assert check(tmp_path, Recorder(), TODAY + timedelta(days=day)) == ()
        assert "is there a network?" in notes[0]


def test_where_only_what_is_dead_is_asked_others_tell_whether_there_is_a_network(tmp_path: Path) -> None:
    """What answered lately is not asked again; so all that is asked may be dead, and each day must count."""
    with serving({"/": says(200)}) as server:
        tree(
            tmp_path,
            f"[x](http://vendor.corp:{server.port}/) [y](http://one.corp/) [z](http://two.corp/)",
            "recheck_days = 30\n",
        )
        for day in range(3):
            found = check(tmp_path, network(), TODAY + timedelta(days=day))
            assert notes == []
        assert rules(found) == ["KB301", "KB301"]
        assert rules(check(tmp_path, Recorder(), TODAY + timedelta(days=3))) == ["KB301", "KB301"]
        assert "is there a network?" in notes[0]


def test_what_was_not_asked_is_not_remembered(tmp_path: Path) -> None:
    """A host stops answering: its other links are nobody's fault, and are asked in the next run."""

    def silent(handler: Handler) -> None:
        time.sleep(9)

    routes: dict[str, Route] = {f"/{number}": silent for number in range(24)}
    with serving({"/": says(200), **routes}) as server:
        url = f"http://vendor.corp:{server.port}/"
        links = "".join(f"[x]({url}{number}) " for number in range(24))
        tree(tmp_path, f"[x]({url}) {links}", "timeout = 1\nper_host = 4\n")
        found = check(tmp_path, network(), manners=QUICK._replace(retries=0))
    assert set(rules(found)) == {"KB302", "KB303"}
    assert "its server stopped answering before it could be asked" in found[-1].message
    known = Memory(tmp_path / ".kb/external-links.json", None).load(TODAY)
    assert len(known) == 1 + rules(found).count("KB302"), "the one that answered, and those that were asked in vain"


def test_the_memory_may_lie_in_the_knowledge_base(tmp_path: Path) -> None:
    with serving({"/": says(200)}) as server:
        tree(tmp_path, f"[x](http://vendor.corp:{server.port}/)", 'memory = ".ci/links.json"\n')
        check(tmp_path, network())
    assert list(Memory(tmp_path / ".ci/links.json", None).load(TODAY)) == [f"http://vendor.corp:{server.port}/"]
    assert os.listdir(tmp_path / ".ci") == ["links.json"]


def test_the_memory_may_not_lead_out_of_it(tmp_path: Path) -> None:
    root = tree(tmp_path / "kb", "[x](http://vendor.corp/)", 'memory = "out/links.json"\n')
    (tmp_path / "elsewhere").mkdir()
    (root / "out").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="leads out"):
        check(root, network())


def test_what_was_known_before_a_break_is_kept(tmp_path: Path) -> None:
    """Ctrl-C: at once, and nothing that was found out is lost."""

    def slow(handler: Handler) -> None:
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        time.sleep(5)

    with serving({"/a": says(200), "/slow": slow}) as server:
        url = f"http://vendor.corp:{server.port}"
        tree(tmp_path, f"[x]({url}/a) [y]({url}/slow)")
        started = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            check(tmp_path, network())
        assert time.monotonic() - started < 3
        known = Memory(tmp_path / ".kb/external-links.json", None).load(TODAY)
    assert list(known) == [f"{url}/a"]


def test_progress_is_told(tmp_path: Path) -> None:
    told = []
    with serving({"/": says(200)}) as server:
        tree(tmp_path, "".join(f"[x](http://vendor.corp:{server.port}/?{number}) " for number in range(5)))
        everything = base(tmp_path)
        everything.progress = lambda done, total: told.append((done, total))
        find_out(everything, network().network, QUICK)
    assert told == [(number, 5) for number in range(6)]
