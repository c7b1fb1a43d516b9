"""What people are told when this room refuses: message and cure by refusal code."""

from anshu.definitions.said import Said
from anshu.definitions.words import Text

TEXTS = {
    "credentials_wrong": Said(
        Text(zh="登录名或密码不正确", en="Login or password is wrong"),
        Text(
            zh="请检查后重试；连续 5 次错误将锁定 15 分钟",
            en="Check and try again; five wrong passwords in a row lock it for 15 minutes",
        ),
    ),
    "too_many_attempts": Said(
        Text(zh="尝试次数过多，已暂时锁定", en="Too many attempts; locked for the moment"),
        Text(zh="请稍后再试，或请管理员重设密码", en="Wait, or ask an administrator to reset it"),
    ),
    "account_disabled": Said(
        Text(zh="该账号已停用", en="This account is disabled"),
        Text(zh="请联系本单位管理员", en="Ask your organisation's administrator"),
    ),
    "no_membership": Said(
        Text(zh="该账号不属于这个单位，或单位已停用", en="The account has no active organisation"),
        Text(zh="请选择其他单位或联系管理员", en="Choose another one or ask an administrator"),
    ),
    "account_unknown": Said(
        Text(zh="没有这个账号", en="There is no such account"),
        Text(zh="请检查后重试", en="Check and try again"),
    ),
    "login_taken": Said(
        Text(zh="登录名已被使用", en="The login is already in use"),
        Text(zh="请换一个登录名", en="Choose another login"),
    ),
    "login_malformed": Said(
        Text(
            zh="登录名须为 2 至 64 个字母、数字、汉字或 . _ @ + -",
            en="A login has 2 to 64 letters, digits or . _ @ + -",
        ),
        Text(zh="请改用手机号、工号或邮箱", en="Use a phone, staff number or e-mail address"),
    ),
    "name_malformed": Said(
        Text(zh="名称须为 1 至 100 个可见字符", en="A name has 1 to 100 visible characters"),
        Text(zh="请重新填写", en="Enter it again"),
    ),
    "password_too_short": Said(
        Text(zh="密码太短，至少 10 个字符", en="The password has fewer than 10 characters"),
        Text(zh="请用更长的密码，例如几个词连起来", en="Use a longer one, for example some words"),
    ),
    "password_too_long": Said(
        Text(zh="密码太长，最多 128 个字符", en="The password has more than 128 characters"),
        Text(zh="请用短一些的密码", en="Use a shorter one"),
    ),
    "password_unprintable": Said(
        Text(zh="密码含有不可见字符", en="The password has invisible characters"),
        Text(zh="请去掉换行、制表符等字符", en="Remove line breaks, tabs and the like"),
    ),
    "password_too_uniform": Said(
        Text(
            zh="密码变化太少：至少 5 个不同字符，16 个字符以下须含两类字符",
            en="Too uniform: 5 different characters, and two kinds of them below 16 characters",
        ),
        Text(zh="请混用字母、数字或符号", en="Mix letters, digits or symbols"),
    ),
    "password_contains_login": Said(
        Text(zh="密码不能包含登录名", en="The password contains the login"),
        Text(zh="请换一个与登录名无关的密码", en="Choose one that does not contain it"),
    ),
    "password_common": Said(
        Text(zh="这个密码太常见", en="This password is too common"),
        Text(zh="请换一个不易猜到的密码", en="Choose one that is harder to guess"),
    ),
    "days_out_of_range": Said(
        Text(zh="有效期须为 1 至 365 天", en="A token lives 1 to 365 days"),
        Text(zh="请修改有效期", en="Change the number of days"),
    ),
    "permissions_empty": Said(
        Text(zh="没有选择权限", en="No permission is chosen"),
        Text(zh="请至少选择一项权限", en="Choose at least one"),
    ),
    "permissions_not_held": Said(
        Text(zh="令牌的权限超出了本人的权限", en="The token would have more than you have"),
        Text(zh="请只选择自己拥有的权限", en="Choose only permissions that you hold"),
    ),
    "too_many_tokens": Said(
        Text(zh="有效令牌已达 20 个", en="There are already 20 live tokens"),
        Text(zh="请先收回不用的令牌", en="Revoke those that are not used"),
    ),
    "token_request_malformed": Said(
        Text(zh="令牌申请有误", en="The token request has errors"),
        Text(zh="请按各栏提示修改", en="Correct the fields named"),
    ),
    "account_malformed": Said(
        Text(zh="账号信息有误", en="The account has errors"),
        Text(zh="请按各栏提示修改", en="Correct the fields named"),
    ),
}
