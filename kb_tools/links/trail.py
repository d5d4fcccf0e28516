"""Where redirects lead: hop by hop, and what is known of the page by its last one."""

from __future__ import annotations

from kb_tools.links.address import Address, NoAddress, follow, with_fragment
from kb_tools.links.answer import Answer, Failed, Response, circle

_PERMANENT = (301, 308)


class Trail:
    """The way of the redirects, from the address in the article on."""

    def __init__(self, start: Address) -> None:
        self.here = start
        self._start = start
        self._seen = {start.url}
        self._for_good = True
        """Every redirect so far was a permanent one."""
        self.moved_to = ""

    def go_on(self, response: Response, most: int) -> None:
        """Take one redirect.

        Raises:
            Failed: it leads nowhere, or where no request goes.
        """
        try:
            self.here, fragment = follow(self.here, response.headers["location"])
        except NoAddress as error:
            raise Failed(Answer("blocked", str(error))) from None
        if self.here.credentials:
            raise Failed(Answer("refused", "it redirects to an address with a user name or password"))
        if self.here.url in self._seen:
            raise Failed(circle(response))
        if len(self._seen) > most:
            raise Failed(Answer("failed", f"more than {most} redirects", lasting=True))
        self._seen.add(self.here.url)
        self._for_good = self._for_good and response.status in _PERMANENT
        if self._for_good:
            self.moved_to = with_fragment(self.here.url, fragment)

    def told(self, answer: Answer) -> Answer:
        """Say where it happened, if it was not where the article says."""
        host = self.here.host
        if answer.state == "refused" and not answer.refused_host:
            return answer
        if answer.refused_host:
            words = f"{host} {answer.reason}"
            if self.here is not self._start:
                words = f"it redirects to {host}, which {answer.reason}"
            return answer._replace(reason=words)
        if host != self._start.host:
            return answer._replace(reason=f"redirects to {host}: {answer.reason}")
        return answer
