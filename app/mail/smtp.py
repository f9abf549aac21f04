"""The way to the mail server: one conversation for several mails, and why one did not go."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from types import TracebackType
from typing import Self

from app.settings import MailSettings, Security

#: For each answer of the server. A mail takes about eight, well within a message's lease.
TIMEOUT_S = 20.0


class NotSentError(Exception):
    """A mail did not go. ``code`` is ours; the server's own text may hold addresses and is left.

    ``for_good`` tells that the server will never take it, ``whole_server`` that no other mail
    would have gone either.
    """

    def __init__(self, code: str, *, for_good: bool = False, whole_server: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.for_good = for_good
        self.whole_server = whole_server


class Post:
    """A conversation with the mail server, begun with the first mail."""

    def __init__(self, settings: MailSettings, *, timeout_s: float = TIMEOUT_S) -> None:
        self._settings = settings
        self._timeout_s = timeout_s
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()

    def send(self, mail: EmailMessage) -> None:
        """Hand one mail over; when this returns, the server has taken it. Raises NotSentError."""
        server = self._reached()
        sender = parseaddr(self._settings.sender)[1]
        recipients = [address for _, address in getaddresses([str(mail["To"])])]
        try:
            server.send_message(mail, sender, recipients)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused_recipient(error) from None
        except smtplib.SMTPNotSupportedError:
            raise NotSentError("address_unsupported", for_good=True) from None
        except smtplib.SMTPDataError as error:
            for_good = error.smtp_code >= 500
            raise NotSentError("content_refused", for_good=for_good) from None
        except smtplib.SMTPSenderRefused:
            raise NotSentError("sender_refused", whole_server=True) from None
        except (smtplib.SMTPException, OSError):
            self._leave()
            raise NotSentError("connection_lost", whole_server=True) from None

    def _reached(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = self._reach()
        return self._server

    def _reach(self) -> smtplib.SMTP:
        server: smtplib.SMTP | None = None
        try:
            server = self._connected()
            if self._settings.security is Security.STARTTLS:
                server.starttls(context=ssl.create_default_context())
            if self._settings.user:
                server.login(self._settings.user, self._settings.password or "")
        except (smtplib.SMTPException, OSError) as error:
            if server is not None:
                server.close()
            raise NotSentError(_why(error), whole_server=True) from None
        return server

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        # The machine's own name would have to be asked of the network, and is nobody's business.
        name = parseaddr(settings.sender)[1].rpartition("@")[2]
        if settings.security is Security.TLS:
            return smtplib.SMTP_SSL(
                settings.host,
                settings.port,
                name,
                timeout=self._timeout_s,
                context=ssl.create_default_context(),
            )
        return smtplib.SMTP(settings.host, settings.port, name, timeout=self._timeout_s)

    def _leave(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            # What was taken is taken, however the server says good-bye.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()


def _refused_recipient(error: smtplib.SMTPRecipientsRefused) -> NotSentError:
    codes = [code for code, _ in error.recipients.values()]
    return NotSentError("recipient_refused", for_good=all(code >= 500 for code in codes))


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "login_refused"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "not_offered"
    if isinstance(error, ssl.SSLError):
        return "certificate_or_tls"
    return "unreachable"
