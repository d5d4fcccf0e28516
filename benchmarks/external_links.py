"""How close does `kb check --external` come to the time that its own good manners demand?

1,000 links on 20 hosts, all on this machine, in a process of their own; each takes 50 ms to answer. With 32 requests at
once, and 4 to one host, that cannot take less than 1000 / 32 * 50 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import multiprocessing
import time
from ipaddress import ip_address
from multiprocessing.connection import Connection

from workbench import print_table

from kb_tools.links import transport
from kb_tools.links.address import read
from kb_tools.links.answer import Answer, Question
from kb_tools.links.fetch import Client, ask_all
from kb_tools.links.hosts import Manners
from kb_tools.links.public import IPAddress
from kb_tools.links.transport import Network

SECONDS = 0.05


async def _serve(told: Connection) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, OSError):
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                await asyncio.sleep(SECONDS)
                page = b"<h1 id=a>A</h1>" * 1000
                body = b"" if request.startswith(b"HEAD") else page
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + body
                )
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, backlog=500)
    told.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def _server(told: Connection) -> None:
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(told))


async def _resolve(host: str, port: int) -> list[IPAddress]:
    return [ip_address("127.0.0.1")]


async def _ask(questions: list[Question], manners: Manners, hosts: list[str]) -> list[Answer]:
    answers: list[Answer] = []
    async with Client(manners, hosts, Network(_resolve, transport.connect)) as client:
        await ask_all(client, questions, manners.per_host, lambda _, answer: answers.append(answer))
    return answers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each is run (default: 3)")
    parser.add_argument("--links", type=int, default=1000, metavar="N", help="how many links (default: 1000)")
    arguments = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=_server, args=(theirs,), daemon=True)
    server.start()
    port = ours.recv()
    hosts = [f"host{number}.example" for number in range(20)]
    rows = []
    try:
        for name, fragment, manners in (
            ("HEAD, 32 at once, 4 to a host", "", Manners()),
            ("GET with a fragment, 32 at once, 4 to a host", "#a", Manners()),
            ("HEAD, 16 at once, 2 to a host", "", Manners(concurrency=16, per_host=2)),
        ):
            addresses = [
                read(f"http://{hosts[number % 20]}:{port}/{number}{fragment}") for number in range(arguments.links)
            ]
            questions = [Question(address, frozenset(filter(None, [part]))) for address, part in addresses]
            at_once = min(manners.concurrency, manners.per_host * len(hosts))
            ideal = SECONDS * arguments.links / at_once
            spent = []
            for _ in range(arguments.rounds):
                started = time.perf_counter()
                answers = asyncio.run(_ask(questions, manners, hosts))
                spent.append(time.perf_counter() - started)
                assert [answer.state for answer in answers] == ["alive"] * arguments.links
            rows.append((name, f"{ideal:.2f}", f"{min(spent):.2f}", f"{min(spent) / ideal:.2f}"))
    finally:
        server.terminate()
        server.join()
    print(f"{arguments.links} links, {1000 * SECONDS:.0f} ms each; quickest of {arguments.rounds}\n")
    print_table(("", "ideal seconds", "seconds", "times ideal"), rows)


if __name__ == "__main__":
    main()
