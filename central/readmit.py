"""A desk that enrolled after the backup that central came back from: its former code is given back to it.

It enrols again with a one-time code and its own key. What it wrote before names its former code, which the
restored central does not know, and would be rejected without this.
"""

import re

from central.desks import Db
from desk.lang import _

_CODE = re.compile(r"([A-Z]{2,4})(\d{1,3})")


def recall(db: Db, former: str, present: str) -> None:
    """Give a code that the lost days had issued to the desk that had it; the desk's present code stays.

    Raises ValueError for a code that another desk has, or that may still be issued to one.
    """
    match = _CODE.fullmatch(former)
    with db.transaction():
        desk = db.execute(
            "select d.id, d.office, d.enrolled_at from desk d join desk_code c on c.desk_id = d.id"
            " where c.code = %s for update of d",
            (present,),
        ).fetchone()
        if desk is None:
            raise ValueError(_("There is no desk {code}.").format(code=present))
        series = db.execute("select last from desk_series where office = %s", (desk[1],)).fetchone()
        if match is None or match[1] != desk[1] or series is None or not 0 < int(match[2]) <= series[0]:
            raise ValueError(_("The code {code} was never issued to this office.").format(code=former))
        taken = db.execute(
            "insert into desk_code (code, desk_id, issued_at) values (%s, %s, %s - interval '1 day')"
            " on conflict (code) do nothing",
            (former, desk[0], desk[2]),
        )
        owner = db.execute("select desk_id from desk_code where code = %s", (former,)).fetchone()
        if not taken.rowcount and owner != (desk[0],):
            raise ValueError(_("The code {code} belongs to another desk.").format(code=former))
