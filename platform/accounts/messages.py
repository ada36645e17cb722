"""What can go wrong with accounts, in both languages."""

from __future__ import annotations

from ..core.errors import Kind, Message

BAD_CREDENTIALS = Message(
    "account.bad_credentials",
    zh="账号或密码不正确",
    en="The account or the password is not right",
    kind=Kind.UNAUTHENTICATED,
)
TOO_MANY_ATTEMPTS = Message(
    "account.too_many_attempts",
    zh="登录失败次数过多，请在 {minutes} 分钟后重试",
    en="Too many failed attempts to sign in; try again in {minutes} minutes",
    kind=Kind.TOO_MANY,
)
ACCOUNT_TAKEN = Message(
    "account.taken", zh="账号“{account}”已被使用", en="The account “{account}” is already in use", kind=Kind.CONFLICT
)
BAD_ACCOUNT = Message(
    "account.bad_name",
    zh="账号须为 1 至 {most} 个字符，且不含空格和控制字符",
    en="An account has 1 to {most} characters, without spaces or control characters",
)
BAD_PERSON_NAME = Message(
    "account.bad_person_name",
    zh="姓名须为 1 至 {most} 个字符，且不含控制字符",
    en="A name has 1 to {most} characters, without control characters",
)
BAD_LOCALE = Message("account.bad_locale", zh="语言须为 zh-CN 或 en", en="The language is zh-CN or en")
NO_SUCH_ACCOUNT = Message("account.unknown", zh="账号不存在", en="There is no such account", kind=Kind.NOT_FOUND)

PASSWORD_TOO_SHORT = Message(
    "password.too_short", zh="密码至少需要 {least} 个字符", en="A password needs at least {least} characters"
)
PASSWORD_TOO_LONG = Message(
    "password.too_long", zh="密码不能超过 {most} 字节", en="A password has at most {most} bytes"
)
PASSWORD_UNREADABLE = Message(
    "password.unreadable", zh="密码含有无法识别的字符", en="The password holds characters that cannot be read"
)
WRONG_PASSWORD = Message("password.wrong", zh="当前密码不正确", en="The current password is not right")
SAME_PASSWORD = Message(
    "password.same", zh="新密码不能与当前密码相同", en="The new password must differ from the current one"
)

NO_SUCH_SESSION = Message(
    "session.unknown", zh="会话不存在或已结束", en="There is no such session, or it has ended", kind=Kind.NOT_FOUND
)
NO_SUCH_TOKEN = Message("token.unknown", zh="令牌不存在", en="There is no such token", kind=Kind.NOT_FOUND)
BAD_TOKEN_NAME = Message(
    "token.bad_name",
    zh="令牌名称须为 1 至 {most} 个字符，且不含控制字符",
    en="The name of a token has 1 to {most} characters, without control characters",
)
TOO_MANY_TOKENS = Message(
    "token.too_many",
    zh="每个账号最多保留 {most} 个有效令牌，请先撤销不用的",
    en="An account has at most {most} tokens in force; revoke some first",
    kind=Kind.CONFLICT,
)

NO_SUCH_WORKSPACE = Message(
    "workspace.unknown", zh="工作区不存在", en="There is no such workspace", kind=Kind.NOT_FOUND
)
WORKSPACE_TAKEN = Message(
    "workspace.taken", zh="工作区“{key}”已存在", en="The workspace “{key}” exists already", kind=Kind.CONFLICT
)
BAD_WORKSPACE_KEY = Message(
    "workspace.bad_key",
    zh="工作区标识须以小写字母开头，只含小写字母、数字和下划线，最多 {most} 个字符",
    en="A workspace key begins with a small letter and holds small letters, digits and underscores, at most {most} in all",
)
BAD_WORKSPACE_NAME = Message(
    "workspace.bad_name",
    zh="工作区名称须为 1 至 {most} 个字符，且不含控制字符",
    en="The name of a workspace has 1 to {most} characters, without control characters",
)

NO_SUCH_MEMBER = Message("member.unknown", zh="成员不存在", en="There is no such member", kind=Kind.NOT_FOUND)
MEMBER_EXISTS = Message(
    "member.exists", zh="该账号已是本工作区成员", en="This account is a member already", kind=Kind.CONFLICT
)
BAD_EMAIL = Message("member.bad_email", zh="邮箱格式不正确", en="This is not an e-mail address")

NO_SUCH_INVITATION = Message(
    "invitation.unknown", zh="没有这个邀请", en="There is no such invitation", kind=Kind.NOT_FOUND
)
INVITATION_OVER = Message(
    "invitation.over",
    zh="这个邀请已被使用、撤销或过期，请联系管理员重新邀请",
    en="This invitation was used, revoked, or has expired; please ask for another one",
    kind=Kind.CONFLICT,
)
RESET_OVER = Message(
    "reset.over",
    zh="这个重置密码的链接无效或已过期，请重新获取",
    en="This link is not valid or has expired; please ask for another one",
    kind=Kind.NOT_FOUND,
)
NO_ACCOUNT = Message(
    "member.no_account", zh="该成员没有登录账号", en="This member has no account to sign in with", kind=Kind.CONFLICT
)
NOT_YOURS_TO_RESET = Message(
    "reset.elsewhere",
    zh="该账号还能进入您不管理的工作区，只能由系统运维人员重置密码",
    en="This account enters workspaces that you do not administer; only the operator can reset its password",
    kind=Kind.FORBIDDEN,
)

NO_PASSWORD = Message(
    "password.none",
    zh="该账号只通过单点登录使用，没有密码",
    en="This account signs in by the identity provider alone and has no password",
    kind=Kind.CONFLICT,
)
NO_SUCH_LOGIN = Message("login.unknown", zh="没有这个登录方式", en="There is no such login", kind=Kind.NOT_FOUND)
LOGIN_TAKEN = Message(
    "login.taken",
    zh="这个登录方式已绑定到另一个账号",
    en="This login belongs to another account already",
    kind=Kind.CONFLICT,
)
LAST_LOGIN = Message(
    "login.last",
    zh="这是该账号唯一的登录方式，不能解除绑定",
    en="This is the only way to sign in to the account; it cannot be taken away",
    kind=Kind.CONFLICT,
)

OIDC_OFF = Message("oidc.off", zh="没有启用单点登录", en="Signing in by a provider is not set up", kind=Kind.NOT_FOUND)
OIDC_ASTRAY = Message(
    "oidc.astray",
    zh="登录请求已过期或不是由此浏览器发起，请重新登录",
    en="The sign-in has expired or was not begun in this browser; please begin again",
    kind=Kind.FORBIDDEN,
)
OIDC_REFUSED = Message(
    "oidc.refused",
    zh="身份提供方没有同意登录",
    en="The identity provider did not agree to the sign-in",
    kind=Kind.FORBIDDEN,
)
OIDC_UNREACHABLE = Message(
    "oidc.unreachable",
    zh="暂时无法连接身份提供方，请稍后再试",
    en="The identity provider cannot be reached at the moment; please try again later",
    kind=Kind.CONFLICT,
)
OIDC_UNBELIEVABLE = Message(
    "oidc.unbelievable",
    zh="身份提供方的回应未通过验证",
    en="What the identity provider answered did not stand up to examination",
    kind=Kind.FORBIDDEN,
)
OIDC_NOT_INVITED = Message(
    "oidc.not_invited",
    zh="您还没有账号，请向管理员索取邀请链接，并通过该链接登录",
    en="You have no account yet; ask an administrator for an invitation and sign in through its link",
    kind=Kind.FORBIDDEN,
)
OIDC_ACCOUNT_OFF = Message(
    "oidc.account_off", zh="该账号已停用", en="This account is switched off", kind=Kind.FORBIDDEN
)
