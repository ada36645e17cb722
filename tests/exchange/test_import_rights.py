"""An import tells nothing that its importer may not read: keys, columns and rows out of sight are as if they were not there."""

from __future__ import annotations

from support.importing import run
from support.installations import Crm
from support.people import BASE, People


def test_a_row_out_of_sight_is_matched_by_nobody(crm: Crm) -> None:
    """S74: the importer's own row is changed; a colleague's far away answers as one that there is not."""
    people = People(crm)
    own, far = (
        people.create("sales1", "customers", name="近处公司"),
        people.create("sales3", "customers", name="远处公司"),
    )
    sheet = "客户名称,地址,成交金额\n近处公司,新地址,5\n远处公司,新地址,5\n没有公司,新地址,5\n"
    result = run(people, "sales1", sheet, mode="update", key="name")["result"]
    assert (result["created"], result["updated"], result["skipped"]) == (0, 1, 2)
    said = [(each["code"], each["message"].replace("远处", "没有")) for each in result["errors"]]
    assert said[0] == said[1]
    assert said[0][0] == "import.key_not_found"
    assert [each["column"] for each in result["ignored"]] == ["成交金额"]  # computed: no way to write it
    values = [people.values(who, "customers", id_) for who, id_ in (("sales1", own), ("sales3", far))]
    assert [(each["address"], each["deal_amount"]) for each in values] == [("新地址", "0.00"), (None, "0.00")]


def test_a_field_out_of_sight_is_no_key_like_one_that_there_is_not(crm: Crm) -> None:
    people = People(crm)
    hidden = {"tables": {"customers": {"fields": {"phone": {"read": False, "edit": False, "give": False}}}}}
    assert people.crm.visitor("admin").patch(f"{BASE}/roles/sales_rep/rights", hidden).status_code == 200
    sheet = "客户名称,客户电话\n新公司,19900001234\n"
    by_key = [run(people, "sales1", sheet, mode="update", key=key)["errors"] for key in ("phone", "nowhere")]
    assert [each["message"].replace("phone", "nowhere") for each in by_key[0]] == [
        each["message"] for each in by_key[1]
    ]
