# Headings of the menu
web-menu-work = 办理
web-menu-study = 学习
web-menu-teaching = 教学
web-menu-governance = 治理
web-menu-system = 系统
web-menu-own = 我的

# Roles
web-role-admin = 系统管理员
web-role-security = 安全管理员
web-role-audit = 审计管理员
web-role-center = { -centre }
web-role-manager = 子公司培训负责人
web-role-contact = { -contact }
web-role-supervisor = 督导
web-role-reviewer = 课程审核人
web-role-teacher = { -teacher }
web-role-assistant = 助教
web-role-homeroom = 班主任
web-role-finance = 财务
web-role-service = 客户服务
web-role-parent = 家长
web-role-learner = { -learner }

# What goes wrong
web-fault-heading-missing = 没有找到这个页面
web-fault-heading-closed = 不能打开
web-fault-heading-changed = 内容已有变化
web-fault-heading-large = 上传的内容太大
web-fault-heading-busy = 请稍等片刻
web-fault-heading-full = 存储空间已满
web-fault-heading-broken = 程序出了故障
web-fault-heading-request = 请求有误
web-fault-not-found = 这里没有您要找的内容：网址可能写错了，内容可能已移走，也可能不在您的权限范围内。
web-fault-forbidden = 您目前的角色不能做这件事。如果工作需要，请联系{ -centre }调整角色。
web-fault-sign-in = 请先登录。
web-fault-door = 请先完成这一步，然后继续。
web-fault-origin = 这个请求来自别的网站，为保护您的账号没有执行。请从本平台的页面重新操作。
web-fault-invalid = 有几项内容需要修改。
web-fault-conflict = 刚才有人改动了同一内容，您的改动没有保存。请刷新后再试。
web-fault-too-large = 上传的内容超过了允许的大小，没有保存。请缩小后再传。
web-fault-too-many = 操作太频繁。请 { $seconds } 秒后再试。
web-fault-busy = 服务器此刻忙不过来（访问的人太多，或数据库正被占用）。这次操作没有执行，也没有改动任何内容。请过几秒再试。
web-fault-full = 服务器的磁盘空间已满，这次操作没有保存，已有的内容没有受影响。请通知系统管理员。
web-fault-broken = 这次操作没有完成，没有改动任何内容。故障已记入日志；如果再次出现，请告诉系统管理员发生的时间。
web-fault-request = 服务器不接受这样的请求。请从页面上的链接或按钮进入。
web-fault-form = 表单内容无法读取，没有保存。请回到上一页重新填写。
web-fault-form-type = 提交的格式不对，没有保存。请用页面上的表单提交。
web-fault-json = 请求内容不是有效的 JSON，没有执行。
web-fault-json-type = 请求内容须为 application/json。
web-fault-json-shape = 请求内容不符合接口的格式：{ $reason }
web-fault-query = 网址中的参数不符合接口的格式：{ $reason }
web-fault-cursor = 参数 at 不是这个列表的页码。请使用上一页返回的 next 地址。
web-fault-idempotency-key = Idempotency-Key 须为 1 到 100 个可见的英文字符。
web-fault-idempotency-other = 这个 Idempotency-Key 已用于另一个请求，本次没有执行。请换一个新的键。
web-fault-idempotency-gone = 这个请求已执行过，当时的结果已无法读取。请查询后再决定是否重新提交。
web-fault-scope-all = 这是令牌主人为自己做的事，没有可以单独列出的权限，只接受范围为 all（全部）的令牌。请用这样的令牌再试。
web-fault-stale = 您打开页面之后，别人改动了同一内容。请核对新内容后再保存。
web-fault-home = 回到首页
web-fault-to-sign-in = 去登录

# Errors beside fields
web-form-required = 请填写这一项。
web-form-too-long = 最多 { $max } 个字，现在有 { $now } 个。
web-form-range = 请填 { $from } 到 { $to } 之间的整数。
web-form-decimal = 请填 { $from } 到 { $to } 之间的数，最多两位小数。
web-form-date = 请按“2026-11-22”的样子填写日期。
web-form-choose = 请选择一项。
web-form-choice = 请从列出的选项中选择。
web-form-unknown = 没有这个字段。请核对字段名称。
