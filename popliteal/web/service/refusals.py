"""What a request that cannot be answered is told: where, what, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from popliteal.errors import Misfit

# What FHIR calls the kind of problem that a status stands for (its code list `issue-type`).
_CODES: Mapping[int, str] = {
    400: "invalid",
    401: "login",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
    413: "too-long",
    415: "not-supported",
    429: "throttled",
    500: "exception",
}


class Refused(Exception):  # noqa: N818 - it is no fault of ours
    """A request is refused with a status, its problems and further headers.

    Attributes
    ----------
    in_resource : the places are those of elements in the resource that was sent
    """

    def __init__(
        self,
        status: int,
        misfits: Iterable[Misfit],
        headers: Mapping[str, str] | None = None,
        *,
        in_resource: bool = False,
    ) -> None:
        self.status = status
        self.misfits = tuple(misfits)
        self.headers = dict(headers or {})
        self.in_resource = in_resource
        super().__init__(status)


def refuse(status: int, place: str, text: str, **headers: str) -> Refused:
    """A refusal for one reason.

    Examples
    --------
    >>> refuse(429, "http", "Wait.", Retry_After="60").headers
    {'Retry-After': '60'}
    """
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Refused(status, [Misfit(place, text, _CODES.get(status, "processing"))], named)
