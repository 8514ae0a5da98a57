# 程序启动时在终端显示的内容。
app-run-served = { $file } 已由另一个程序提供服务。SQLite 数据库同一时间只能由一个程序使用：请先停止另一个程序；需要多个程序时请改用 PostgreSQL。
app-run-lock = 无法锁定 { $file }：{ $reason }
app-run-folder = 无法使用数据目录 { $folder }：{ $reason }
app-run-database = 无法打开数据库 { $file }：{ $reason }
app-run-server = 无法使用 PostgreSQL 数据库：{ $reason }
app-run-listen = 无法监听 { $address }：{ $reason }
app-run-first = 还没有设置机构。请用浏览器打开：{ $link }
app-run-tls-file = 无法使用 TLS 文件 { $file }：{ $reason }
app-run-tls-none = 其中没有 PEM 格式的证书
app-run-tls-no-key = 其中没有 PEM 格式的私钥
app-run-tls-pair = TLS 文件 { $cert } 与 { $key } 不配套：{ $reason }

# 运行命令与通知。
app-reindex-done = 全文索引已重建。
app-notice-trail-faulty = 校验审计轨迹时发现 { $count } 处问题
app-notice-trail-faulty-text = 有记录在程序之外被更改、删除或添加，或者文件已损坏。请打开审计轨迹页面查看每一处问题，保持数据目录原样，并与最近的备份比对。
app-notice-trail-faulty-name = 审计轨迹出现问题
app-notice-trail-unverified = 审计轨迹已有 { $count } 天没有校验
app-notice-trail-unverified-text = 审计轨迹每夜都应校验，但最近没有一次成功完成。请在审计轨迹页面手动校验一次，并请系统管理员查看后台任务。
app-notice-trail-unverified-name = 审计轨迹未按时校验
app-notice-backup-failed = 备份没有成功
app-notice-backup-failed-text = 定时备份或试恢复失败了，现在可能没有可用的最新备份。请打开备份页面查看原因，处理后立即再做一次。
app-notice-backup-failed-name = 备份失败
app-policy-months = 月份写成 2026-01，从先到后，最多 36 个月，而且已经过完。
app-policy-version = 没有这样的版本，或者不止一部制度有这个版本号：请用 --regulation 指明制度，或直接写版本的 id。
app-policy-people = 回放了 { $people } 人，其中 { $affected } 人会受到影响。
app-policy-line = 第 { $article } 条 { $kind }：会作出 { $would } 次，实际作出 { $did } 次，两者相同 { $both } 次。
