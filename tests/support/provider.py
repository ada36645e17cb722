"""A real OpenID provider (npm's oidc-provider) on a free port, and a person who signs in there with a browser."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

from support.serving import PATIENCE, free_port

SCRIPT = Path(__file__).with_name("provider.mjs")
SECRET = "a/secret+of:ours%20"  #: with everything that has to be written otherwise in a header
_UID = re.compile(r"/interaction/[\w-]+")


@contextmanager
def running(redirect_uri: str, log: Path) -> Iterator[str]:
    """The issuer of a provider that knows `gezi` with this one redirect URI."""
    node = shutil.which("node") or str(Path(sys.executable).with_name("node"))
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen([node, SCRIPT, str(port), redirect_uri], stdout=output, stderr=output)
    issuer, deadline = f"http://127.0.0.1:{port}", time.monotonic() + PATIENCE
    try:
        while True:
            try:
                if Person().ask("GET", f"{issuer}/.well-known/openid-configuration").status == 200:
                    break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"the provider does not answer:\n{log.read_text()[-3000:]}") from None
                time.sleep(0.05)
        yield issuer
    finally:
        process.terminate()
        process.wait(10)


class Answer:
    def __init__(self, response: http.client.HTTPResponse, url: str) -> None:
        self.status = response.status
        self.body = response.read().decode(errors="replace")
        self.location = urljoin(url, response.headers["Location"]) if response.headers["Location"] else None


class Person:
    """A browser at the provider: keeps cookies and fills in the provider's forms."""

    def __init__(self) -> None:
        self._cookies: dict[str, str] = {}

    def ask(self, method: str, url: str, **form: str) -> Answer:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, urlencode(form) if form else None, headers)
        response = connection.getresponse()
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self._cookies[name] = value
        answer = Answer(response, url)
        connection.close()
        return answer

    def sign_in(self, address: str, name: str) -> str:
        """Where the provider sends the browser to in the end, from the address that we sent it to."""
        home = urlsplit(address).netloc
        for _ in range(12):
            answer = self.ask("GET", address)
            if _UID.search(urlsplit(address).path) and answer.status == 200:
                login = 'name="login"' in answer.body
                form = {"prompt": "login", "login": name, "password": "any"} if login else {"prompt": "consent"}
                answer = self.ask("POST", address, **form)
            assert answer.location is not None, (answer.status, answer.body[:1500])
            address = answer.location
            if urlsplit(address).netloc != home:
                return address
        raise AssertionError("the provider sends us round in circles")
