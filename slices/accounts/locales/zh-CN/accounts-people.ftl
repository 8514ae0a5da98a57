### 组织、人员、岗位、群组、角色、申报、导入。

## 组织

accounts-node-group = 集团
accounts-node-school = 学校
accounts-node-institution = 机构
accounts-node-subsidiary = { -subsidiary }
accounts-node-campus = 校区
accounts-node-branch = 教学点
accounts-node-department = { -department }
accounts-node-grade = 年级
accounts-node-class = 班级
accounts-node-team = 班组
accounts-organisation-title = 组织
accounts-organisation-line = { GROUP($nodes) } 个单位，在册 { GROUP($people) } 人
accounts-organisation-search = 单位名称、拼音、代码
accounts-organisation-tops = 您负责的各处
accounts-organisation-found = 找到的单位
accounts-organisation-people = { GROUP($count) } 人
accounts-organisation-seats = 席位已用 { GROUP($taken) } / { GROUP($quota) }
accounts-organisation-seats-free = 未设席位上限，在册 { GROUP($taken) } 人
accounts-organisation-hidden = 展开其下 { $count } 个单位
accounts-organisation-empty = 这里还没有下级单位。
accounts-organisation-facts = 基本情况
accounts-organisation-name = 单位名称
accounts-organisation-kind = 类型
accounts-organisation-code = 代码
accounts-organisation-code-hint = 导入文件里可以用代码代替单位名称；不能含斜杠、逗号、分号。
accounts-organisation-code-signs = 代码里不能有斜杠、逗号或分号，请去掉后再保存。
accounts-organisation-code-taken = 另一个单位已经用了这个代码，请换一个。
accounts-organisation-seat-quota = 席位上限
accounts-organisation-seat-quota-hint = 本单位连同下级最多可有多少个在用账号；不填则不限。
accounts-organisation-contacts = { -contact }
accounts-organisation-no-contacts = 本单位和上级都还没有{ -contact }
accounts-organisation-children = 下级单位
accounts-organisation-no-children = 没有下级单位。
accounts-organisation-roles = 在这里授予的角色
accounts-organisation-roles-hint = 对本单位和全部下级有效；{ -learner }不列出
accounts-organisation-no-roles = 没有直接在这里授予的角色。
accounts-organisation-see-people = 看人员
accounts-organisation-edit = 名称与席位
accounts-organisation-add = 添加单位
accounts-organisation-add-one = 添加一个下级单位
accounts-organisation-name-taken = 同一个上级单位之下已经有「{ $name }」。请换一个名称，否则导入和指派时分不清是哪一个。
accounts-organisation-restore-name = 同一个上级单位之下已经有「{ $name }」，不能恢复。请先给现在的那个改名。
accounts-organisation-several-title = 在「{ $name }」下面添加单位
accounts-organisation-several-line = 一行一个单位，可以从 Excel 或文档里整段粘贴。先核对，再添加。
accounts-organisation-several-list = 单位名称
accounts-organisation-several-hint = 前面加一个制表符或两个空格，表示属于上一行的单位。一次最多 200 行。
accounts-organisation-several-kind = 第一级的类型
accounts-organisation-several-kind-below = 再往下的类型
accounts-organisation-several-look = 核对
accounts-organisation-several-add = 添加 { $count } 个单位
accounts-organisation-several-preview = 核对结果
accounts-organisation-several-number = 行号
accounts-organisation-several-new = 将添加
accounts-organisation-several-there = 已有，不变
accounts-organisation-several-nothing = 这些单位都已经有了，没有要添加的。
accounts-organisation-several-fault = 还不能添加。第 { $line } 行：{ $why }
accounts-organisation-several-jump = 缩进多了：上一行的单位只比它高一级。请去掉多余的缩进。
accounts-organisation-several-twice = 与第 { $line } 行同名。同一个上级单位之下不能有两个同名的单位，请改名或去掉一行。
accounts-organisation-several-many = 一次最多 { $most } 行。请分几次添加。
accounts-organisation-several-added = 已在「{ $name }」下面添加 { $count } 个单位。
accounts-organisation-several-how = 怎样写
accounts-organisation-several-example =
    华东分公司
      南京门店
      上海门店
        收银组
    华南分公司
accounts-organisation-several-one = 要同时填写代码，请用
accounts-organisation-several-form = 单个添加的表单
accounts-organisation-move = 移动
accounts-organisation-move-to = 移到哪个单位之下
accounts-organisation-move-hint = 下级单位和人员一起移动；只能移到您负责的范围内。
accounts-organisation-choose = 请选择
accounts-organisation-saved = 已保存。
accounts-organisation-added = 已添加「{ $name }」。
accounts-organisation-moved = 已移动，下级单位和人员随之调整。
accounts-organisation-move-root = 最上级单位没有可以移去的地方。
accounts-organisation-move-into-itself = 不能移到它自己或它的下级单位之下，否则组织会成为一个圈。请选择别的上级。
accounts-organisation-move-too-deep = 移动后层级会超过 { $deepest } 级。请选择较高的上级单位。
accounts-organisation-move-stale = 刚才有人改动了组织结构，这次移动没有执行。请刷新页面，核对后再移动。
accounts-organisation-delete = 删除
accounts-organisation-delete-title = 删除「{ $name }」
accounts-organisation-delete-loss = 删除后，在这里授予的角色不再有效。30 天内可以从回收站恢复，角色随之恢复。
accounts-organisation-delete-root = 最上级单位不能删除。
accounts-organisation-delete-not-empty = 还不能删除：下面有 { $children } 个单位、{ $people } 名人员、{ $cohorts } 个{ -cohort }。请先把它们移到别处。
accounts-organisation-deleted = 已移入回收站，30 天内可以恢复。
accounts-organisation-back = 回到单位
accounts-organisation-bin = 回收站
accounts-organisation-bin-line = 最近 30 天删除的单位、{ -position }、{ -cohort }和工作小组。
accounts-organisation-bin-empty = 回收站是空的。
accounts-organisation-bin-kind = 类别
accounts-organisation-bin-node = 单位
accounts-organisation-bin-position = { -position }
accounts-organisation-bin-cohort = { -cohort }
accounts-organisation-bin-body = 工作小组
accounts-organisation-deleted-when = 删除时间
accounts-organisation-deleted-by = 删除人
accounts-organisation-restore = 恢复
accounts-organisation-restored = 已恢复。
accounts-organisation-restore-above = 它的上级单位也在回收站里，请先恢复上级。
accounts-organisation-restore-code = 它的代码已给了别的单位。请先改掉那个单位的代码，再恢复。

## 谁可以做什么

accounts-access-title = 谁可以做什么
accounts-access-line = 选一个单位和一项操作，看谁可以做、凭哪个角色；或者填一个用户名，看这个人在这里可以做什么。
accounts-access-action = 操作
accounts-access-any-action = 不选
accounts-access-user = 用户名
accounts-access-ask = 查看
accounts-access-unknown-user = 您负责的范围内没有用户名为 { $user } 的人。
accounts-access-who = 在「{ $node }」可以这样做的人
accounts-access-nobody = 这里没有人可以做这件事。需要的话，请授予相应的角色。
accounts-access-granted-on = 授予在
accounts-access-from-above = 来自上级
accounts-access-may = { $name }在「{ $node }」可以做的事
accounts-access-because = 凭什么
accounts-access-yes = 可以
accounts-access-no = 不可以
accounts-access-by = { $role }，授予在「{ $node }」

## 操作的名称

may-organisation = 组织
may-positions = { -position }
may-cohorts = { -cohort }
may-bodies = 工作小组
may-people = 人员与账号
may-roles = 角色
may-openings = 账号申报
may-real-names = 实名核验
may-imports = 导入记录
may-security = 账号安全
may-security-policy = 设定安全策略
may-security-sessions = 查看和结束会话
may-security-sign-ins = 查看登录记录
may-tickets = 登录求助
may-tickets-answer = 处理登录求助
may-tickets-reset = 按登录求助重置密码
may-organisation-read = 查看组织
may-organisation-manage = 调整组织
may-organisation-quota = 设定席位
may-organisation-access = 查看谁可以做什么
may-positions-manage = 管理{ -position }
may-cohorts-read = 查看{ -cohort }
may-cohorts-manage = 管理{ -cohort }
may-bodies-read = 查看工作小组
may-bodies-manage = 管理工作小组
may-people-read = 查看人员
may-people-open = 开通账号
may-people-import = 导入人员
may-people-edit = 修改人员资料
may-people-state = 暂停、冻结、恢复账号
may-people-end = 注销、取消资格
may-people-reset = 重置密码
may-people-move = { -transfer }
may-people-reveal = 查看被遮盖的信息
may-people-export = 导出人员名单
may-roles-read = 查看角色
may-roles-give = 授予角色
may-roles-end = 收回角色
may-openings-ask = 申报开通账号
may-openings-decide = 审批账号申报
may-real-names-read = 查看实名核验
may-real-names-decide = 核验实名信息
may-imports-read = 查看导入记录

## 岗位

accounts-positions-title = { -position }
accounts-positions-line = { -position }决定要学什么：指派给{ -position }的课程，任职的人都要学。
accounts-positions-empty = 还没有{ -position }。先在上面添加一个。
accounts-position-search = 名称、拼音、首字母
accounts-position-name = 名称
accounts-position-count = 在任人数
accounts-position-new = 新的{ -position }
accounts-position-add = 添加
accounts-position-added = 已添加「{ $name }」。
accounts-position-taken = 已经有这个名称的{ -position }，请换一个。
accounts-position-saved = 已保存。
accounts-position-held-by = { GROUP($count) } 人任职
accounts-position-held = 还有 { $count } 人任这个{ -position }，不能删除。请先给他们换{ -position }。
accounts-position-delete = 删除
accounts-position-delete-hint = 没有人任职时可以删除，30 天内可以恢复。
accounts-position-deleted = 已移入回收站，30 天内可以恢复。
accounts-position-restored = 已恢复。

## 群组

accounts-cohorts-title = { -cohort }
accounts-cohorts-line = 把要一起学习的人归在一起，指派课程时可以整组选择。
accounts-cohorts-empty = 还没有{ -cohort }。
accounts-cohort-new = 新建{ -cohort }
accounts-cohort-new-line = 固定名单由您逐个选人；按规则的名单随人员变化自动更新。
accounts-cohort-name = 名称
accounts-cohort-node = 归属单位
accounts-cohort-node-hint = 这个单位的负责人可以管理它；按规则取人不超出这个单位。
accounts-cohort-kind = 名单
accounts-cohort-kind-fixed = 固定名单
accounts-cohort-kind-dynamic = 按规则
accounts-cohort-count = 人数
accounts-cohort-add = 新建
accounts-cohort-added = 已建立。按规则的名单几分钟内生成。
accounts-cohort-taken = 已经有这个名称的{ -cohort }，请换一个。
accounts-cohort-rule = 规则
accounts-cohort-rule-hint = { -position }和单位都选时，取同时符合两者的人；哪一项不选，就不按哪一项限制。
accounts-cohort-rule-positions = 任这些{ -position }的人
accounts-cohort-rule-nodes = 在这些单位及下级的人
accounts-cohort-by-rule = 名单按规则自动更新，不能手工增减。
accounts-cohort-members = 成员
accounts-cohort-members-empty = 还没有成员。
accounts-cohort-add-members = 添加成员
accounts-cohort-users = 用户名
accounts-cohort-users-hint = 一行一个，也可以用逗号隔开；一次最多 500 个。
accounts-cohort-too-many = 一次最多添加 { $max } 人，请分几次添加。
accounts-cohort-unknown-users = 没有添加：您负责的范围内没有这些用户名：{ $users }。请核对后再试。
accounts-cohort-members-added = 已添加 { $count } 人；原来就在名单里的不重复。
accounts-cohort-members-removed = 已移出 { $count } 人。
accounts-cohort-remove = 移出所选的人
accounts-cohort-edit = 名称与规则
accounts-cohort-saved = 已保存。按规则的名单几分钟内更新。
accounts-cohort-delete = 删除
accounts-cohort-delete-title = 删除「{ $name }」
accounts-cohort-delete-loss = 名单里有 { $count } 人。删除后，通过它指派的课程不再指派给他们；30 天内可以从回收站恢复。
accounts-cohort-deleted = 已移入回收站，30 天内可以恢复。
accounts-cohort-restored = 已恢复。

## 工作小组

accounts-bodies-title = 工作小组
accounts-bodies-line = 制度规定的管理小组、监督小组、教学质量监控小组：成员、任期和职权。
accounts-bodies-empty = 还没有登记工作小组。
accounts-body-kind = 类别
accounts-body-kind-management = 管理小组
accounts-body-kind-supervision = 监督小组
accounts-body-kind-quality = 教学质量监控小组
accounts-body-kind-other = 其他
accounts-body-name = 名称
accounts-body-new = 登记工作小组
accounts-body-add = 登记
accounts-body-added = 已登记，请添加成员。
accounts-body-powers = 职权
accounts-body-powers-hint = 它可以决定什么、检查什么，一行一条。
accounts-body-from = 任期开始
accounts-body-to = 任期结束
accounts-body-to-hint = 包括这一天；不填则没有期限。
accounts-body-term = 任期 { $from } 至 { $to }
accounts-body-term-open = 任期自 { $from } 起
accounts-body-term-wrong = 任期结束不能早于开始，请核对两个日期。
accounts-body-ended = 任期已满
accounts-body-members = 成员
accounts-body-no-members = 还没有成员。
accounts-body-office = 职务
accounts-body-office-hint = 如组长、副组长、成员。
accounts-body-add-member = 添加成员
accounts-body-remove = 移出
accounts-body-remove-one = 移出{ $name }
accounts-body-edit = 修改
accounts-body-saved = 已保存。
accounts-body-delete = 删除
accounts-body-delete-hint = 30 天内可以从回收站恢复，成员随之恢复。
accounts-body-deleted = 已移入回收站，30 天内可以恢复。
accounts-body-restored = 已恢复。

## 人员

accounts-people-title = 人员与账号
accounts-people-line = 在册 { GROUP($people) } 人
accounts-people-line-seats = 在册 { GROUP($people) } 人，席位已用 { GROUP($taken) } / { GROUP($quota) }
accounts-people-search = 姓名、拼音、用户名、{ -member-number }
accounts-people-name = 姓名
accounts-people-user = 用户名
accounts-people-user-hint = 2 到 64 个英文字母、数字，可用点、横线、下划线、@；大小写不区分，开通后不能改。
accounts-people-staff-number = { -member-number }
accounts-people-unit = 单位
accounts-people-position = { -position }
accounts-people-unit-position = 单位与{ -position }
accounts-people-no-position = 没有{ -position }
accounts-people-role = 角色
accounts-people-roles = 角色
accounts-people-state = 状态
accounts-people-mail = 邮箱
accounts-people-mobile = 手机
accounts-people-mobile-hint = 加密保存，页面上只显示一部分。
accounts-people-born = 出生日期
accounts-people-born-hint = 只用于未成年人的学习时长保护，只有能修改人员资料的人看得到。
accounts-people-mobile-new = 新的手机号
accounts-people-mobile-keep = 现在是 { $mobile }；不填则不变。
accounts-people-mobile-remove = 删去手机号
accounts-people-login = 最近登录
accounts-people-login-never = 从未登录
accounts-people-login-away = 90 天未登录
accounts-people-login-none = 从未
accounts-people-today = 今天 { $time }
accounts-people-opened = 开通
accounts-people-and = 、
accounts-people-any-unit = 全部单位
accounts-people-any-role = 全部角色
accounts-people-any-position = 全部{ -position }
accounts-people-any-login = 不限
accounts-people-by-state = 按状态
accounts-people-all = 全部
accounts-people-left = 已离开
accounts-people-left-on = { $day }离开
accounts-people-suspended-until = 暂停至 { $day }
accounts-people-until = 到 { $until } 自动恢复
accounts-people-locked-until = 连续输错密码，锁定到 { $until }
accounts-people-nothing = 没有符合条件的人。换个词，或者减少筛选条件。
accounts-people-nobody = 这里还没有人员。可以逐个开通账号，也可以从 Excel 导入。
accounts-people-none-chosen = 请先选择人员，一次最多 50 人。
accounts-people-import = 导入
accounts-people-open = 开通账号
accounts-people-open-line = 账号开通后，初始密码只出现一次；本人首次登录时必须更改。
accounts-people-roles-there = 在本单位的角色
accounts-people-roles-hint = 只列出您可以授予的角色；开通后还可以在人员档案里增减。
accounts-people-role-not-yours = 您不能在这个单位授予角色「{ $role }」。请去掉它，或请{ -centre }授予。
accounts-people-mail-needed = 用邮件发送需要填写邮箱。请填写邮箱，或者改用密码条。
accounts-people-user-taken = 这个用户名已经有人使用（离开的人也保留用户名）。请换一个，例如在后面加数字。
accounts-people-number-taken = 这个{ -member-number }已经属于另一位在册人员，请核对。
accounts-people-opened-slip = { $name }的账号已开通，请打印密码条。
accounts-people-opened-mail = { $name }的账号已开通，用户名和初始密码已用邮件发出。
accounts-people-edit = 修改资料
accounts-people-edit-title = 修改{ $name }的资料
accounts-people-saved = 已保存。
accounts-people-stale = 您打开页面之后，别人改动了这个人的资料，您的改动还没有保存。请核对下面的新内容；再次保存将以您填写的为准。
accounts-people-meanwhile = 与现有内容不同的地方
accounts-people-field = 项目
accounts-people-now = 现在是
accounts-people-typed = 您填写的
accounts-people-oneself = 这是您自己的账号。资料和密码请在“我的账号”里修改，其他操作请由另一位管理员办理。
accounts-people-stronger = 这个人的角色不低于您的，资料和账号由上级管理员办理。
accounts-people-unknown-user = 没有这个用户名，请核对。
accounts-people-facts = 基本情况
accounts-people-history = 账号状态的变更
accounts-people-no-history = 账号开通以来状态没有变更。
accounts-people-no-roles = 没有角色。
accounts-people-sign-ins = 登录记录
accounts-people-second-factor = 第二步验证
accounts-people-second-factor-since = { $day }起启用
accounts-people-second-factor-none = 未启用
accounts-people-initial = 初始密码
accounts-people-initial-until = 尚未使用，{ $until }失效
accounts-people-by-program = 系统
accounts-people-back = 回到人员档案
accounts-sign-ins-at = 时间
accounts-sign-ins-outcome = 结果
accounts-sign-ins-address = 网络地址

## 检查

accounts-check-name = 姓名里要有文字，不能只有数字或符号。
accounts-check-user-name = 用户名要有 2 到 64 个字符，以英文字母或数字开头，只能用英文字母、数字、点、横线、下划线和 @。
accounts-check-born = 出生日期不对：请写成 2010-09-01 的样子，不早于 1900 年，不晚于今天。
accounts-check-staff-number = { -member-number }里不能有空格，请去掉。
accounts-check-mail = 邮箱格式不对，应像 name@example.com。请核对。
accounts-check-mobile = 手机号格式不对：国内号码 11 位，境外号码以 + 和国家代码开头。请核对。
accounts-seats-full = 「{ $node }」的席位已满：上限 { $quota }，已用 { $taken }。请冻结不用的账号，或请{ -centre }增加席位。

## 账号状态

accounts-state-active = 正常
accounts-state-must-change = 首登改密
accounts-state-locked = 锁定
accounts-state-suspended = 暂停
accounts-state-frozen = 已冻结
accounts-state-closed = 已注销
accounts-state-revoked = 已取消资格
accounts-state-link = 账号状态
accounts-state-title = { $name }的账号状态
accounts-state-now = 现在：{ $state }
accounts-state-do = 怎样处理
accounts-state-do-suspend = 暂停使用，到期自动恢复
accounts-state-do-freeze = 冻结，直到管理员恢复
accounts-state-do-leave = 办理{ -leaving }：立即冻结，空出席位，角色收回
accounts-state-do-restore = 恢复使用
accounts-state-do-revoke = 取消资格，须向{ -centre }申请才能恢复
accounts-state-do-close = 注销，不能恢复
accounts-state-until = 暂停到哪一天
accounts-state-until-hint = 包括这一天，当天 24:00 自动恢复；只在选“暂停”时填写。
accounts-state-until-needed = 请填写暂停到哪一天。
accounts-state-reason = 原因
accounts-state-reason-hint = 记入账号历史，本人会收到。
accounts-state-article = 依据的制度条款
accounts-state-submit = 确定
accounts-state-nothing = 账号已注销，没有可以办理的事。
accounts-state-refused-already = 账号已经是这个状态，没有改动。
accounts-state-refused-closed = 账号已注销，不能再改动。需要的话，请开通新的账号。
accounts-state-refused-past = 暂停要到将来的一天，请改日期。
accounts-state-refused-far = 暂停最长一年。时间更长请改用冻结。
accounts-state-refused-not-in-use = 只有在用的账号才能这样处理。
accounts-state-done-suspend = { $name }的账号已暂停，到期自动恢复。
accounts-state-done-freeze = { $name }的账号已冻结。
accounts-state-done-leave = { $name }已办理{ -leaving }，账号冻结，席位空出，用户名保留不再用。
accounts-state-done-restore = { $name }的账号已恢复使用。
accounts-state-done-revoke = { $name }的资格已取消。
accounts-state-done-close = { $name }的账号已注销。
accounts-state-line = { $from } → { $to }
accounts-state-line-until = { $from } → { $to }，到 { $until }

## 重置密码、密码条

accounts-reset-link = 重置密码
accounts-reset-title = 重置{ $name }的密码
accounts-reset-loss = 原来的密码立即失效，所有设备上的登录都会退出，锁定解除。新的初始密码 14 天内有效，首次登录时必须更改。
accounts-reset-mail = 邮件发到 { $mail }。
accounts-reset-no-mail = 没有登记邮箱，只能用密码条。
accounts-reset-submit = 重置密码
accounts-reset-done-slip = { $name }的密码已重置，请打印密码条。
accounts-reset-done-mail = { $name }的密码已重置，新的初始密码已用邮件发出。
accounts-delivery = 初始密码怎样交给本人
accounts-delivery-slip = 打印密码条
accounts-delivery-mail = 发邮件
accounts-delivery-hint = 密码条只显示一次；邮件发到上面填写的邮箱。
accounts-slips-title = 密码条
accounts-slips-line = 共 { $total } 张，还有 { $waiting } 张没有打印
accounts-slips-none = 这一批密码条都已打印，密码不再保存。需要的话，请重置密码。
accounts-slips-once = 初始密码只显示这一次，显示后平台不再保存。请准备好打印机，再点下面的按钮；没有印好的，只能重置密码。
accounts-slips-portion = 一次显示 { $count } 张，印好后再取下一批。
accounts-slips-show = 显示密码条
accounts-slips-later = 以后再印
accounts-slips-now = 请现在打印，并沿虚线剪开交给本人。离开本页后，这些密码不能再显示。
accounts-slips-rest = 取下一批（还有 { $count } 张）
accounts-slips-address = 登录地址
accounts-slips-password = 初始密码
accounts-slips-until = 首次登录时必须更改密码；{ $until } 前未使用则失效。
accounts-slips-used = 密码已经使用或已另行重置。
accounts-slips-gone = 这一批密码条已经显示过，密码不再保存。需要的话，请重置密码。

## 调动

accounts-transfer-link = { -transfer }
accounts-transfer-title = { $name }的{ -transfer }
accounts-transfer-from = 现在的单位：{ $unit }
accounts-transfer-to = 调入单位
accounts-transfer-position = 调入后的{ -position }
accounts-transfer-keeps = 账号、学习记录和学分随人一起走；调入单位的{ -contact }和{ -centre }会收到交接通知。
accounts-transfer-ends = 以下角色如果不包括新单位，将同时收回：
accounts-transfer-submit = 办理{ -transfer }
accounts-transfer-same = 已经在这个单位，请选择别的单位。
accounts-transfer-done = { $name }已调入「{ $unit }」，交接通知已发出。

## 查看被遮盖的信息

accounts-reveal-link = 查看
accounts-reveal-title = 查看{ $name }的手机号
accounts-reveal-line = 页面上显示的是 { $mobile }。查看完整号码要写明原因，谁、何时、为什么查看都会记录。
accounts-reveal-reason = 为什么要查看
accounts-reveal-reason-hint = 如：通知考场变更。
accounts-reveal-submit = 查看
accounts-reveal-noted = 这次查看已经记录。
accounts-reveal-lost = 号码打不开：加密它的密钥已不在。请向本人重新登记手机号。

## 对所选各人

accounts-bulk-who = 涉及的人
accounts-bulk-reset = 重置密码
accounts-bulk-reset-ask = 重置 { $count } 人的密码，并生成密码条。原来的密码立即失效，登录都会退出。
accounts-bulk-reset-done = 已重置 { $count } 人的密码，请打印密码条。
accounts-bulk-move = { -transfer }
accounts-bulk-move-ask = 把 { $count } 人调到同一个单位，{ -position }不变。
accounts-bulk-move-done = 已调动 { $count } 人。
accounts-bulk-cohort = 加入{ -cohort }
accounts-bulk-cohort-ask = 把 { $count } 人加入一个固定名单的{ -cohort }。
accounts-bulk-freeze = 冻结
accounts-bulk-freeze-ask = 冻结 { $count } 人的账号。他们立即退出登录，直到管理员恢复。
accounts-bulk-freeze-done = 已冻结 { $count } 个账号；原来就冻结的不计。
accounts-bulk-hindered = 没有执行：不能对{ $name }这样做。{ $reason }

## 角色

accounts-roles-link = 管理角色
accounts-roles-title = { $name }的角色
accounts-roles-held = 现有的角色
accounts-roles-node = 在哪个单位
accounts-roles-node-hint = 角色对这个单位和全部下级有效。
accounts-roles-since = 授予
accounts-roles-end = 收回
accounts-roles-end-one = 收回角色「{ $role }」
accounts-roles-past = 以前的角色
accounts-roles-from-to = { $from } 至 { $to }
accounts-roles-give = 授予角色
accounts-grant-given = 已授予角色「{ $role }」，立即有效。
accounts-grant-ended = 已收回，立即有效。
accounts-grant-refused-oneself = 不能给自己授予或收回角色，请由另一位管理员办理。
accounts-grant-refused-not-yours = 您不能在这个单位授予或收回这个角色：它不低于您自己的角色，或不在您负责的范围。请由上级管理员办理。
accounts-grant-refused-excluded = 三员分立：这个人已经是「{ $role }」，不能同时担任另一个管理员角色。请先收回，或者换一个人。
accounts-grant-refused-already = 这个人在这里已经有这个角色。
accounts-grant-refused-last = 这是最后一位系统管理员，收回后就没有人能管理系统。请先授予另一个人。

## 申报开通

accounts-openings-title = 账号申报
accounts-openings-line = 各单位申报要培训的人，{ -centre }批准后账号自动开通。
accounts-openings-empty = 没有申报。
accounts-opening-search = 姓名、用户名
accounts-opening-new = 申报开通账号
accounts-opening-new-line = 批准后，有邮箱的用邮件收到用户名和初始密码，没有的由{ -centre }打印密码条。
accounts-opening-mail-hint = 填写后，用户名和初始密码用邮件发给本人。
accounts-opening-reason = 申报理由
accounts-opening-ask = 提交申报
accounts-opening-asked = 已提交，{ -centre }处理后会通知您。
accounts-opening-state-open = 待审批
accounts-opening-state-approved = 已批准
accounts-opening-state-returned = 已退回
accounts-opening-state-refused = 未批准
accounts-opening-state-withdrawn = 已撤回
accounts-opening-by = 申报人
accounts-opening-at = 申报时间
accounts-opening-account = 账号
accounts-opening-due = 请在 { $at } 前处理
accounts-opening-decide = 审批
accounts-opening-verdict = 决定
accounts-opening-verdict-hint = 批准后账号立即开通，占用一个席位。
accounts-opening-refuse-hint = 不批准时必须写明原因，申报人会收到。
accounts-opening-decided = 已处理，申报人已收到通知。
accounts-opening-approved-slip = 已批准，账号已开通。没有登记邮箱，请打印密码条。
accounts-opening-unit-gone = 申报的单位已经删除，不能开通。请不批准，并请对方重新申报。
accounts-opening-withdraw = 撤回申报
accounts-opening-withdrawn = 已撤回。
accounts-approval-opening = 账号申报

## 导入人员

accounts-import-title = 人员
accounts-import-page = 导入人员
accounts-import-line = 上传 Excel 或 CSV，先看预览，确认后再导入。有误的行逐行说明，其余照常导入；同一个文件再传一次，不会重复。
accounts-import-template = 下载模板
accounts-import-template-name = 人员导入模板
accounts-import-file = 文件
accounts-import-file-hint = xlsx、xls 或 csv（UTF-8、GB18030 均可），最多 100,000 行。
accounts-import-no-file = 请选择要导入的文件。
accounts-import-create-positions = 没有的{ -position }自动添加
accounts-import-create-positions-hint = 不勾选时，{ -position }名称不对的行不导入，并给出相近的名称。
accounts-import-transfer = 单位不同的人随之{ -transfer }
accounts-import-transfer-hint = 不勾选时，文件里的单位与现在不同的行不导入。
accounts-import-by-mail = 有邮箱的用邮件发送初始密码
accounts-import-by-mail-hint = 不勾选时，一律生成密码条。
accounts-import-look = 上传并预览
accounts-import-columns = 文件里可以有的列
accounts-import-column = 列名
accounts-import-meaning = 填什么
accounts-import-needed = 必填
accounts-import-lately = 最近的导入
accounts-import-notes =
    表头的名称可以用中文或英文，列的顺序不限，多余的列不读。
    已有的人按用户名认出：内容相同的行不改动任何东西，不同的内容按文件更新。
    密码列可以不填，平台会生成初始密码；填写了密码的人首次登录时也必须更改。
accounts-import-column-name = 姓名|名字|学员姓名|员工姓名|学生姓名
accounts-import-column-name-hint = 本人的姓名。
accounts-import-column-name-example = 林书岚
accounts-import-column-user_name = 用户名|账号|登录名|帐号
accounts-import-column-user_name-hint = 登录用的名字；不填则用{ -member-number }。
accounts-import-column-user_name-example = lin.shulan
accounts-import-column-staff_number = 工号|学号|编号|员工编号|人员编号|学员编号
accounts-import-column-staff_number-hint = 单位内的编号，请按文本填写。
accounts-import-column-staff_number-example = QH0217
accounts-import-column-unit = 单位|部门|班级|组织|所属单位|所属部门|院系
accounts-import-column-unit-hint = 单位的名称、代码，或用斜杠写出上下级。
accounts-import-column-unit-example = 青禾装备/质量部
accounts-import-column-position = 岗位|职务|职位
accounts-import-column-position-hint = { -position }的名称，可不填。
accounts-import-column-position-example = 检验员
accounts-import-column-roles = 角色
accounts-import-column-roles-hint = 平台上的角色，几个用顿号隔开；不填则为{ -learner }。
accounts-import-column-roles-example = 学员
accounts-import-column-mail = 邮箱|电子邮箱|邮件|电子邮件
accounts-import-column-mail-hint = 可不填。
accounts-import-column-mail-example = lin.shulan@example.com
accounts-import-column-mobile = 手机|手机号|手机号码|移动电话|联系电话
accounts-import-column-mobile-hint = 可不填，加密保存。
accounts-import-column-mobile-example = 13800001234
accounts-import-column-password = 密码|初始密码
accounts-import-column-password-hint = 可不填，平台会生成；填写的要符合安全策略。
accounts-import-column-password-example = （不填）
accounts-import-imprecise = 这一格在表格里是数字，超过 15 位的部分已丢失。请把这一列设为文本，重新填写后再上传。
accounts-import-person-unknown = 您负责的单位里没有人用这个用户名或{ -member-number }。请核对。
accounts-import-person-several = 这是一个人的用户名，又是另一个人的{ -member-number }。请填要登记的那个人的用户名。
accounts-import-unit-way = 您负责的单位里有几个同名的。请用斜杠写出上级单位，或者填单位代码。
accounts-import-unit-not-yours = 您负责的单位里没有这个单位。请核对名称，或者交给{ -centre }办理。
accounts-import-no-user = 没有用户名，也没有{ -member-number }。请至少填写一项。
accounts-import-no-unit = 没有填写单位，请填写单位的名称或代码。
accounts-import-unit-unknown = 没有这个单位。请核对名称，或先在“组织”里添加。
accounts-import-unit-unknown-alike = 没有这个单位，是否「{ $unit }」？
accounts-import-unit-several = 有几个单位叫这个名字：{ $first }；{ $second }{ $count ->
        [2] {""}
       *[other] {"……"}
    }。请用斜杠写出上级，或改用代码。
accounts-import-unit-same = 有几个「{ $unit }」，名称和上级都一样，写出上级也分不清。请在“组织”里给其中一个改名，或给它们设代码，再改用代码。
accounts-import-unit-elsewhere = 这个单位不在您负责的范围内，请由{ -centre }导入。
accounts-import-position-unknown = 没有这个{ -position }。请核对，或在上传时勾选自动添加。
accounts-import-position-alike = 没有这个{ -position }，是否「{ $position }」？
accounts-import-role-unknown = 没有「{ $role }」这个角色，请按模板里的可选值填写。
accounts-import-twice = 与第 { $row } 行是同一个用户名。请核对，只保留一行。
accounts-import-two-units = 同一个人在第 { $row } 行属于另一个单位，不能确定以哪一行为准。请只保留正确的一行。
accounts-import-number-twice = 与第 { $row } 行的{ -member-number }相同，请核对。
accounts-import-number-taken = 这个{ -member-number }已经属于另一位在册人员，请核对。
accounts-import-user-taken = 已被在册人员使用；同名的人请换一个，如 { $user }2。
accounts-import-user-gone = 这个用户名属于已离开或已注销的人，保留不再用。请换一个，如 { $user }2。
accounts-import-user-elsewhere = 这个人属于别的单位，不在您负责的范围内。请由{ -centre }办理。
accounts-import-user-stronger = 这个人的角色不低于您的，资料没有改动。请由上级管理员办理。
accounts-import-other-unit = 这个人现在属于「{ $unit }」。要{ -transfer }，请在上传时勾选，或在人员档案里办理。
accounts-import-remedy-create_positions = 有 { $rows } 行只差 { $count } 个{ -position }：{ $values }。
accounts-import-remedy-create_positions-start = 添加这 { $count } 个{ -position }并导入
accounts-import-remedy-transfer = 有 { $rows } 行的人现在属于别的单位：{ $values }。
accounts-import-remedy-transfer-start = 把这 { $rows } 人{ -transfer }过来并导入
accounts-import-password-unhashed = 密码没有保存成功，请重新上传这一行。
accounts-import-print-slips = 打印 { $count } 张密码条

## 导入记录

accounts-imports-title = 导入记录
accounts-imports-about = 每次导入的进度和逐行结果。
accounts-imports-search = 文件名、上传人
accounts-imports-empty = 还没有导入过文件。
accounts-imports-none = 没有这种状态的导入。
accounts-imports-file = 文件
accounts-imports-what = 内容
accounts-imports-by = 上传人
accounts-imports-at = 上传时间
accounts-imports-state = 状态
accounts-imports-rows = 行
accounts-imports-count-refused = { $count } 行有误
accounts-imports-newest = 回到最新
accounts-imports-line = { $name }，{ $at }
accounts-imports-another = 再导入一个文件
accounts-imports-made = 新增
accounts-imports-changed = 更新
accounts-imports-unchanged = 没有变化
accounts-imports-refused = 有误
accounts-imports-preview = 预览
accounts-imports-row = 行
accounts-imports-ahead = 其中 { $count } 行互相矛盾，将不导入。
accounts-imports-unknown = 这些列不认识，不会读取：{ $columns }。
accounts-imports-start = 导入 { GROUP($count) } 行
accounts-imports-discard = 放弃
accounts-imports-discarded = 已放弃，文件里的内容没有导入。
accounts-imports-started-before = 这个文件已经开始导入或已放弃。
accounts-imports-leave = 可以离开本页，导入在后台继续；随时可以从“导入记录”回来看。
accounts-imports-resume = 从中断处继续
accounts-imports-text-waiting = 文件共 { GROUP($total) } 行，还没有导入。
accounts-imports-text-running = 正在导入：{ GROUP($done) } / { GROUP($total) } 行，已有 { GROUP($refused) } 行有误。
accounts-imports-text-done = 导入完成：{ GROUP($total) } 行中新增 { GROUP($made) }，更新 { GROUP($changed) }，没有变化 { GROUP($unchanged) }，有误 { GROUP($refused) }。
accounts-imports-text-discarded = 已放弃，没有导入。
accounts-imports-text-broken = 导入在第 { GROUP($done) } 行后中断，已导入的都已保存。可以从中断处继续。
accounts-imports-text-receiving = 正在接收文件。
accounts-imports-report = 有误的行
accounts-imports-report-ahead = 不会导入的行
accounts-imports-whole-row = 整行
accounts-imports-and = 、
accounts-imports-foretold = 按现在的组织、岗位和人员逐行核对，结果如下：
accounts-imports-foretelling = 行数较多，正在后台逐行核对，稍后刷新本页就能看到结果；也可以不等，直接导入。
accounts-imports-will-make = 将新增
accounts-imports-will-change = 将更新
accounts-imports-will-refuse = 不会导入
accounts-imports-outcome = 核对
accounts-imports-nothing = 没有要新增或更新的行，不需要导入。
accounts-imports-refused-row = 有误
accounts-imports-good-row = 可导入
accounts-imports-look-again = 重新核对
accounts-imports-again-upload = 文件里有密码，平台不保存密码，不能直接重导这些行。请重新上传文件，并勾选相应的选项。
accounts-imports-errors = 下载有误的 { $count } 行
accounts-imports-errors-name = { $file }-有误的行
accounts-imports-again = 改好后重新上传整个文件，或者只上传改好的这些行；已成功的行不会重复。
accounts-imports-cell = { $column }「{ $value }」

## 通知

accounts-notice-credentials-name = 账号与初始密码
accounts-notice-credentials = 您的学习平台账号已开通或已重置
accounts-notice-credentials-text =
    用户名：{ $user }
    初始密码：{ $password }
    请在 { $until } 前登录，并按提示更改密码；过期未用则失效。请勿转发这封邮件。
accounts-notice-state-changed-name = 账号状态变更
accounts-notice-state-changed = 您的账号状态已变更为：{ $state }
accounts-notice-state-changed-text =
    原因：{ $reason }
    依据：{ $article }
    如有异议，请联系{ -centre }。
accounts-notice-role-granted-name = 授予角色
accounts-notice-role-granted = 您在「{ $node }」担任「{ $role }」
accounts-notice-role-granted-text = 角色立即有效，下次打开页面时可以看到相应的功能。
accounts-notice-role-ended-name = 收回角色
accounts-notice-role-ended = 您在「{ $node }」的角色「{ $role }」已收回
accounts-notice-role-ended-text = 如有疑问，请联系{ -centre }。
accounts-notice-handover-name = { -transfer }交接
accounts-notice-handover = { $name }从「{ $from }」调入「{ $to }」
accounts-notice-handover-text =
    用户名：{ $user }
    原因：{ $reason }
    账号、学习记录和学分已随本人转入，请安排后续学习。
accounts-notice-transferred-name = 本人{ -transfer }
accounts-notice-transferred = 您已从「{ $from }」调入「{ $to }」
accounts-notice-transferred-text = 账号、学习记录和学分不变。
accounts-notice-opening-asked-name = 新的账号申报
accounts-notice-opening-asked = { $by }为「{ $unit }」申报开通账号：{ $name }
accounts-notice-opening-asked-text = 请在三天内处理。
accounts-notice-opening-decided-name = 账号申报的结果
accounts-notice-opening-decided = 您为{ $name }申报的账号：{ $verdict }
accounts-notice-opening-decided-text = 说明：{ $reason }

## 操作记录

accounts-audit-body-added = 登记工作小组
accounts-audit-body-deleted = 删除工作小组
accounts-audit-body-edited = 修改工作小组
accounts-audit-body-member-ended = 移出工作小组成员
accounts-audit-body-member-named = 任命工作小组成员
accounts-audit-body-restored = 恢复工作小组
accounts-audit-cohort-added = 新建{ -cohort }
accounts-audit-cohort-changed = { -cohort }成员变化
accounts-audit-cohort-deleted = 删除{ -cohort }
accounts-audit-cohort-edited = 修改{ -cohort }
accounts-audit-cohort-restored = 恢复{ -cohort }
accounts-audit-node-added = 添加单位
accounts-audit-node-deleted = 删除单位
accounts-audit-node-edited = 修改单位
accounts-audit-node-moved = 移动单位
accounts-audit-node-restored = 恢复单位
accounts-audit-password-reset = 重置密码
accounts-audit-people-exported = 导出人员名单
accounts-audit-person-edited = 修改人员资料
accounts-audit-person-moved = { -transfer }
accounts-audit-person-opened = 开通账号
accounts-audit-person-state-changed = 变更账号状态
accounts-audit-position-added = 添加{ -position }
accounts-audit-position-deleted = 删除{ -position }
accounts-audit-position-renamed = { -position }改名
accounts-audit-position-restored = 恢复{ -position }
accounts-audit-role-granted = 授予角色
accounts-audit-role-ended = 收回角色
accounts-audit-sensitive-read = 查看被遮盖的信息
accounts-audit-slips-printed = 显示密码条

## 接口

accounts-api-unit = 没有这个单位，或者不在您的权限范围内。
accounts-api-position = 没有这个{ -position }。
accounts-api-user-name-taken = 这个用户名已经有人使用。
accounts-api-staff-number-taken = 这个{ -member-number }已经属于另一位在册人员。

## 后台任务

accounts-job-people-import = 导入人员
accounts-job-follow-move = 随单位移动调整人员
accounts-job-refresh-cohorts = 更新按规则的{ -cohort }
accounts-job-purge-imports = 清理旧的导入记录
accounts-job-empty-bin = 清空过期的回收站
accounts-people-officer = 这是系统管理员、安全管理员或审计管理员的账号。三员相互独立，任何人都不能单独改动；由三员之一提出，另一员同意后办理。
accounts-grant-refused-officer = 系统、安全、审计管理员的角色不能由一个人授予或收回。账号开通后，由三员之一在「角色」页提出，另一员同意后生效。
accounts-officers-title = 三员事项
accounts-officers-line = 对三员账号的改动和三员角色的授予、收回，由一员提出，另一员同意后才办理；三员和本人都会收到通知。
accounts-officers-empty = 没有三员事项。
accounts-officer-vacant = 空缺
accounts-officer-inactive = 账号未在用
accounts-officer-what = 事项
accounts-officer-one = { $act }：{ $name }
accounts-officer-act-reset = 重置密码
accounts-officer-act-edit = 修改资料
accounts-officer-act-state = 变更账号状态
accounts-officer-act-unlock = 解除锁定
accounts-officer-act-move = 调到其他单位
accounts-officer-act-second-factor = 停用两步验证
accounts-officer-act-give = 授予三员角色
accounts-officer-act-end = 收回三员角色
accounts-officer-consent = 这是三员之一的账号。提交后不会立即生效：要由三员中的另一员（不是您，也不是本人）同意。三员和本人都会收到通知。
accounts-officer-reason = 提出的理由
accounts-officer-give-hint = 授予系统、安全或审计管理员时必填：要由另一员同意才生效。
accounts-officer-reason-needed = 请写明理由：收回三员角色要由另一员同意。
accounts-officer-submit = 提请同意
accounts-officer-end = 提请收回
accounts-officer-end-one = 提请收回角色：{ $role }
accounts-officer-asked = 已提交，另一员同意后办理。三员和本人已收到通知。
accounts-officer-at-once = 已授予。此时没有可以同意的另一员，空缺的三员角色由您直接授予，已记入审计轨迹。
accounts-officer-nobody = 现在没有人可以同意：须由三员中职务与您不同、也不是本人的一员同意，而且账号在用。请先补齐三员；都不能登录时，由掌管服务器的人用 xingtan reset-password 处理。
accounts-officer-pending = 同样的事项已经提出，还没有决定。
accounts-officer-not-yours = 这件事不由您决定：须由与提出人职务不同、也不是本人的一员决定。
accounts-officer-role-gone = 这个角色已经收回。
accounts-officer-decided = 已处理，三员和本人都会收到通知。
accounts-officer-withdrawn = 已撤回。
accounts-officer-ended = 处理
accounts-officer-deciders = 可以决定的人
accounts-officer-verdict-hint = 同意后立即办理。请先向提出人核实。
accounts-officer-how = 新密码
accounts-officer-halves = 新的初始密码分成两半：提出人和同意人各看到一半，分别当面交给本人，连起来输入。任何一个人都不能单独使用它。
accounts-officer-kept = 不变
accounts-officer-half-title = 新密码中您的一半
accounts-officer-half-text = 只显示这一次。请当面交给本人；前一半由提出人交，后一半由同意人交，连起来就是初始密码。
accounts-officer-half-own = 新密码中您的一半在等您
accounts-officer-half-once = 只显示一次，请在交给本人时打开。
accounts-officer-half-show = 显示我的一半
accounts-officer-half-gone = 您的一半已经显示过，不再保存。需要的话，请重新提出重置密码。
accounts-approval-officer = 三员事项
accounts-citing = 《{ $regulation }》第 { $version } 版 { $number }
accounts-citing-without = 未引用条款：{ $because }
accounts-citing-policy = 《安全策略》第 { $version } 版（{ $rule }）
accounts-citing-rule-lockout = 连续输错密码时的锁定
accounts-citing-text = { $text }
accounts-citing-nothing = 不适用
accounts-citing-basis = 有没有条款可以引用
accounts-citing-basis-article = 引用条款
accounts-citing-basis-none = 没有条款
accounts-citing-regulation = 制度名称
accounts-citing-regulation-hint = 如：学员管理办法
accounts-citing-version = 版本
accounts-citing-version-hint = 数字，如 3 或 2026
accounts-citing-number = 条款
accounts-citing-number-hint = 如：第十二条第二款
accounts-citing-because = 没有条款的原因（选“没有条款”时填写）
accounts-state-act-suspend = 暂停
accounts-state-act-freeze = 冻结
accounts-state-act-close = 注销
accounts-state-act-revoke = 取消资格
accounts-state-act-restore = 恢复使用
accounts-state-act-leave = { -leaving }
accounts-state-act-lock = 连续输错密码，自动锁定
accounts-state-act-lock-over = 锁定到期，自动解除
accounts-state-act-unlock = 管理员解除锁定
accounts-state-act-reset = 重置密码
accounts-state-act-first-change = 首次登录更改密码
accounts-state-act-password-change = 本人更改密码
accounts-state-act-secured = 本人保护账号
accounts-state-act-suspension-over = 暂停期满
accounts-state-do-unlock = 解除锁定
accounts-state-done-unlock = { $name }的账号已解除锁定。
accounts-state-not-locked = 账号没有锁定，或锁定已到期。
accounts-second-factor-end = 停用两步验证
accounts-second-factor-end-title = 停用{ $name }的两步验证
accounts-second-factor-end-line = 两步验证自 { $since } 起开启。手机和恢复码都丢失时才停用；停用后只凭密码就能登录，本人会收到通知，请提醒本人重新开启。
accounts-second-factor-end-passkeys = 登记的 { $count } 个通行密钥一并移除，恢复码作废；本人会收到通知。
accounts-second-factor-end-hint = 写明怎样核实了本人。记入审计轨迹，本人会看到。
accounts-second-factor-end-done = { $name }的两步验证已停用，本人已收到通知。
accounts-second-factor-none = 这个账号没有开启两步验证，也没有通行密钥。
accounts-notice-unlocked-name = 账号解除锁定
accounts-notice-unlocked = 您的账号已由管理员解除锁定
accounts-notice-unlocked-text = 原因：{ $reason } 现在可以登录。
accounts-notice-password-reset-name = 管理员重置密码
accounts-notice-password-reset = 您的密码已由管理员重置
accounts-notice-password-reset-text =
    { $by }于 { $at } 重置了您的密码，原来的密码和所有登录都已失效。

    如果不是您要求的，请用新的初始密码登录，打开“登录的设备”，点“不是我本人，保护账号”，并向安全管理员反映。
accounts-notice-second-factor-ended-name = 管理员停用两步验证
accounts-notice-second-factor-ended = 您的两步验证已由管理员停用
accounts-notice-second-factor-ended-text =
    { $by }于 { $at } 停用了您的两步验证。原因：{ $reason }

    现在只凭密码就能登录，请重新开启。如果不是您要求的，请立即更改密码并联系安全管理员。
accounts-notice-officer-asked-name = 三员事项待决定
accounts-notice-officer-asked = { $by }提请：{ $act }（{ $name }）
accounts-notice-officer-asked-text = 理由：{ $reason } 要由三员中职务与提出人不同、也不是本人的一员决定。如果您觉得不对，请向其他两员核实。
accounts-notice-officer-decided-name = 三员事项的结果
accounts-notice-officer-decided = { $act }（{ $name }）：{ $by } { $verdict }
accounts-notice-officer-decided-text = 说明：{ $reason }
accounts-audit-officer-decided = 决定三员事项
accounts-audit-person-unlocked = 解除账号锁定
may-officers = 三员事项
may-officers-ask = 提出三员事项
may-officers-decide = 决定三员事项
may-people-second-factor = 停用丢失的两步验证
accounts-state-act-rescue = 在服务器上重置密码
may-security-reads = 查看敏感信息的查看记录
accounts-people-open-asks = 新账号由{ -centre }开通。请在“账号申报”中申报，批准后自动开通。
accounts-import-asks = 新账号由{ -centre }开通：请在“账号申报”中逐人申报，或请{ -centre }导入这个文件。已有的人可以更新。
accounts-officer-why = 请在 reason 中写明理由：这关系到三员之一，要由另一员同意。
accounts-api-nothing = 请求里没有要更改的内容。请至少写一项。
accounts-api-not-here = 这一操作不用写这一项，请去掉。
accounts-opening-over = 这项申报已经有了结果，不能再撤回。

## 权限
may-accounts = 账号检查
may-accounts-inspect = 查看账号检查的结果
may-accounts-inspect-answer = 处理账号检查发现的问题
may-accounts-inspect-begin = 发起账号检查
