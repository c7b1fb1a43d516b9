/** Texts of permits alone, Chinese first. `permit.en.ts` has the same keys. */
export const permitZhCN = {
  permit: {
    place: "地点", times: "作业时间", unit: "申请 / 作业单位", responsible: "作业负责人", guardians: "监护人", workers: "作业人员", involves: "涉及其他特殊作业", related: "关联作业票",
    dangers: "风险辨识 {{count}} 项", measures: "安全措施 {{count}} 项，已确认 {{confirmed}} 项",
    gates_blocked: "{{count}} 项不满足，现在不能继续", gates_open: "{{count}} 项须留意", gates_met: "条件全部满足", gates_met_count: "已满足 {{count}} 项", gates_at: "{{at}} 核对", gates_old: "连不上服务器，以上是上一次核对的结果。", against: "，限值 {{limit}}", aged: "，{{span}}前",
    at_the_place: "现场监护", record_it: "记录", recorded: "已记录：{{label}}", unsent: "没有送到服务器，填写的内容保存在本机。有信号时请再点一次“记录”。",
    check_in: "扫现场二维码到岗", check_in_again: "再次扫码确认在岗", check_in_help: "对准作业地点的区域或设备标签；手机同时取一次定位。", other_label: "这不是“{{place}}”的标签，请到作业地点扫码。",
    checked_in: "{{at}} 已到岗", not_checked_in: "尚未到岗", seen: "在岗心跳", unseen_position: "取不到定位，在岗状态没有上报。请打开定位权限。", unseen_signal: "没有信号，在岗状态没有上报。",
    where_inside: "在作业区域内", where_outside: "距作业区域约 {{metres}} 米", where_inaccurate: "定位误差约 {{metres}} 米，太大，不能证明在场。请到开阔处再试。", where_unknown: "该区域没有边界，无法核对位置",
    inside: "现在里面有 {{count}} 人", inside_of: "共进出 {{all}} 次", tools: "工具 {{count}} 件", for_so_long: "已 {{span}}", out: "出",
    gas: "气体分析", gas_count: "{{count}} 次", remarks: "现场问题 {{count}} 条", guards: "现有 {{count}} 名监护人",
    show_code: "出示电子作业票二维码", code: "电子作业票二维码", code_help: "扫码免登录查看，{{at}} 前有效",
    shared_ended: "此票已结束，不得据此作业", shared_foot: "数据时间 {{at}} · 链接 {{until}} 前有效", everything: "全部内容与办理过程",
    online_only: "没有信号。签发、开工和复工必须联网；已填写的内容保存在本机，恢复信号后继续。",
    renew: "重新办票", renew_ended: "此票已终止，不能恢复。需要继续作业请重新办票，内容自动带入，气体分析、交底和签名须重做。", renew_expired: "此票已到时限，不能延期。需要继续作业请重新办票。",
    similar: "72 小时内同区域有 {{count}} 张同类作业票", similar_half_year: "同区域近半年共 {{count}} 张同类作业票（最多列 20 张）",
  },
};
