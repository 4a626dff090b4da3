"""Who may ask: a bearer token whose SHA-256 stands in the settings.

The settings hold no token, so whoever reads them cannot use the service. A token is long and
random, so a plain hash is enough; `popliteal.web.service.tokens` makes one.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable
from hashlib import sha256
from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

_BYTES = 32
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ORIGIN = re.compile(r"https?://[^/\s*]+")


def is_known(authorization: str, digests: Iterable[str]) -> bool:
    """Whether the header carries one of the tokens.

    Every digest is compared, each in the same time, so that nothing can be learned from how long
    it takes.

    Examples
    --------
    >>> token, digest = make_token()
    >>> is_known(f"Bearer {token}", [digest]), is_known("Bearer x", [digest])
    (True, False)
    """
    scheme, _, token = authorization.partition(" ")
    given = sha256(token.strip().encode("utf-8", "surrogateescape")).hexdigest()
    same = [hmac.compare_digest(given, digest) for digest in digests]
    return scheme.lower() == "bearer" and any(same)


def check_service(digests: Iterable[str], origins: Iterable[str], *, local: bool) -> None:
    """Refuse to start with settings under which the service would be open or could not answer."""
    if find_spec("fhir") is None:
        raise ImproperlyConfigured("POPLITEAL_SERVICE=1 needs the extra 'fhir'. Install it.")
    wrong = [digest for digest in digests if not _DIGEST.fullmatch(digest)]
    if wrong or not (local or list(digests)):
        raise ImproperlyConfigured(
            "POPLITEAL_SERVICE_TOKENS must hold the SHA-256 of each token in 64 hexadecimal signs, "
            "with commas between. docs/how-to/connect-systems.md says how to make one."
        )
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ImproperlyConfigured(
                f"POPLITEAL_SERVICE_ORIGINS has '{origin}'. Use scheme and host alone, such as "
                "https://forms.example.org, with commas between."
            )


def make_token() -> tuple[str, str]:
    """A new token and its digest: the first for the other system, the second for the settings."""
    token = secrets.token_urlsafe(_BYTES)
    return token, sha256(token.encode()).hexdigest()
