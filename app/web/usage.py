"""How much places are used, for facility staff: a month of a site, as tables and as CSV."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from app.api.attachment import attachment
from app.context import actor, db
from app.errors import Problem, problem_of
from app.exports import use as use_csv
from app.security.access import needs
from app.web.done import what_was_done
from app.web.forms import whole, word
from floorplans.actor import Role
from floorplans.errors import DomainError
from floorplans.usage import rules
from floorplans.usage import service as usage
from floorplans.usage.views import Choice, SiteMonths, SiteUse, Values
from floorplans.wording import KIND_WORDS

blueprint = Blueprint("usage", __name__)


@blueprint.get("/use")
@needs(Role.FACILITY)
def show() -> str:
    """A month of a site, the latest of the first one without a word."""
    found = usage.months(db(), actor())
    chosen = _chosen(found)
    return render_template(
        "use.html",
        sites=found,
        months=sorted({month for each in found for month in each.months}, reverse=True),
        use=chosen,
        asked=(_site(), _month()),
        kinds={kind: several.capitalize() for kind, (_, several) in KIND_WORDS.items()},
        month_words=_words,
        minutes=_minutes,
        share=_share,
        may_choose=actor().role.covers(Role.ADMIN),
    )


@blueprint.get("/use.csv")
@needs(Role.FACILITY)
def table() -> Response:
    """The same as a file; 404 where nothing was counted."""
    found = usage.use(db(), actor(), _site() or UUID(int=0), _month())
    response = Response(use_csv.write(found), content_type="text/csv; charset=utf-8")
    name = f"{found.site_name} {found.month:%Y-%m} use.csv"
    response.headers["Content-Disposition"] = attachment(name)
    return response


@blueprint.get("/use/choice")
@needs(Role.ADMIN)
def choice() -> str:
    return _choice(usage.choice(db(), actor()))


@blueprint.post("/use/choice")
@needs(Role.ADMIN)
def choose() -> tuple[str, int] | AnyResponse:
    """Switch it on or off, and say how many people are behind each number at least."""
    typed = word("is_counted") == "yes"
    try:
        usage.choose(db(), actor(), Choice(typed, whole("least_people")))
    except DomainError as error:
        problem = problem_of(error)
        return _choice(Choice(typed, rules.USUAL_PEOPLE), problem), problem.status
    flash("Saved")
    return redirect(url_for("usage.choice"), 303)


def _choice(chosen: Choice, problem: Problem | None = None) -> str:
    return render_template(
        "use_choice.html",
        choice=chosen,
        problem=problem,
        least=rules.LEAST_PEOPLE,
        most=rules.MOST_PEOPLE,
        done=what_was_done(),
    )


def _chosen(found: tuple[SiteMonths, ...]) -> SiteUse | None:
    """What was asked for; without a word the latest month of the first site that has one."""
    site_id, month = _site(), _month()
    own = next(
        (each for each in found if each.months and site_id in (None, each.site_id)),
        None,
    )
    if own is None or (month is not None and month not in own.months):
        return None
    return usage.use(db(), actor(), own.site_id, month)


def _site() -> UUID | None:
    try:
        return UUID(request.args.get("site", ""))
    except ValueError:
        return None


def _month() -> date | None:
    try:
        return date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        return None


def _words(month: date) -> str:
    return f"{month:%B} {month.year}"


def _minutes(minutes: int) -> str:
    """ "45 min", "2 h", "2 h 15 min"."""
    hours, rest = divmod(minutes, 60)
    words = [f"{hours} h"] if hours else []
    return " ".join([*words, f"{rest} min"] if rest or not hours else words)


def _share(values: Values) -> int | None:
    """How much of the booked hours was used, in percent; None where one of both is hidden."""
    if not values.booked_h or values.used_h is None:
        return None
    return min(100, round(100 * values.used_h / values.booked_h))
