"""What people read when a channel, a wish or a template is refused."""

from collections.abc import Mapping

from anshu.definitions.said import Said
from anshu.definitions.words import Text


def _said(zh: str, en: str, cure_zh: str, cure_en: str) -> Said:
    return Said(Text(zh, en), Text(cure_zh, cure_en))


MESSAGES: Mapping[str, Said] = {
    "notify_settings_wrong": _said(
        "有设置没有填对", "Some settings need work",
        "请按每一项下方的提示改正", "Correct the fields named below",
    ),
    "notify_mail_absent": _said(
        "邮件没有配置，发不出去", "Mail is not set up, nothing can be sent",
        "请在“通知渠道”里填写发信服务器，或请运维人员设置 ANSHU_SMTP_URL",
        "Enter a mail server under channels, or let the operator set ANSHU_SMTP_URL",
    ),
    "notify_address_absent": _said(
        "您的人员档案里没有邮箱", "Your personal record has no mail address",
        "请管理员在“人员”里补上邮箱", "Let an administrator add it under People",
    ),
    "notify_group_unknown": _said(
        "没有“{value}”这一类通知", "No group of notices is called {value}",
        "请刷新页面后重试", "Reload and try again",
    ),
    "notify_time_malformed": _said(
        "时间“{value}”不是“时:分”", "“{value}” is no time of day",
        "请填写如 22:00 的时间", "Give a time such as 22:00",
    ),
    "notify_minutes": _said(
        "“{value}”分钟不在范围内", "{value} minutes is out of range",
        "请填 5 到 10080 分钟，填 0 表示不催", "Give 5 to 10080 minutes, or 0 for never",
    ),
    "notify_place_unknown": _said(
        "占位“{value}”在这类通知里没有", "This kind of notice has no place called {value}",
        "请改用：{limit}", "Use one of: {limit}",
    ),
    "notify_one_line": _said(
        "主题只能有一行", "The subject is one line", "请去掉换行", "Remove the line break",
    ),
    "notify_template_unknown": _said(
        "没有这个模板", "No such template", "请返回模板列表", "Go back to the templates",
    ),
    "notify_mail_server": _said(
        "发信服务器没有填对", "The mail server is not right",
        "请填写服务器、端口和完整的发信地址", "Give host, port and the sender's full address",
    ),
    "delivery_unknown": _said(
        "没有这条投递记录", "No such delivery", "请刷新列表", "Reload the list",
    ),
    "delivery_not_dead": _said(
        "这条投递没有失败，不需要重试", "This delivery has not failed",
        "请刷新列表查看最新状态", "Reload the list to see where it stands",
    ),
    "webhook_unknown": _said(
        "没有这个 Webhook", "No such webhook", "请刷新列表", "Reload the list",
    ),
    "webhook_paused": _said(
        "这个 Webhook 已停用", "This webhook is paused",
        "请先恢复再试", "Resume it first",
    ),
    "webhook_url_malformed": _said(
        "地址不是完整的网址", "This is no complete address",
        "请填写以 https:// 开头的地址，不带用户名和密码",
        "Give an address that begins with https://, without user and password",
    ),
    "webhook_url_plain": _said(
        "地址没有加密（不是 https）", "The address is not encrypted (no https)",
        "请改用 https 地址；内网地址请运维人员加入 ANSHU_WEBHOOK_HOSTS",
        "Use https, or let the operator allow the host by ANSHU_WEBHOOK_HOSTS",
    ),
    "webhook_url_private": _said(
        "地址指向内部网络，不允许访问", "The address leads into a private network",
        "请改用公网地址，或请运维人员把该主机加入 ANSHU_WEBHOOK_HOSTS",
        "Use a public address, or let the operator allow the host by ANSHU_WEBHOOK_HOSTS",
    ),
    "webhook_event_unknown": _said(
        "没有“{value}”这种事件", "No event is called {value}",
        "请从列表中选择", "Choose from the list",
    ),
    "webhook_type_unknown": _said(
        "没有“{value}”这种记录", "No kind of record is called {value}",
        "请从列表中选择", "Choose from the list",
    ),
    "webhook_title": _said(
        "名称须为 1 到 60 个字", "Give a name of 1 to 60 characters",
        "请填写名称", "Give a name",
    ),
    "webhook_too_many": _said(
        "Webhook 已达上限 {limit} 个", "There are {limit} webhooks, which is the most",
        "请先删除不用的", "Remove one that is not used",
    ),
}  # fmt: skip
