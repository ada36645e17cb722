"""Letters by SMTP, plain text. Nothing here knows what a letter is about, or tries twice."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from urllib.parse import unquote, urlsplit

from .errors import refuse
from .settings import BAD_SETTING, Settings

DEADLINE = 10.0  #: seconds for each exchange with the server
_LONGEST_SUBJECT = 120


class NotSent(Exception):
    """The server did not take a letter; what is `permanent` it will never take."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one person."""

    to: str
    subject: str  #: line breaks count as blanks, and it is cut where it is too long
    text: str
    id: str  #: the same however often it is tried: what stands before the @ of its Message-ID


class Sender:
    """The way to the mail server of GEZI_SMTP_URL: `smtp://` encrypts where the server can, `smtps://` from the start."""

    def __init__(self, url: str, sender: str) -> None:
        """Raises `Refusal` for an address that is none."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise refuse(BAD_SETTING, name="GEZI_SMTP_URL") from None
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path not in ("", "/"):
            raise refuse(BAD_SETTING, name="GEZI_SMTP_URL")
        address = parseaddr(sender)[1]
        if not address.rpartition("@")[0] or not sender.isprintable():
            raise refuse(BAD_SETTING, name="GEZI_MAIL_FROM")
        self._secure, self._host = parts.scheme == "smtps", parts.hostname
        self._port = port or (465 if self._secure else 587)
        self._account = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        self._from, self._domain = sender, address.rpartition("@")[2]

    @classmethod
    def of(cls, settings: Settings) -> Sender | None:
        """The sender of an installation; None where no e-mail is sent."""
        if settings.smtp_url is None:
            return None
        return cls(settings.smtp_url, settings.mail_from or "")

    def send(self, letter: Letter) -> None:
        """Hand a letter to the server. Raises `NotSent`."""
        try:
            message = self._message(letter)
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise NotSent(str(codes), permanent=bool(codes) and min(codes) >= 500) from None
        except smtplib.SMTPAuthenticationError as error:
            raise NotSent(str(error.smtp_code)) from None
        except smtplib.SMTPNotSupportedError as error:
            raise NotSent(str(error), permanent=True) from None
        except smtplib.SMTPResponseException as error:
            raise NotSent(str(error.smtp_code), permanent=error.smtp_code >= 500) from None
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(type(error).__name__) from None
        except ValueError as error:  # an address that no letter can carry
            raise NotSent(type(error).__name__, permanent=True) from None

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._secure:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=DEADLINE, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=DEADLINE)
        try:
            server.ehlo()
            secure = self._secure
            if not secure and server.has_extn("starttls"):
                server.starttls(context=context)
                secure = True
            if self._account is not None:
                if not secure:
                    raise NotSent("no encryption, so the password stays here")
                server.login(*self._account)
        except BaseException:
            server.close()
            raise
        return server

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._from
        message["To"] = letter.to
        message["Subject"] = " ".join(letter.subject.split())[:_LONGEST_SUBJECT]
        message["Date"] = formatdate(usegmt=True)
        message["Message-ID"] = f"<{letter.id}@{self._domain}>"
        message["Auto-Submitted"] = "auto-generated"  # so that nobody's absence note answers it
        message.set_content(letter.text)
        return message
