"""The grammar of the command line: names, arguments and help texts. The work is done elsewhere."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ..core.errors import Refusal, refuse
from ..core.settings import Settings
from .messages import NO_SUCH_FILE
from .performing import complain, complain_of, language, perform

F = TypeVar("F", bound=Callable[..., Any])


class _Program(click.Group):
    """A group whose refusals are sentences on standard error and exit code 1, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            complain_of(refusal)
        except BrokenPipeError:
            raise  # click ends quietly when nobody reads on
        except OSError as error:
            complain(str(error))
        return ctx.exit(1)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gezi", prog_name="gezi")
def program() -> None:
    """格子 Gezi: a workspace of configurable tables.

    Settings come from the environment: GEZI_DATA, GEZI_PORT, GEZI_DATABASE_URL, GEZI_REDIS_URL, GEZI_BASE_URL,
    GEZI_TIMEZONE, GEZI_DEMO_PASSWORD. While a server runs, commands are sent to it.
    """


@program.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port, in place of GEZI_PORT.")
def serve(host: str, port: int | None) -> None:
    """Serve the web pages and the API until stopped."""
    from .serving import serve as run  # noqa: PLC0415 - gunicorn is needed by this command alone

    settings = Settings.from_environment()
    run(settings if port is None else dataclasses.replace(settings, port=port), host)


@program.command()
def worker() -> None:
    """Do the work of automations for servers with GEZI_REDIS_URL, until stopped."""
    from .working import run  # noqa: PLC0415 - needed by this command alone

    run(Settings.from_environment())


@program.command()
@click.argument("template")
@click.option("--workspace", required=True, help="Key of the workspace; it is made if it is not there.")
@click.option("--name", help="Name of a workspace that is made.")
@click.option("--account", help="Account that administers it; the only one there is, if not given.")
@click.option("--demo", is_flag=True, help="Install the template's demo data too.")
@click.option("--demo-accounts", is_flag=True, help="Make the demo accounts and print their password.")
@click.option("--if-missing", is_flag=True, help="Do nothing when the template is installed there already.")
def install(
    template: str,
    workspace: str,
    name: str | None,
    account: str | None,
    demo: bool,
    demo_accounts: bool,
    if_missing: bool,
) -> None:
    """Install TEMPLATE (`crm`, or the path of a JSON file) into a workspace."""
    _perform(
        "install",
        template=_path_if_file(template),
        workspace=workspace,
        name=name,
        account=account,
        demo=demo,
        demo_accounts=demo_accounts,
        if_missing=if_missing,
        password=Settings.from_environment().demo_password,
    )


@program.command()
@click.argument("template")
@click.option("--workspace", required=True, help="Key of the workspace in which it is installed.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--conflicts", type=click.Choice(["mine", "theirs"]), help="What stands where both sides have changed.")
def upgrade(template: str, workspace: str, dry_run: bool, conflicts: str | None) -> None:
    """Bring a newer version of TEMPLATE (`crm`, or the path of a JSON file) into a workspace; what people changed stays."""
    _perform("upgrade", template=_path_if_file(template), workspace=workspace, dry_run=dry_run, conflicts=conflicts)


@program.command("import")
@click.argument("workspace")
@click.argument("table")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mode", type=click.Choice(["create", "update", "upsert"]), default="create", show_default=True)
@click.option("--key", help="Field by which rows are found again (update, upsert).")
@click.option("--account", help="Account to import as; without it, the engine itself.")
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
def import_(
    workspace: str, table: str, file: Path, mode: str, key: str | None, account: str | None, dry_run: bool
) -> None:
    """Import FILE (.xlsx or .csv) into TABLE of WORKSPACE."""
    _perform(
        "import",
        workspace=workspace,
        table=table,
        file=_existing(file),
        mode=mode,
        key=key,
        account=account,
        dry_run=dry_run,
    )


@program.command()
@click.argument("workspace")
def check(workspace: str) -> None:
    """Prove that every stored computed value of WORKSPACE is what its formula gives, and its search index what its texts do."""
    _perform("check", workspace=workspace)


@program.command()
@click.argument("workspace")
@click.option("--at", help="The time to act as at; without a zone, in the workspace's. Now, if not given.")
def sweep(workspace: str, at: str | None) -> None:
    """Do what schedules and dates have made due in WORKSPACE, and all work that waits."""
    _perform("sweep", workspace=workspace, at=at)


@program.command("purge-demo")
@click.argument("workspace")
@click.option("--force", is_flag=True, help="Also remove what was edited, and empty references to it.")
@click.option(
    "--keep", multiple=True, metavar="TABLE", help="Key of a table whose demo rows stay; may be given more often."
)
@click.option("--dry-run", is_flag=True, help="Say what would be removed and remove nothing.")
def purge_demo(workspace: str, force: bool, keep: tuple[str, ...], dry_run: bool) -> None:
    """Remove the demo rows, demo automations and demo accounts of WORKSPACE; rows in use stay and are listed."""
    _perform("purge-demo", workspace=workspace, force=force, keep=list(keep), dry_run=dry_run)


@program.command()
@click.argument("workspace")
def reindex(workspace: str) -> None:
    """Make the search index of WORKSPACE anew."""
    _perform("reindex", workspace=workspace)


@program.command()
@click.argument("workspace", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--to", type=click.Path(path_type=Path), help="The same as FILE; a folder when every workspace is meant.")
def backup(workspace: str | None, file: Path | None, to: Path | None) -> None:
    """Write WORKSPACE (or every workspace) with its attachments into FILE, while people work."""
    target = file or to
    _perform("backup", workspace=workspace, to=str(target.absolute()) if target is not None else None)


@program.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--workspace", help="Key to restore under, in place of the one in the file.")
@click.option("--replace", is_flag=True, help="Overwrite the workspace that is there under this key.")
def restore(file: Path, workspace: str | None, replace: bool) -> None:
    """Bring a workspace back from a backup FILE."""
    _perform("restore", file=_existing(file), workspace=workspace, replace=replace)


@program.group()
def user() -> None:
    """The accounts that can sign in."""


@user.command("add")
@click.argument("account")
@click.option("--name", help="What people are shown; the account itself if not given.")
@click.option("--password", help="Asked for, or read from standard input, if not given.")
@click.option("--locale", type=click.Choice(["zh-CN", "en"]), default="zh-CN", show_default=True)
@click.option("--workspace", help="Key of a workspace to let the account into.")
@click.option("--role", "roles", multiple=True, help="Key of a role group there; may be repeated.")
@click.option("--admin", is_flag=True, help="Administrator of that workspace.")
def user_add(
    account: str,
    name: str | None,
    password: str | None,
    locale: str,
    workspace: str | None,
    roles: tuple[str, ...],
    admin: bool,
) -> None:
    """Make an account."""
    if workspace is None and (roles or admin):
        raise click.UsageError("--role and --admin need --workspace")
    _perform(
        "user add",
        account=account,
        name=name,
        password=password or _ask_password(),
        locale=locale,
        workspace=workspace,
        roles=list(roles),
        admin=admin,
    )


@user.command("admit")
@click.argument("account")
@click.option("--workspace", required=True, help="Key of the workspace.")
@click.option("--role", "roles", multiple=True, help="Key of a role group there; may be repeated.")
@click.option("--admin", is_flag=True, help="Administrator of that workspace.")
def user_admit(account: str, workspace: str, roles: tuple[str, ...], admin: bool) -> None:
    """Let an account into a workspace, or give it more roles there."""
    _perform("user admit", account=account, workspace=workspace, roles=list(roles), admin=admin)


@user.command("password")
@click.argument("account")
@click.option("--password", help="Asked for, or read from standard input, if not given.")
def user_password(account: str, password: str | None) -> None:
    """Give an account another password; all its sessions end."""
    _perform("user password", account=account, password=password or _ask_password())


@user.command("off")
@click.argument("account")
def user_off(account: str) -> None:
    """Shut an account out at once; in its workspaces its members leave and their approvals go to others."""
    _perform("user off", account=account)


@user.command("on")
@click.argument("account")
def user_on(account: str) -> None:
    """Let an account sign in again; administrators of its workspaces bring its members back."""
    _perform("user on", account=account)


@user.command("list")
def user_list() -> None:
    """List the accounts: account, name, state, language."""
    _perform("user list")


@program.group()
def token() -> None:
    """Tokens for programs."""


@token.command("create")
@click.option("--workspace", required=True, help="Key of the workspace the token opens.")
@click.option("--account", required=True, help="Account whose rights the token has.")
@click.option("--name", help="What the token is for.")
@click.option("--read-only", "reads", is_flag=True, help="It looks, and changes nothing.")
@click.option(
    "--table", "tables", multiple=True, help="Key of a table it is for; of several, give it again. Default: all."
)
def token_create(workspace: str, account: str, name: str | None, reads: bool, tables: tuple[str, ...]) -> None:
    """Make a token and print it alone; it cannot be shown again."""
    _perform("token create", workspace=workspace, account=account, name=name, reads=reads, tables=list(tables))


@program.command()
def openapi() -> None:
    """Print the OpenAPI document of the API."""
    from ..api.app import RESOURCES  # noqa: PLC0415 - the API is needed by this command alone
    from ..api.openapi import build  # noqa: PLC0415 - the same

    document = build(route for resource in RESOURCES for route in resource)
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _perform(name: str, /, **arguments: Any) -> None:
    sys.exit(perform(name, {**arguments, "locale": arguments.get("locale") or language()}))


def _existing(file: Path) -> str:
    """The absolute path of a file, for the server may have another working folder."""
    if not file.is_file():
        raise refuse(NO_SUCH_FILE, path=file)
    return str(file.absolute())


def _path_if_file(template: str) -> str:
    path = Path(template)
    return str(path.absolute()) if path.suffix == ".json" or path.is_file() else template


def _ask_password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("密码 Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")
