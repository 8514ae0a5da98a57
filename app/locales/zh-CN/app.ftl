### 命令与系统、审计页面的文字。

## 菜单与权限

app-place-system = 系统状况
app-place-jobs = 后台任务
app-place-mails = 邮件
app-place-backups = 备份
app-place-settings = 机构设置
app-place-audit = 审计
app-place-entries = 审计记录
app-all = 全部
app-newest = 回到最新
app-older = 更早的
may-system = 系统
may-audit = 审计
may-system-read = 查看系统状况
may-system-manage = 处理后台任务、邮件和机构设置
may-system-backup = 备份与检查备份
may-audit-read = 查看审计记录
may-audit-verify = 校验审计轨迹
may-audit-export = 导出审计记录

## 审计中的动作

app-audit-backup-made = 生成备份
app-audit-backup-restored = 从备份恢复
app-audit-job-retried = 重新执行后台任务
app-audit-job-cancelled = 取消后台任务
app-audit-mail-read = 查看邮件内容
app-audit-mail-requeued = 重新发送邮件
app-audit-settings-changed = 修改机构设置
app-audit-entries-exported = 导出审计记录

## 后台任务的名称

app-job-backup = 备份
app-job-scheduled-backup = 定时备份
app-job-backup-check = 检查备份
app-job-restore-drill = 试恢复备份
app-job-housekeeping = 每夜清理
app-job-verification = 校验审计轨迹
app-backup-schedule = 定时备份
app-housekeeping-schedule = 每夜清理
app-verification-schedule = 校验审计轨迹

## 系统状况

app-system-title = 系统状况
app-system-line = 版本 { $version }，数据库 { $engine }。
app-system-waiting = 等待和进行中的任务
app-system-failed = 失败的任务
app-system-mails = 未发出的邮件
app-system-parked = 搁置的事件
app-system-files = 文件占用
app-system-files-count = { GROUP($count) } 份
app-system-free = 磁盘剩余
app-system-memory = 内存占用
app-system-looks = 检查结果
app-system-look = 检查项
app-system-state = 结果
app-system-seen = 情况与建议

## 检查

app-doctor-ok = 正常
app-doctor-warn = 留意
app-doctor-fail = 异常
app-doctor-line = [{ $state }] { $check }：{ $said }
app-doctor-remedy = {"       "}建议：{ $remedy }
app-doctor-well = 没有发现需要立即处理的问题。
app-doctor-sick = 有异常，请按上面的建议处理后再运行一次。
app-doctor-folder = 数据目录
app-doctor-disk = 磁盘空间
app-doctor-keys = 密钥
app-doctor-tls = 证书
app-doctor-mail = 邮件
app-doctor-typeset = PDF
app-doctor-media = 视频和音频
app-doctor-database = 数据库
app-doctor-tables = 数据表
app-doctor-integrity = 数据完整性
app-doctor-trail = 审计轨迹
app-doctor-clock = 时钟
app-doctor-backup = 备份
app-doctor-folder-fine = { $path } 可以写入。
app-doctor-folder-closed = { $path } 不能写入：{ $reason }
app-doctor-folder-remedy = 请检查目录是否存在，运行程序的账户是否有写权限。
app-doctor-disk-free = 还剩 { GROUP($mebibytes) } MB。
app-doctor-disk-remedy = 请清理磁盘或扩容。空间用尽后程序仍可读取，但不再保存任何内容。
app-doctor-keys-fine = 密钥齐全，指纹 { $fingerprint }。
app-doctor-keys-remedy = 请从备份或另一份密钥目录找回密钥，文件权限设为 0600。不要新建密钥，否则旧数据无法解开。
app-doctor-tls-fine = 证书和私钥可以读取。
app-doctor-tls-broken = { $path } 不能使用：{ $reason }
app-doctor-tls-remedy = 请检查 tls_cert 和 tls_key 指向的 PEM 文件及其权限。
app-doctor-mail-none = 没有配置邮件服务器，邮件只保存在“邮件”页面。
app-doctor-mail-fine = 通过 { $host } 发送。
app-doctor-mail-broken = 邮件服务器的配置不能使用：{ $reason }
app-doctor-mail-remedy = 请设置 XINGTAN_SMTP 和 XINGTAN_MAIL_FROM。
app-doctor-media-fine = 可以处理（ffmpeg { $version }）。
app-doctor-media-none = 启动不了 { $program }，上传的视频和音频不能处理；其他功能不受影响。
app-doctor-media-remedy = 请安装 ffmpeg（Debian 软件包 ffmpeg），或者用 XINGTAN_FFMPEG、XINGTAN_FFPROBE 指明路径。装好后到课程里点“重试”。
app-doctor-typeset-fine = 可以生成，中文字体齐全。
app-doctor-typeset-fonts = 没有找到中文字体，不能生成 PDF；其他功能不受影响。
app-doctor-typeset-fonts-remedy = 请安装思源黑体（Debian 软件包 fonts-noto-cjk），不需要重启程序。
app-doctor-typeset-broken = 排版子进程没有完成：{ $reason }
app-doctor-typeset-broken-remedy = 请检查内存是否够用（排版一次约 200 MB），以及运行程序的账户能否启动子进程。
app-doctor-database-fine = { $engine } { $version }，可以连接。
app-doctor-database-none = { $path } 不存在，这里还没有机构。
app-doctor-database-none-remedy = 请运行 xingtan init 或启动后在浏览器中设置；如果应当有数据，请检查 --data 指向的目录。
app-doctor-database-closed = 数据库不能使用：{ $reason }
app-doctor-database-closed-remedy = 请检查数据库文件或服务器的地址、权限，以及是否有别的程序占用。
app-doctor-tables-fine = 与程序版本一致。
app-doctor-tables-old = 有 { $count } 步升级还没有执行。
app-doctor-tables-remedy = 启动程序时会自动升级；升级前请先备份。
app-doctor-integrity-fine = 没有损坏。
app-doctor-integrity-server = 由 PostgreSQL 自身保证。
app-doctor-integrity-broken = 数据库文件有损坏：{ $reason }
app-doctor-integrity-remedy = 请停止程序，保留现有文件，然后从最近的备份恢复到新的目录。
app-doctor-trail-fine = 已封存 { GROUP($length) } 条，等待封存 { $unsealed } 条，与库外保存的链头一致。
app-doctor-trail-no-file = 库外保存链头的文件 { $path } 不见了。
app-doctor-trail-cut = 库外的链头到过第 { $kept } 条，而数据库只到第 { $found } 条。
app-doctor-trail-remedy = 请运行 xingtan audit verify，并通知{ -audit-admin }。如果刚从备份恢复，请用 xingtan restore 而不要直接替换文件。
app-doctor-clock-says = 现在是 { $now }。
app-doctor-clock-remedy = 服务器的时间早于已有记录的时间，请校准时钟并启用时间同步。
app-doctor-backup-fine = 最近一次备份在 { $at }。
app-doctor-backup-old = 最近一次备份在 { $at }，已超过两天。
app-doctor-backup-none = { $path } 中没有备份。
app-doctor-backup-demo = 演示环境不需要备份。
app-doctor-backup-remedy = 请设置 XINGTAN_BACKUP_PASSPHRASE 后在“备份”页面启用定时备份，或者运行 xingtan backup。
app-doctor-drill = 试恢复
app-doctor-drill-fine = 备份最近一次试恢复成功：{ $at }。
app-doctor-drill-old = 备份最近一次试恢复成功是 { $at }，已超过一个月。
app-doctor-drill-none = 备份还没有试恢复过。
app-doctor-drill-remedy = 请在“备份”页面对最新的备份执行“试恢复”。
app-doctor-address = 网址
app-doctor-address-fine = 通知、邮件和密码条使用 { $url }。
app-doctor-address-none = 没有设置对外网址，邮件里的链接指向 { $url }，别的机器打不开。
app-doctor-address-remedy = 请设置 XINGTAN_PUBLIC_URL，例如 https://learn.example.com。
app-doctor-access = 目录权限
app-doctor-access-fine = 只有运行程序的用户能读取数据目录。
app-doctor-access-open = { $path } 对这台机器上的其他用户可读。
app-doctor-access-remedy = 请执行 chmod -R go-rwx 加数据目录。

## 后台任务

app-jobs-title = 后台任务
app-jobs-line = 导入、发信、备份等工作在页面之外进行，可以随时离开。
app-jobs-states = 按状态
app-jobs-none = 没有这样的任务。
app-jobs-kind = 任务
app-jobs-state = 状态
app-jobs-by = 由谁安排
app-jobs-program = 系统
app-jobs-ordered = 安排时间
app-jobs-run-at = 计划执行
app-jobs-started = 开始时间
app-jobs-ended = 结束时间
app-jobs-attempts = 尝试
app-jobs-attempts-of = 第 { $n } 次，最多 { $most } 次
app-jobs-error = 最近的错误
app-jobs-result = 结果
app-jobs-schedules = 定时安排
app-jobs-schedule = 名称
app-jobs-next = 下次
app-jobs-last = 上次
app-job-said = { $state }：{ $said }
app-job-retry = 重新执行
app-job-cancel = 取消任务
app-job-cancel-hint = 已经完成的部分保留，其余不再执行；之后可以重新执行，从中断处继续。
app-job-retried = 任务已重新排队，从中断处继续。
app-job-cancelled = 任务已取消。正在执行的会在下一步停下。
app-job-not-so = 任务的状态已经变化，这次没有改动。

## 邮件

app-mails-title = 邮件
app-mails-line = 平台发出和等待发出的邮件。没有配置邮件服务器时，邮件保存在这里。
app-mails-none = 没有这样的邮件。
app-mails-subject = 标题
app-mails-to = 收件人
app-mails-at = 生成时间
app-mails-said = 邮件服务器的答复
app-mails-tries = 已尝试
app-mails-ended = 结束时间
app-mail-traced = 邮件里可能有打开账号的链接，查看会留下审计记录。
app-mail-requeue = 重新发送
app-mail-requeued = 邮件已重新排队，一分钟内发送。
app-mail-not-so = 邮件的状态已经变化，这次没有改动。

## 备份

app-backups-title = 备份
app-backups-line = 备份保存在 { $folder }。建议定期把文件复制到另一台机器。
app-backups-latest = 最近的备份任务
app-backups-found = 已有的备份
app-backups-count = { $count } 份
app-backups-none = 还没有备份。
app-backups-at = 时间
app-backups-name = 文件
app-backups-size = 大小
app-backups-restore = 恢复在服务器上进行：在空目录中运行 xingtan restore 加文件名，需要备份时的口令。
app-backups-settings = 备份设置
app-backup-now = 现在备份
app-backup-check = 检查
app-backup-check-one = 检查 { $name }
app-backup-ordered = 备份已开始，可以离开本页，完成后在这里看到结果。
app-backup-check-ordered = 检查已开始，结果显示在本页。
app-backup-drill = 试恢复
app-backup-drill-one = 试恢复 { $name }
app-backup-drill-ordered = 试恢复已开始：备份会恢复到临时目录，核对数据和审计轨迹后删除。结果显示在本页。
app-backup-job-drilled = 备份 { $name } 试恢复成功：{ $rows } 行数据，{ $files } 个文件，{ $entries } 条审计记录校验无误。
app-backup-drilled = 最近一次试恢复成功：{ $at }。每周的定时备份之后会自动试恢复一次。
app-backup-never-drilled = 还没有试恢复过。能恢复的备份才算数；定时备份之后每周自动试恢复一次，也可以现在进行。
app-backup-unsound = 恢复出来的数据不完整：{ $what }。请换一份备份，并检查磁盘。
app-backup-job-made = 备份 { $name } 已生成，并重新读取核对无误。
app-backup-job-sound = 备份 { $name } 完好。
app-backup-rhythm-daily = 每天
app-backup-rhythm-weekly = 每周日
app-backup-rhythm-off = 不自动备份
app-backup-rhythm-hint = 夜里 2:30 进行，不影响使用。
app-backup-keep-hint = 超出的旧备份会自动删除，最新的总会保留。
app-backup-folder-hint = 服务器上的目录；留空为数据目录下的 backups。最好放在另一块磁盘上。
setting-app-backup-rhythm = 自动备份
setting-app-backup-keep = 保留份数
setting-app-backup-folder = 保存目录
app-unit-backups = 份
app-backup-no-passphrase = 没有备份口令，无法备份：备份含有个人数据，必须加密。请在运行程序的环境中设置 XINGTAN_BACKUP_PASSPHRASE（至少 12 个字符），并把口令另外妥善保存；没有口令，备份无法恢复。
app-backup-sealed = 备份是加密的，但没有给出口令。请把做备份时用的口令设为 XINGTAN_BACKUP_PASSPHRASE，再恢复一次；现在什么都没有改动。
app-backup-short-passphrase = 备份口令太短，至少要 { $least } 个字符。
app-backup-io = 无法读写 { $path }：{ $reason }
app-backup-full = 磁盘空间不足，{ $path } 没有写成，也没有留下半份文件。请清理磁盘后再试。
app-backup-not-a-backup = { $path } 不是杏坛的备份文件，或者文件不完整。
app-backup-newer = 这份备份由更新的版本 { $version } 生成。请先升级程序再恢复。
app-backup-damaged = 备份已损坏：“{ $part }”与生成时不同。请换一份备份。
app-backup-not-empty = { $place } 不是空的，没有恢复任何内容。请指定一个空的数据目录，PostgreSQL 请用空的数据库。
app-backup-database = 数据库没有完成这一步：{ $reason }
app-backup-stopped = 已停止，没有留下半份文件。
app-backup-stage-rows = 数据
app-backup-stage-files = 文件
app-backup-stage-check = 核对
app-backup-ask = 备份口令：
app-backup-ask-again = 再输入一次：
app-backup-made = 已备份到 { $path }（{ $size }，{ $rows } 行数据，{ $files } 个文件），并重新读取核对无误。
app-backup-removed = 已删除旧备份 { $name }。
app-restore-done = 已恢复 { $rows } 行数据和 { $files } 个文件。
app-restore-next = 审计轨迹校验无误。接下来：用同样的 --data 运行 xingtan serve，登录核对，并尽快做一次新的备份。
app-restore-faulty = 数据已恢复，但审计轨迹有上述问题。请通知审计管理员，再决定是否启用。
app-password-differs = 两次输入不一致，请重新输入。

## 机构设置

app-settings-title = 机构设置
app-settings-line = 名称和类型决定页面上的称呼和默认功能。
app-settings-institution = 机构
app-settings-name = 名称
app-settings-kind = 类型
app-settings-kind-hint = 改变类型会改变全部称呼（学生、员工、学员）、默认功能和规则，已有的数据不变。
app-settings-kind-sure = 我知道改变类型的后果，确定要改变
app-settings-kind-confirm = 您改变了机构类型。请确认后再保存。
app-settings-lang = 默认语言
app-settings-zone = 时区
app-settings-zone-hint = 截止时间和学习时段按这个时区计算。常用的有 { $zones }。
app-settings-zone-unknown = 没有这个时区。请填写 Asia/Shanghai 这样的名称。
app-settings-kept = 保存期限
app-settings-days = { $min } 到 { $max } 天
app-settings-saved = 设置已保存。
setting-app-audit-keep-days = 审计记录（天）
setting-app-work-keep-days = 已结束的后台任务和事件（天）
setting-app-mail-keep-days = 已发出的邮件和已读的消息（天）

## 审计

app-audit-title = 审计
app-audit-line = 每个改动都留下记录，记录首尾相连并签名，被改动、删除或插入都会被发现。
app-audit-length = 已封存的记录
app-audit-unsealed = 等待封存
app-audit-refused = 近 7 天被拒绝的操作
app-audit-verify = 现在校验
app-audit-verified = 最近一次校验
app-audit-ordered = 校验已开始，可以离开本页，完成后在这里看到结果。
app-audit-sound-until = 到第 { GROUP($to) } 条为止完好无缺，校验于 { $at }。
app-audit-faults = 发现 { $count } 处问题，校验于 { $at }。
app-audit-failed = 最近一次校验没有完成，请再校验一次；仍不成功请通知{ -system-admin }。
app-audit-never = 还没有校验过。每天夜里会自动校验。
app-audit-entries = 读过的记录
app-audit-heads = 核对的签名链头
app-audit-kept-heads = 核对的库外链头
app-audit-key = 签名公钥
app-audit-key-hint = 请把公钥抄录到服务器以外的地方，日后可以用来证明链头确由本系统签名。
app-audit-more = 另有 { $count } 处问题没有列出。
app-audit-erased = 按决定 { $decision } 删除了 { $count } 处个人信息，属正常。
app-audit-late = 有 { $count } 条记录在事后一小时以上才封存，请留意是否有异常。
app-audit-sound = 审计轨迹完好：读过 { $entries } 条（第 { $from } 至 { $to } 条），核对 { $heads } 个签名链头和 { $kept } 个库外链头，等待封存 { $unsealed } 条。
app-audit-faulty = 审计轨迹有问题：读过 { $entries } 条（第 { $from } 至 { $to } 条），核对 { $heads } 个签名链头和 { $kept } 个库外链头，等待封存 { $unsealed } 条。
app-entries-title = 审计记录
app-entries-line = 谁在什么时候对谁做了什么。导出也会留下记录，一次最多五万条。
app-entries-search = 姓名、地址、内容
app-entries-user = 操作人的用户名
app-entries-from = 从
app-entries-to = 到
app-entries-none = 还没有记录。
app-entries-nothing = 没有符合条件的记录。请放宽条件，或核对用户名。
app-entry-number = 序号
app-entry-unsealed = 等待封存
app-entry-at = 时间
app-entry-actor = 操作人
app-entry-role = 以何角色
app-entry-action = 动作
app-entry-subject = 对象
app-entry-result = 结果
app-entry-done = 已执行
app-entry-refused = 被拒绝
app-entry-before = 之前
app-entry-after = 之后
app-entry-detail = 说明
app-entry-address = 网络地址
app-entry-device = 设备
app-entry-citing = 依据
app-entry-unit = 所属
app-entry-code = 代码
app-entry-values = 变更
app-entry-value = 项目
app-entry-state = 内容
app-entry-erased = （已按决定删除）
app-role-system = 系统
app-role-guest = 未登录的访客

## 命令

app-no-user = 没有用户名为 { $user } 的人。
app-init-kind = 机构类型只能是 school、academy 或 training。
app-init-password = 密码不够安全：至少 { $least } 个字符，含两类字符，不含用户名和机构名，也不要用常见的词。
app-init-not-empty = { $place } 中已有机构，没有改动任何内容。请指定一个空的数据目录。
app-init-no-password = 没有密码：请设置 XINGTAN_ADMIN_PASSWORD，或者在终端中运行。
app-init-ask = 管理员密码：
app-init-ask-again = 再输入一次：
app-init-done = 机构已建立，管理员是 { $admin }。接下来运行：xingtan serve --data { $place }
app-demo-done = 演示机构已建立在 { $path }，所有演示人物的密码都是 { $password }。
app-token-name = 由命令行建立
app-token-scope = 没有 { $scope } 这样的权限范围。可以是权限名（people.read）、一类权限（people）或 all。
app-token-key = 用户名：{ $key }
app-token-secret = 密钥：{ $secret }
app-token-once = 密钥只显示这一次，请妥善保存。
app-import-unreadable = 无法读取 { $path }：{ $reason }
app-import-row = 第 { $row } 行 { $name }：{ $reason }
app-import-counts = 新增 { $made } 行，更新 { $changed } 行，无变化 { $unchanged } 行，拒绝 { $refused } 行。
app-import-broken = 导入没有进行到底，已经导入的行保留。

# 请求频率
app-settings-study = 学习
app-settings-study-line = 播放视频、音频时，系统会在随机的时刻请学习者确认在场；回答之前不计时，但也不会丢失已学的内容。
app-settings-minutes = { $min } 到 { $max } 分钟，0 表示不确认
setting-learning-presence-minutes = 两次在场确认平均间隔（分钟）
app-settings-limits = 请求频率
app-settings-limits-line = 每人（未登录时每个网络地址）每分钟最多的次数。超过时请对方稍后再试，正常使用碰不到。
app-settings-per-minute = { $min } 到 { $max } 次
app-unit-per-minute = 次/分钟
setting-app-limit-api = 接口调用（次/分钟）
setting-app-limit-export = 导出文件（次/分钟）
setting-app-limit-upload = 上传文件（次/分钟）
setting-app-limit-door = 找回密码、登录求助、首次设置（次/分钟）
app-mails-address = 邮箱
