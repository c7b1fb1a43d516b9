/** Texts of the desk alone, Chinese first. `desk.en.ts` has the same keys. */
export const deskZhCN = {
  nav: { admin: "管理", audit: "审计", standards: "标准" },
  standards: {
    title: "标准限值", intro: "现在生效的限值，由谁规定、依据哪一条、哪些把关条件在用。下一层只能更严，不能放宽；最严的一层生效。", search: "名称、条款或把关条件", of_gate: "只看“{{gate}}”用到的", none: "没有符合的限值", none_cure: "换个词，或去掉筛选。", layers: "各层规定", holds: "生效", gates: "{{count}} 条把关条件在用", packs: "组成这套规定的 {{count}} 个定义包", pack_of: "版本 {{version}} · {{publisher}} · {{since}} 起", who_changed: "查看定义包的变更记录",
  },
  label: {
    title: "打印标签", print: "生成 PDF", of: "打印哪类", layout: "版式", layout_60x40: "单张 60×40 mm", layout_a4: "A4，每页 21 张", base: "手机访问地址", base_help: "二维码内容为 {{address}}。手机要能打开这个地址：印出来以后就改不了，请填正式域名。", any_area: "全部区域",
    chosen: "已选 {{count}} 张", all: "共 {{count}} 张，不勾选即全部打印（一次最多 300 张）",
  },
  live: {
    kind: "作业类型", all_kinds: "全部类型", area: "区域", on_plan_late: "有超时", on_plan_soon: "有临近到时", confirms: "待安环部经理确认", handles: "待处置：{{name}}、当班班长或车间安全员", responsible: "作业负责人", more: "还有 {{count}} 条",
    alarm_permit: "作业票", alarm_code: "代码、依据", alarm_since: "报警开始", alarm_next: "下一步",
    sign_step: "环节", sign_outcome: "结果", sign_who: "办理人", sign_when: "时间", sign_opinion: "意见", sign_signature: "签名",
    suspended: "✓ 已暂停", alarms_of: "报警 {{count}}", add: "新增{{type}}",
    col_number: "编号", col_level: "类型、级别", col_work: "作业内容", col_area: "区域", col_guardian: "监护人", col_state: "状态", col_left: "剩余", col_end: "计划结束",
  },
  connection: {
    remove: "移除", remove_sure: "移除连接“{{title}}”？", remove_effect: "密钥立即删除，不再读取和送出，等待送出的不再送。已取得的数据和投递记录保留。不能恢复，只能重新连接。", removed: "已移除的连接 {{count}} 个",
  },
  plan: { where: "所在位置", see_plan: "打开平面图" },
  setup: {
    title: "管理", tools: "常用工具", tool_labels: "打印二维码标签", tool_advice: "整改建议模板", tool_imports: "导入历史数据", tool_audit: "审计", checklist: "新厂开通清单", ready: "必备 {{all}} 项，已有 {{ready}} 项", begin: "去设置", open: "查看",
    state_done: "已完成", state_partly: "有未完成的", state_missing: "还没有", state_open: "可选，还没有", count: "{{count}} 条", vacant: "还没有人担任：{{roles}}", crowded: "{{roles}}都只有{{person}}一人担任，同一步要由不同的人签，请再安排一人", stop: "；", all_held: "流程用到的角色都有人担任", notify_set: "已设置", notify_unset: "还没有设置，只在系统内提醒",
    org_unit: "组织单元", person: "人员", role: "角色", area: "区域", plan: "厂区平面图", equipment: "设备", calendar: "工作日历", notify: "通知渠道", connector: "系统连接", advice: "整改建议模板",
    why_org_unit: "公司、部门、车间、班组：记录归谁管、谁能看", why_person: "每个人的单位、岗位和角色", why_role: "没有人担任的角色，任务会没有人办", why_area: "隐患在哪里；有边界或中心位置才能核对复查地点", why_plan: "画区域边界、放设备，看板热力图也用它", why_equipment: "扫码上报、查重复隐患", why_calendar: "按工作时间计算的期限、停产不计考核；没有就按自然时间", why_notify: "邮件和 Webhook", why_connector: "接入设备管理等系统", why_advice: "车间复核时可选的现成文字",
    unfinished_org_unit: "{{count}} 个未完成", unfinished_person: "{{count}} 人没有角色", unfinished_area: "{{count}} 个没有边界也没有位置", unfinished_plan: "{{count}} 张没有定位点", unfinished_equipment: "{{count}} 台没有位置", unfinished_calendar: "{{count}} 个含未核实的节假日", unfinished_connector: "{{count}} 个运行失败或已停止", unfinished_advice: "", unfinished_notify: "",
  },
  advice: {
    title: "整改建议模板", intro: "车间复核填写整改建议时可以点选，再按现场改", add: "新增模板", own: "本单位的模板", none: "还没有自己的模板", none_cure: "把常用的整改要求写成模板，或从下面自带的模板复制。", any: "全部类别", shipped: "自带模板", shipped_note: "随系统提供，不能修改", copy: "复制修改", field_title: "短标题（按钮上显示）", field_category: "适用的隐患类别", field_text: "建议内容", preview: "预览", retire: "停用",
  },
  view: {
    all: "全部", assigned: "我负责的", reported: "我发起的", overdue: "已超期", this_month: "本月", views: "视图", changed: "已修改", save_as: "另存为视图", save_changes: "保存修改", discard: "还原",
    title: "视图名称", title_hint: "例如：本周待复查", share: "共享给本单位", share_help: "同事看到的仍只是自己有权查看的记录", opens_first: "打开列表时先看这个视图", roles: "作为这些角色的默认视图", rename: "修改视图", remove: "删除视图", remove_sure: "删除视图“{{title}}”？", remove_shared: "它是共享视图，所有人都将看不到它。",
    earlier: "前移", later: "后移", copy_link: "复制链接", copied: "链接已复制，收到的人只能看到自己有权查看的记录", by: "{{name}}共享", missing: "这个视图用到的内容在您的列表里没有：{{names}}。其余条件照常生效。", missing_columns: "链接里的这些列在您的列表里没有：{{names}}。", menu: "视图操作",
  },
  lists: {
    add_filter: "筛选条件", clear: "清除全部条件", remove_filter: "去掉这个条件", any: "不限", blank: "未填写", apply: "确定", search: "编号、描述、设备、人员", search_hint: "按 / 键直接搜索", columns: "列", columns_hint: "勾选要显示的列，拖动或用箭头调整顺序", columns_first: "恢复默认列",
    up: "上移", down: "下移", group: "分组", group_none: "不分组", group_more: "组太多，只列出最多的 200 组", group_empty: "未填写", sort_by: "按“{{label}}”排序", resize: "调整列宽", late_of: "{{count}} 条超期",
    text: "包含内容", from: "从", to: "到", least: "不小于", most: "不大于", pick: "输入名称或编号查找", more_codes: "{{first}} 等 {{count}} 项",
    today: "今天", yesterday: "昨天", days_7: "近 7 天", days_30: "近 30 天", week: "本周", last_week: "上周", month: "本月", last_month: "上月", quarter: "本季", year: "今年", next_7: "未来 7 天", next_30: "未来 30 天", own_span: "自定日期", span_from: "{{from}} 起", span_to: "至 {{to}}", span_both: "{{from}} 至 {{to}}",
    chosen: "已选 {{count}} 条", chosen_all: "已选全部符合条件的 {{count}} 条", chosen_all_over: "已选全部符合条件的记录（超过 {{count}} 条）", choose_all: "选择全部符合条件的 {{count}} 条", choose_page: "选择已显示的全部", choose_row: "选择 {{number}}", choose_limit: "逐条选择最多 200 条；更多请用“选择全部符合条件的”", unchoose: "取消选择", export: "导出", export_columns_xlsx: "Excel · 当前列", export_all_xlsx: "Excel · 全部字段", export_columns_csv: "CSV · 当前列", export_all_csv: "CSV · 全部字段", print_list: "打印列表", print_sheets: "打印单据", print_sheets_limit: "一次最多打印 20 份单据",
    shown: "已显示 {{shown}} 条", end: "没有更多了", all_states: "全部状态", all_kinds: "全部类型", none_here: "没有符合条件的记录", none_here_cure: "放宽筛选条件再看。", none_yet: "还没有记录", none_yet_cure: "新增后会出现在这里。", refresh: "刷新",
  },
  bulk: {
    more: "批量操作", done: "成功 {{count}} 条", failed: "未成功 {{count}} 条", results: "批量操作结果", close: "关闭", remind: "催办", reassign: "转交", copy: "抄送", complete: "批量办理", reason: "说明（选填）", reason_needed: "说明（必填）", outcome: "环节和结果", outcome_help: "只列出最多填一段文字的结果；要填表、拍照或签名的，请逐条打开办理。", looking: "正在查找…", this_one: "该记录", person: "人员", running: "正在处理 {{done}} / {{all}}", nothing: "所选记录没有可以这样处理的任务", retry: "重试未成功的", send: "确定",
  },
  audit: {
    title: "审计", nav: "审计", intro: "在您的权限范围内，谁在什么时候对哪条记录做了什么。逐条写入账本，封存后任何改动都能被查出，可离线验证。", time: "时间", received: "服务器 {{at}} 收到", person: "人员", what: "动作", record: "记录", content: "内容", seal: "存证", sealed: "已封存 #{{no}}", unsealed: "待封存", system: "系统", anyone: "所有人", any_kind: "全部动作", any_type: "全部记录", number: "记录编号", period: "时间范围", none: "没有符合条件的操作记录", none_cure: "换一个时间范围或放宽条件再看。", limits: "这里只列出您有权查看的记录，其他操作记录没有显示。", left_out: "未列出的类型：{{types}}。", comma: "、", none_seen: "也可能有您无权查看的操作。换一个时间范围，或请有权限的人查看。",
    export_xlsx: "导出 Excel", export_csv: "导出 CSV", no_record: "不属于单条记录", of_record: "这条记录的审计",
  },
  print: {
    on_behalf: "（代 {{name}}）", signed_handwriting: "手写签名", signed_pin: "PIN 签名", signed_webauthn: "指纹签名", basis: "依据", proof: "凭证", button: "打印", sheet: "{{type}}记录单", printed: "打印时间 {{at}} · {{name}}", ledger: "存证", ledger_of: "{{events}} 条记录，已封存 {{sealed}} 条", seal: "封存号 {{no}}（{{at}}）", head: "封存头", unsealed: "尚未封存，纸面内容以系统为准", verify_hint: "扫码可读出封存头，与证据包核对", back: "返回", now: "打印或另存为 PDF", list_title: "{{title}}", rows: "共 {{count}} 条，打印 {{shown}} 条", loading: "正在准备打印内容…", timeline: "全部记录", page_failed: "这条记录无法打印", steps: "办理过程", person: "办理人", time: "时间", content: "内容", result: "结果",
  },
  palette: {
    open: "搜索", placeholder: "搜索编号、隐患、设备、人员、页面…", none: "没有找到“{{text}}”", none_cure: "试试编号的开头几位、设备位号，或姓名拼音首字母。", recent: "最近打开", pages: "页面", hint: "↑↓ 选择，Enter 打开，Esc 关闭", searching: "正在搜索…", all: "在隐患列表中查看全部结果",
  },
  keys: {
    title: "键盘快捷键", j: "下一行", k: "上一行", enter: "打开", x: "选择 / 取消选择", slash: "搜索", palette: "全局搜索", help: "显示快捷键", escape: "关闭 / 取消选择", go_work: "工作台", go_hazards: "隐患", go_ledgers: "台账",
  },
  help: {
    button: "帮助", title: "帮助", this_page: "本页怎么用", tasks: "常见任务", more: "更多任务", shortcuts: "快捷键",
    find_title: "找到要看的隐患", find_1: "在上方点状态，或点“筛选条件”加上区域、责任人、期限等条件。", find_2: "搜索框可输编号、描述、设备名、人名；按 / 键直接跳到搜索框。", find_3: "点列标题排序；“列”里可增减、换顺序，拖列边调宽度。",
    view_title: "保存并共享视图", view_1: "调好条件、列和分组后，点“另存为视图”并起名。", view_2: "有权限的人可共享给本单位，或设为某些角色的默认视图。", view_3: "“复制链接”发给同事：对方只会看到自己有权查看的记录。",
    bulk_title: "批量导出和打印", bulk_1: "勾选行（或按 x 键），也可选择全部符合条件的。", bulk_2: "下方出现操作条：导出 Excel、打印列表或单据。", bulk_3: "批量办理时每条分别处理，结果逐条列出。",
    work_title: "处理待办", work_1: "待办按紧急程度分组：已超期、今天到期、以后到期。", work_2: "卡片上写着为什么轮到您和下一步要做什么，点开即可办理。", work_3: "办完自动转到下一步，没有网络时内容保存在本机。",
    record_title: "看懂一条隐患", record_1: "左侧是办理过程：谁、什么时候、做了什么、证据是什么。", record_2: "点照片放大，可看拍摄时间、收到时间、位置和原图指纹。", record_3: "“打印”给出带封存号和二维码的记录单。",
    audit_title: "查谁做了什么", audit_1: "按人员、动作、记录编号和时间范围筛选。", audit_2: "“已封存 #号”表示该操作已进入签名的封存链，可用证据包离线验证。", audit_3: "导出的内容与页面一致，只包含您有权查看的字段。",
    ledger_title: "查看台账", ledger_1: "台账由记录自动生成，不需要另填。", ledger_2: "左侧选台账，点编号打开记录。", ledger_3: "可打印或导出 Excel 交检查使用。",
  },
  work: {
    group_late: "已超期", group_today: "今天到期", group_soon: "三天内到期", group_later: "以后到期", group_open: "没有期限", any_step: "全部环节", none_filtered: "没有符合条件的待办", filtered_clear: "显示全部", step: "环节",
  },
  board: {
    none: "还没有看板", none_cure: "看板由管理员在模块里配置，请联系系统管理员。", pdf: "导出 PDF", xlsx: "导出 Excel", making: "正在生成…", earlier: "上期 {{text}}", settings: "看板设置", back: "返回看板",
    period: "{{from}} 至 {{to}}", period_choose: "统计区间", scope: "范围：{{scope}}", excluded: "其中 {{count}} 天为节假日或停工，按指标定义扣除", counting: "历史记录正在统计中，数字可能偏小，稍后会自动更新。",
    age_live: "实时 · {{age}} 秒前", age_asked: "{{age}} 秒前的数据", age_old: "数据已 {{age}} 秒没有更新，请检查网络", last_days: "近 {{count}} 天", own_days: "自选日期", from: "开始日期", to: "结束日期", show: "查看",
    present: "当前状态", nothing: "本期没有记录", definition: "指标怎么算", n: "样本 n = {{count}}", opens: "打开对应的清单", flagged: "连续未达标：{{months}}", indicator: "指标", mean: "平均", median: "中位数", imported: "另有历史导入 {{count}} 条未计入", left_out: "扣除日内 {{count}} 条未计入",
    no_go_live: "还没有设置上线日期，无法对比上线前后。", set_go_live: "去设置", ask_admin: "请联系系统管理员设置。", running: "（进行中）", ratio: "压缩比 {{ratio}}%", ratio_help: "上线日 {{day}}。压缩比 = 上线前平均用时 ÷ 上线后平均用时 × 100%，两个区间互不重叠。",
    plan: "平面图", heat_help: "颜色越深，数量越多；点区域打开清单。", go_live: "上线日期", go_live_help: "看板用它比较上线前 30 天与上线后 7、15、30 天。", holidays: "法定节假日", holidays_help: "工作日历已有 {{count}} 天，这里只补充日历没有的。", shutdowns: "停工检修", shutdowns_help: "注明扣除停工的指标，不统计这些日子。",
    reason: "原因", add: "添加", remove: "删除 {{what}}", set_by: "{{who}} 于 {{at}} 修改；以前的设置都保留备查",
  },
  channel: {
    title: "通知渠道", defaults: "默认设置", server: "发信服务器", templates: "邮件模板", webhooks: "Webhook", log: "投递记录", saved: "已保存", cancel: "取消", change: "修改",
    defaults_help: "对没有自己设定的人员生效；时间按工厂时区（{{zone}}）。", mailed: "默认发邮件的通知", times: "时间", quiet_from: "免打扰从", quiet_to: "免打扰到", digest_at: "每日摘要时间", unread_minutes: "任务无人查看多少分钟后催办", times_help: "时间留空即关闭。任务在设定的分钟内无人查看，先发邮件；再过同样时间仍无人查看，通知该环节的升级角色一次。填 0 表示不催。",
    server_now: "当前发信服务器", server_none: "没有发信服务器：请在这里填写本单位的，或请运维人员设置 ANSHU_SMTP_URL。", by_tenant: "本单位的", by_installation: "平台统一", host: "服务器", port: "端口", security: "加密", security_tls: "TLS（直接加密）", security_starttls: "STARTTLS", security_none: "不加密（仅限本机转发）", sender: "发信地址", user: "用户名", password: "密码", password_kept: "不填则保留原密码", links: "邮件中的链接", links_none: "运维人员尚未设置 ANSHU_PUBLIC_URL，邮件里没有链接",
    test: "给自己发测试邮件", test_sent: "已交给后台发送，结果见", to_log: "投递记录", server_own: "改用本单位的服务器", server_change: "修改", server_drop: "改回平台统一",
    subject: "主题", body: "正文", own_words: "已改", words_back: "恢复默认文字", places_help: "点选可插入占位，发送时替换成实际内容；某一行的占位全都没有内容时，这一行不出现。",
    place_tenant: "单位名称", place_person: "收件人", place_link: "链接", place_preferences: "通知方式链接", place_what: "事由", place_number: "编号", place_title: "内容", place_step: "环节", place_due: "期限", place_linked: "相关记录", place_count: "条数", place_list: "清单", place_open: "待办数", place_overdue: "逾期数", place_fresh: "新到数",
    channel: "渠道", any_channel: "全部渠道", mail: "邮件", connector: "外部系统", kind_ticket: "安全作业票", kind_alarm: "作业报警", state: "状态", any_state: "全部状态", state_waiting: "等待发送", state_held: "暂存", state_sent: "已送出", state_failed: "失败", state_dropped: "无需发送", log_none: "没有投递记录", log_none_cure: "发出的邮件和 Webhook 会列在这里。", at: "时间", kind: "类别", receiver: "收件人", reason: "原因", retry: "重试", attempts: "已试 {{count}} 次", next: "下次 {{at}}", person_gone: "已不在本单位",
    kind_task: "新任务", kind_reminder: "到期提醒", kind_escalation: "逾期升级", kind_warning: "预警", kind_progress: "进展", kind_several: "多条合并", kind_digest: "每日摘要", kind_test: "测试邮件", kind_ping: "测试消息", kind_record_created: "新登记", kind_record_changed: "档案修改", kind_record_closed: "办结", kind_record_reopened: "复发", kind_record_warned: "重复预警", kind_task_opened: "任务到达", kind_task_completed: "任务办理", kind_task_reassigned: "任务转交", kind_task_escalated: "任务升级",
    reason_smtp_refused: "收信方拒收", reason_smtp_later: "对方暂时不收，稍后重试", reason_smtp_log_in: "发信服务器登录失败", reason_timed_out: "对方没有及时答复", reason_unreachable: "连不上对方", reason_unresolvable: "找不到这个主机名", reason_tls_failed: "证书校验失败", reason_address_malformed: "邮箱地址不对", reason_no_address: "没有邮箱", reason_not_configured: "没有发信服务器", reason_unsealable: "密钥无法解密，请重新填写", reason_unreadable: "收件人已无权查看", reason_read_meanwhile: "发送前已查看或办结", reason_nothing_open: "没有待办", reason_person_gone: "人员已不在本单位", reason_http_status: "对方返回错误", reason_gone: "对方声明不再接收", reason_removed: "接收方已删除", reason_refused: "对方不接受该记录，补正后重试", reason_left_out: "对方没有对应的代码，不发送", reason_superseded: "已有更新的变化送达，不再发送", reason_defect: "连接器内部错误，稍后重试", reason_by_hand: "手动停用", reason_waiting_for_channel: "对方刚刚失败，稍后再试", reason_webhook_url_private: "地址指向内部网络，不允许访问", reason_webhook_url_plain: "地址没有加密", reason_webhook_url_malformed: "地址不是完整的网址",
    webhooks_help: "事件发生时，把编号和状态等基本信息（不含受限和个人字段）发给其他系统，按 Standard Webhooks 签名。连续失败会自动停用并通知管理员，恢复后补发一周内的消息。", webhooks_none: "还没有 Webhook", webhooks_none_cure: "添加后，调度平台、ERP 等系统可以实时收到事件。", webhook_add: "添加 Webhook", webhook_title: "名称", url: "地址", events: "事件", types: "记录类型", types_for: "记录类型（不选即全部）", types_all: "全部", active: "启用", paused: "已停用", failures: "连续失败 {{count}} 次", former: "旧密钥", former_until: "到 {{at}} 前两把密钥同时签名",
    ping: "发送测试消息", pause: "停用", resume: "恢复", rotate: "更换密钥", rotate_sure: "生成新密钥？旧密钥在 24 小时内仍同时签名。", remove: "删除", remove_sure: "删除后不再发送，投递记录保留。确定删除？", secret: "签名密钥", secret_once: "密钥只显示这一次，请现在复制到接收系统：", secret_help: "接收方用它核对 webhook-signature 头。丢失后可更换。", secret_kept: "已保存好", copy: "复制",
  },
};
export type DeskCatalogue = typeof deskZhCN;
