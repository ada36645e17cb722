"""Every kind of object whose changes stand in the configuration log, from all the rooms below."""

from __future__ import annotations

from ..automations.adjusting.reverting import Actions
from ..automations.flows.reverting import Automations
from ..automations.webhooks.reverting import Webhooks
from ..exchange.template import trial
from ..tables.configlog.arrangements import Arrangements
from ..tables.configlog.guards import Guards, Orders
from ..tables.configlog.listing import Subjects, by_kind
from ..tables.configlog.permissions import Rights, Templates
from ..tables.configlog.recycling import Recycling
from ..tables.configlog.shared_views import Views
from ..tables.configlog.structure import Fields, Tables


def subjects() -> Subjects:
    """The subjects of the log, by kind of object, in the order in which a filter shows them."""
    return by_kind(
        [
            Tables(),
            Fields(),
            Views(),
            Guards(),
            Orders(),
            Arrangements(trial.check),
            Actions(trial.check_whole),
            Recycling(),
            Automations(),
            Webhooks(),
            Rights(),
            Templates(),
        ]
    )
